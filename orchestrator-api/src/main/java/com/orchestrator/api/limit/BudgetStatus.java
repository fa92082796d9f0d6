package com.orchestrator.api.limit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A budget as it is set.
 *
 * @param used attempts in flight that count against it; of the default budget always 0, since each workload counts its own
 * @param version its ETag
 */
public record BudgetStatus(
        String workload,
        int max,
        long used,
        long version,
        Instant changedAt,
        @Nullable String changedBy,
        String reason) {

    public static BudgetStatus of(String workload, Budget budget, LimitChange last, long used) {
        return new BudgetStatus(workload, budget.max(), used, last.version(), last.at(), last.actor(), last.reason());
    }
}
