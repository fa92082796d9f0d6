package com.orchestrator.engine.limit;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.limit.Limit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** On condition of what a limit is changed; the same for all stores. */
public final class LimitRevision {

    private LimitRevision() {}

    /** Whether a limit has to know from now on what is in flight, and does not. */
    public static boolean beginsToCount(Optional<Limit> before, Optional<Limit> after) {
        return after.filter(Limit::counts).isPresent()
                && before.filter(Limit::counts).isEmpty();
    }

    public static OrchestratorException noBreaker(RuleName rule) {
        return new OrchestratorException(
                ErrorCode.NOT_FOUND,
                "Task type '" + rule.subject() + "' has no breaker; set one first, with failures, window and openFor");
    }

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
