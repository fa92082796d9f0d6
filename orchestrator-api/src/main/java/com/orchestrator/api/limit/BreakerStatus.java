package com.orchestrator.api.limit;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A breaker as it is set, and how it stands.
 *
 * @param openUntil when one attempt will be let through; null while it is closed, and when it stays open until a person closes it
 * @param recentFailures those that count now
 * @param version its ETag
 */
public record BreakerStatus(
        String taskType,
        int failures,
        Duration window,
        Duration openFor,
        Breaker.State state,
        @Nullable Instant openUntil,
        long recentFailures,
        long version,
        Instant changedAt,
        @Nullable String changedBy,
        String reason) {

    /**
     * A breaker as it stands.
     *
     * @param openUntil null while it is closed, and when it stays open until a person closes it
     */
    public static BreakerStatus of(
            String taskType,
            Breaker breaker,
            Breaker.State state,
            @Nullable Instant openUntil,
            long recentFailures,
            LimitChange last) {
        return new BreakerStatus(
                taskType,
                breaker.failures(),
                breaker.window(),
                breaker.openFor(),
                state,
                openUntil,
                recentFailures,
                last.version(),
                last.at(),
                last.actor(),
                last.reason());
    }
}
