package com.orchestrator.api.limit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A budget as it is set.
 *
 * @param version its ETag
 */
public record BudgetStatus(
        String workload,
        int max,
        long version,
        Instant changedAt,
        @Nullable String changedBy,
        String reason) {

    public static BudgetStatus of(String workload, Budget budget, LimitChange last) {
        return new BudgetStatus(workload, budget.max(), last.version(), last.at(), last.actor(), last.reason());
    }
}
