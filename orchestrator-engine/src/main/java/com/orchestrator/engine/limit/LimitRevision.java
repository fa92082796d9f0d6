package com.orchestrator.engine.limit;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import org.jspecify.annotations.Nullable;

/** On condition of what a limit is changed; the same for all stores. */
public final class LimitRevision {

    private LimitRevision() {}

    /**
     * @param expected null for any
     * @throws OrchestratorException {@code PRECONDITION_FAILED} when the limit is at another version
     */
    public static void check(RuleName rule, long version, @Nullable Long expected) {
        if (expected != null && expected != version) {
            String detail = version == 0
                    ? "Nothing was ever set for " + rule
                    : rule + " is at version " + version + "; look at it again, and send its ETag \"" + version + "\"";
            throw new OrchestratorException(ErrorCode.PRECONDITION_FAILED, detail);
        }
    }
}
