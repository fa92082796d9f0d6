package com.orchestrator.engine.decision;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.WorkflowState;

/** How a run ends of a cause. */
public final class Endings {

    /** Code of the cause of a run that an operator terminated. */
    public static final String TERMINATED = "TERMINATED";

    private Endings() {}

    /** When nothing is undone. */
    public static WorkflowState stateOf(Cause cause) {
        return switch (cause.kind()) {
            case FAILED, TIMED_OUT -> WorkflowState.FAILED;
            case CANCELLED -> WorkflowState.CANCELLED;
            case MANUAL -> cause.code().equals(TERMINATED) ? WorkflowState.TERMINATED : WorkflowState.FAILED;
        };
    }
}
