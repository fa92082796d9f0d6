package com.orchestrator.api.limit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is set for a fairness key of a queue.
 *
 * @param used attempts in flight that count against it, 0 when its attempts are not counted
 * @param version its ETag
 */
public record FairnessStatus(
        String queue,
        String key,
        @Nullable Integer weight,
        @Nullable Integer maxConcurrent,
        long used,
        long version,
        Instant changedAt,
        @Nullable String changedBy,
        String reason) {

    public static FairnessStatus of(String queue, String key, FairnessLimit limit, LimitChange last, long used) {
        return new FairnessStatus(
                queue,
                key,
                limit.weight(),
                limit.maxConcurrent(),
                used,
                last.version(),
                last.at(),
                last.actor(),
                last.reason());
    }
}
