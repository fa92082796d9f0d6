package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;

/** The refusals of an engine that cannot answer now. */
final class Unavailable {

    private Unavailable() {}

    static OrchestratorException stopping() {
        return new OrchestratorException(ErrorCode.UNAVAILABLE, "The server is stopping or overloaded");
    }

    static OrchestratorException because(RuntimeException failure) {
        if (failure instanceof OrchestratorException refusal) {
            return refusal;
        }
        OrchestratorException unavailable =
                new OrchestratorException(ErrorCode.UNAVAILABLE, "The database did not answer; repeating is safe");
        unavailable.initCause(failure);
        return unavailable;
    }
}
