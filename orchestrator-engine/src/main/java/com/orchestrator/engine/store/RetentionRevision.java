package com.orchestrator.engine.store;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.TimeRange;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.retention.RetentionRule;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What all stores have to say the same about rules of retention. */
public final class RetentionRevision {

    private RetentionRevision() {}

    /**
     * @param expected null for any
     * @throws OrchestratorException {@code PRECONDITION_FAILED} when the rule is at another version
     */
    public static void check(String namespace, long version, @Nullable Long expected) {
        if (expected != null && expected != version) {
            String detail = version == 0
                    ? "Nothing was ever set for namespace '" + namespace + "'"
                    : "The rule of namespace '" + namespace + "' is at version " + version
                            + "; look at it again, and send its ETag \"" + version + "\"";
            throw new OrchestratorException(ErrorCode.PRECONDITION_FAILED, detail);
        }
    }

    /** What has started later cannot be due. */
    public static Instant latestStart(RetentionRule rule, Instant now) {
        return TimeRange.later(now, rule.shortest().negated());
    }

    /**
     * For how long a run has been due.
     *
     * @return null when it is not
     */
    public static @Nullable Duration overdue(
            RetentionRule rule, WorkflowState state, @Nullable Instant endedAt, Instant now) {
        Duration kept = rule.keptFor(state).orElse(null);
        if (kept == null || endedAt == null) {
            return null;
        }
        Instant due = TimeRange.later(endedAt, kept);
        return due.isAfter(now) ? null : Duration.ofSeconds(now.getEpochSecond() - due.getEpochSecond());
    }
}
