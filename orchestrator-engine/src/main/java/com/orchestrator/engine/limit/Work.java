package com.orchestrator.engine.limit;

import com.orchestrator.api.limit.RateLimit;
import org.jspecify.annotations.Nullable;

/**
 * What about an attempt decides which rules it is under.
 *
 * @param workload the budget it counts against; null for none
 * @param fairKey whose share of the queue it takes; null when its queue is not shared out
 * @param keyMax attempts of the key that its definition lets be in flight; null for any number
 * @param rate how often its definition lets attempts of its type begin; null for as often as they come
 */
public record Work(
        String queue,
        String taskType,
        @Nullable String workload,
        @Nullable String fairKey,
        @Nullable Integer keyMax,
        @Nullable RateLimit rate) {

    /** Under nothing but what is said of its queue and its type. */
    public static Work of(String queue, String taskType) {
        return new Work(queue, taskType, null, null, null, null);
    }
}
