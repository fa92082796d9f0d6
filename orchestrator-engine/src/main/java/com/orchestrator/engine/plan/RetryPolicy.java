package com.orchestrator.engine.plan;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How often and how fast a task is tried again. */
public record RetryPolicy(
        int maxAttempts,
        Duration initialInterval,
        double factor,
        Duration maxInterval,
        double jitter,
        @Nullable Duration maxElapsed,
        Set<String> nonRetryable) {

    /** {@link #maxAttempts} of a policy that counts time, not attempts. */
    public static final int UNLIMITED = 0;

    /** Forward tasks: 1 s × 2, cap 60 s, full jitter, 3 attempts. */
    public static final RetryPolicy FORWARD_DEFAULT =
            new RetryPolicy(3, Duration.ofSeconds(1), 2.0, Duration.ofSeconds(60), 1.0, null, Set.of());

    /** Undos: 2 s × 2, cap 10 min, full jitter, for 24 h. */
    public static final RetryPolicy UNDO_DEFAULT = new RetryPolicy(
            UNLIMITED, Duration.ofSeconds(2), 2.0, Duration.ofMinutes(10), 1.0, Duration.ofHours(24), Set.of());

    public RetryPolicy {
        nonRetryable = Set.copyOf(nonRetryable);
    }

    /** The same pace, for as long as it takes. */
    public RetryPolicy withoutLimit() {
        return new RetryPolicy(UNLIMITED, initialInterval, factor, maxInterval, jitter, null, nonRetryable);
    }
}
