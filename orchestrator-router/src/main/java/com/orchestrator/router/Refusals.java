package com.orchestrator.router;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sentence shapes in which the router refuses. */
final class Refusals {

    private Refusals() {}

    static OrchestratorException invalid(String pointer, String detail, @Nullable String hint) {
        return new OrchestratorException(
                ErrorCode.INVALID_REQUEST, detail, List.of(new Problem.Detail(pointer, 0, 0, detail, hint)));
    }

    static OrchestratorException stale(String jobId, String why) {
        return new OrchestratorException(
                ErrorCode.FENCE_STALE,
                "Job '" + jobId + "' " + why,
                List.of(new Problem.Detail(
                        "/workerId", 0, 0, why, "drop what you have of it; another attempt counts")));
    }

    static OrchestratorException state(String detail) {
        return new OrchestratorException(ErrorCode.ILLEGAL_STATE, detail);
    }
}
