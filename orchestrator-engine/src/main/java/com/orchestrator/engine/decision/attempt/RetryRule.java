package com.orchestrator.engine.decision.attempt;

import com.orchestrator.api.model.TimeRange;
import com.orchestrator.engine.plan.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Decides whether a failed attempt is followed by another one, and when. */
public final class RetryRule {

    private static final int EXPONENT_MAX = 62;

    private RetryRule() {}

    /**
     * The delay before the next attempt; empty when there is none.
     *
     * @param failures attempts that have failed so far, this one included
     * @param firstReadyAt when the first attempt was ready, for {@code maxElapsed}
     * @param retryAfter delay the worker asks for, which takes the place of the policy's
     */
    public static Optional<Duration> nextDelay(
            RetryPolicy policy,
            String errorCode,
            int failures,
            @Nullable Instant firstReadyAt,
            Instant now,
            @Nullable Duration retryAfter,
            RandomGenerator random) {
        if (!policy.allows(errorCode)) {
            return Optional.empty();
        }
        if (policy.maxAttempts() != RetryPolicy.UNLIMITED && failures >= policy.maxAttempts()) {
            return Optional.empty();
        }
        Duration delay = retryAfter != null ? retryAfter : backoff(policy, failures, random);
        return isTooLate(policy, firstReadyAt, TimeRange.later(now, delay)) ? Optional.empty() : Optional.of(delay);
    }

    private static boolean isTooLate(RetryPolicy policy, @Nullable Instant firstReadyAt, Instant next) {
        return policy.maxElapsed() != null
                && firstReadyAt != null
                && next.isAfter(TimeRange.later(firstReadyAt, policy.maxElapsed()));
    }

    /** Exponential, capped, of which the jitter share is left to chance. */
    static Duration backoff(RetryPolicy policy, int failures, RandomGenerator random) {
        int exponent = Math.min(Math.max(failures - 1, 0), EXPONENT_MAX);
        double uncapped = policy.initialInterval().toMillis() * Math.pow(policy.factor(), exponent);
        double capped = Math.min(uncapped, policy.maxInterval().toMillis());
        double jittered = capped * (1 - policy.jitter() * random.nextDouble());
        return Duration.ofMillis(Math.round(jittered));
    }
}
