package com.orchestrator.worker;

import com.orchestrator.api.model.WorkflowState;
import java.util.UUID;

/** The caller's patience ended before the run did; the run goes on. */
public final class ResultNotReadyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ResultNotReadyException(UUID instanceId, WorkflowState state) {
        super("Run " + instanceId + " is still " + state);
    }
}
