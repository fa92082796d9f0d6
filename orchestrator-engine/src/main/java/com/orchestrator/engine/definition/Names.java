package com.orchestrator.engine.definition;

import java.util.Set;
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

    /** Words that CEL keeps for itself, and the root that is none of {@link com.orchestrator.engine.plan.Scope#ROOTS}. */
    static final Set<String> NO_VARIABLES = Set.of(
            "tasks",
            "true",
            "false",
            "null",
            "in",
            "as",
            "break",
            "const",
            "continue",
            "else",
            "for",
            "function",
            "if",
            "import",
            "let",
            "loop",
            "namespace",
            "package",
            "return",
            "var",
            "void",
            "while");

    private Names() {}
}
