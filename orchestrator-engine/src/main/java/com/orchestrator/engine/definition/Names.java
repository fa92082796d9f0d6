package com.orchestrator.engine.definition;

import java.util.regex.Pattern;

/** Shapes of names. */
final class Names {

    static final Pattern WORKFLOW = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");
    static final String WORKFLOW_SHAPE = "a name: letters, digits, '.', '_' and '-', at most 255, no sign first";
    static final Pattern TASK_ID = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");
    static final String TASK_ID_SHAPE = "a task id: a letter, then letters, digits and '_', at most 64";
    static final String SAVEPOINT_SHAPE =
            "the name of a save-point: a letter, then letters, digits and '_', at most 64";
    static final Pattern ERROR_CODE = Pattern.compile("[A-Z][A-Z0-9_]{0,99}");
    static final String ERROR_CODE_SHAPE = "an error code: capital letters, digits and '_'";
    static final Pattern TASK_TYPE = Pattern.compile("[^\\s\\p{Cntrl}]{1,255}");
    static final String TASK_TYPE_SHAPE = "a name without spaces, at most 255 characters";

    private Names() {}
}
