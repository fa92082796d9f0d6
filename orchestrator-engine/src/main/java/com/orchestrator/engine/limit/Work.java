package com.orchestrator.engine.limit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What about an attempt decides which rules it is under.
 *
 * @param workload the budget it counts against; null for none
 * @param fairKey whose share of the queue it takes; null when its queue is not shared out
 * @param keyMax attempts of the key that its definition lets be in flight; null for any number
 * @param own rules that its definition gives: {@link Rule#cap} and {@link Rule#rate}
 */
public record Work(
        String queue,
        String taskType,
        @Nullable String workload,
        @Nullable String fairKey,
        @Nullable Integer keyMax,
        List<Rule> own) {

    public Work {
        own = List.copyOf(own);
    }
}
