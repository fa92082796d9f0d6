package com.orchestrator.api.limit;

import org.jspecify.annotations.Nullable;

/** What somebody has set for one queue, workload, fairness key or task type. */
public sealed interface Limit permits QueueLimit, Budget, FairnessLimit, Breaker {

    /** Attempts that may be in flight: 0 for a queue that is paused, null for any number. */
    @Nullable
    Integer room();

    /** Whether it has to know what is in flight. */
    default boolean counts() {
        return room() != null;
    }

    /** How often attempts may begin; null for as often as workers ask. */
    default @Nullable RateLimit rateLimit() {
        return null;
    }
}
