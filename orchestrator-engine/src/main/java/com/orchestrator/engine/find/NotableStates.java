package com.orchestrator.engine.find;

import com.orchestrator.api.model.WorkflowState;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** States that a run is looked for in: it is neither under way nor completed. */
public final class NotableStates {

    public static final Set<WorkflowState> ALL = Collections.unmodifiableSet(EnumSet.complementOf(
            EnumSet.of(WorkflowState.RUNNING, WorkflowState.COMPENSATING, WorkflowState.COMPLETED)));

    private NotableStates() {}
}
