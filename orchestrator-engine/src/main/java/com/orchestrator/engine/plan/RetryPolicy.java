package com.orchestrator.engine.plan;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How often and how fast a task is tried again.
 *
 * @param retryable codes of the failures after which it is; null for all codes
 * @param nonRetryable codes of those after which it is not, whatever else is said
 */
public record RetryPolicy(
        int maxAttempts,
        Duration initialInterval,
        double factor,
        Duration maxInterval,
        double jitter,
        @Nullable Duration maxElapsed,
        @Nullable Set<String> retryable,
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
        retryable = retryable == null ? null : Set.copyOf(retryable);
        nonRetryable = Set.copyOf(nonRetryable);
    }

    /** After failures with any codes but these. */
    public RetryPolicy(
            int maxAttempts,
            Duration initialInterval,
            double factor,
            Duration maxInterval,
            double jitter,
            @Nullable Duration maxElapsed,
            Set<String> nonRetryable) {
        this(maxAttempts, initialInterval, factor, maxInterval, jitter, maxElapsed, null, nonRetryable);
    }

    /** Whether a failure may be tried again at all. */
    public boolean allows(String code) {
        return !nonRetryable.contains(code) && (retryable == null || retryable.contains(code));
    }

    /** The same pace, for as long as it takes. */
    public RetryPolicy withoutLimit() {
        return new RetryPolicy(UNLIMITED, initialInterval, factor, maxInterval, jitter, null, retryable, nonRetryable);
    }
}
