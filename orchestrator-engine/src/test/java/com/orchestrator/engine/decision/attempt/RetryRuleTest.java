package com.orchestrator.engine.decision.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.engine.decision.RunDriver;
import com.orchestrator.engine.plan.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetryRuleTest {

    private static final Instant FIRST = Instant.parse("2030-01-01T00:00:00Z");

    private static Optional<Duration> next(RetryPolicy policy, int failures, @Nullable Duration retryAfter) {
        return RetryRule.nextDelay(policy, "BROKEN", failures, FIRST, FIRST, retryAfter, new Random(7));
    }

    private static RetryPolicy steady(int maxAttempts) {
        return RunDriver.policy(maxAttempts, Duration.ofSeconds(1), 2.0, Duration.ofSeconds(60), 0.0);
    }

    @Test
    void delay_growsByTheFactorUpToTheCap() {
        RetryPolicy policy = steady(RetryPolicy.UNLIMITED);

        assertThat(next(policy, 1, null)).contains(Duration.ofSeconds(1));
        assertThat(next(policy, 2, null)).contains(Duration.ofSeconds(2));
        assertThat(next(policy, 6, null)).contains(Duration.ofSeconds(32));
        assertThat(next(policy, 7, null)).contains(Duration.ofSeconds(60));
    }

    @Test
    void delay_staysAtTheCapHoweverOftenItFailed() {
        assertThat(next(steady(RetryPolicy.UNLIMITED), 1_000_000, null)).contains(Duration.ofSeconds(60));
    }

    @Test
    void jitter_takesAwayAtMostItsShare() {
        RetryPolicy half = RunDriver.policy(0, Duration.ofSeconds(8), 1.0, Duration.ofSeconds(8), 0.5);
        RandomGenerator random = new Random(7);

        for (int i = 0; i < 1_000; i++) {
            assertThat(RetryRule.backoff(half, 1, random)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
        }
    }

    @Test
    void fullJitter_reachesDownToNothingAndUpToTheWholeDelay() {
        RetryPolicy full = RunDriver.policy(0, Duration.ofSeconds(10), 1.0, Duration.ofSeconds(10), 1.0);
        RandomGenerator random = new Random(7);
        Duration shortest = Duration.ofDays(1);
        Duration longest = Duration.ZERO;

        for (int i = 0; i < 1_000; i++) {
            Duration delay = RetryRule.backoff(full, 1, random);
            shortest = delay.compareTo(shortest) < 0 ? delay : shortest;
            longest = delay.compareTo(longest) > 0 ? delay : longest;
        }

        assertThat(shortest).isLessThan(Duration.ofMillis(200));
        assertThat(longest).isBetween(Duration.ofMillis(9_800), Duration.ofSeconds(10));
    }

    @Test
    void maxAttempts_countsAttemptsAndNotRetries() {
        assertThat(next(steady(3), 2, null)).isPresent();
        assertThat(next(steady(3), 3, null)).isEmpty();
        assertThat(next(steady(1), 1, null)).isEmpty();
    }

    @Test
    void nonRetryableCode_isNotRetried() {
        RetryPolicy policy =
                new RetryPolicy(3, Duration.ofSeconds(1), 2.0, Duration.ofSeconds(60), 0.0, null, Set.of("BROKEN"));

        assertThat(next(policy, 1, null)).isEmpty();
    }

    @Test
    void retryAfter_takesThePlaceOfTheBackOffAndMayExceedTheCap() {
        assertThat(next(steady(3), 1, Duration.ofMinutes(5))).contains(Duration.ofMinutes(5));
        assertThat(next(steady(3), 3, Duration.ofMinutes(5))).isEmpty();
    }

    @Test
    void maxElapsed_rulesOutAnAttemptThatWouldBeginTooLate() {
        RetryPolicy policy = new RetryPolicy(
                0, Duration.ofSeconds(10), 1.0, Duration.ofSeconds(10), 0.0, Duration.ofMinutes(1), Set.of());

        assertThat(RetryRule.nextDelay(policy, "BROKEN", 1, FIRST, FIRST.plusSeconds(50), null, new Random(7)))
                .isPresent();
        assertThat(RetryRule.nextDelay(policy, "BROKEN", 1, FIRST, FIRST.plusMillis(50_001), null, new Random(7)))
                .isEmpty();
    }

    private static RetryPolicy after(@Nullable Set<String> retryable, Set<String> nonRetryable) {
        return new RetryPolicy(
                3, Duration.ofSeconds(1), 1.0, Duration.ofSeconds(1), 0.0, null, retryable, nonRetryable);
    }

    @Test
    void onlyCodesThatMayBeTriedAgain_are() {
        assertThat(next(after(null, Set.of()), 1, null)).isPresent();
        assertThat(next(after(Set.of("BROKEN"), Set.of()), 1, null)).isPresent();
        assertThat(next(after(Set.of("BUSY"), Set.of()), 1, null)).isEmpty();
        assertThat(next(after(Set.of(), Set.of()), 1, null)).isEmpty();
        assertThat(next(after(Set.of("BROKEN"), Set.of("BROKEN")), 1, null)).isEmpty();
    }

    @Test
    void codesStayWhatTheyAre_whereThereIsNoLimit() {
        assertThat(next(after(Set.of("BUSY"), Set.of()).withoutLimit(), 1, null))
                .isEmpty();
        assertThat(next(after(Set.of("BROKEN"), Set.of()).withoutLimit(), 99, null))
                .isPresent();
    }
}
