package com.orchestrator.engine.limit;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.limit.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RuleStateTest {

    private static final Instant NOW = Instant.parse("2026-11-28T09:00:00Z");

    private static RuleState counted(@Nullable Integer max, long used) {
        return new RuleState(max, used, null, null);
    }

    private static RuleState rated(RateLimit rate, @Nullable Instant next) {
        return new RuleState(null, 0, rate, next);
    }

    @Test
    void count_isWhatIsNotGivenOut() {
        assertThat(counted(5, 2).room(NOW)).isEqualTo(3);
        assertThat(counted(5, 5).room(NOW)).isZero();
        assertThat(counted(0, 0).room(NOW)).isZero();
        assertThat(counted(null, 900).room(NOW)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void moreInFlightThanThereMayBe_letsNothingIn() {
        assertThat(counted(2, 7).room(NOW)).isZero();
    }

    @Test
    void rate_spreadsEvenly() {
        RateLimit twoASecond = new RateLimit(2, Duration.ofSeconds(1), 1);
        RuleState fresh = rated(twoASecond, null);
        assertThat(fresh.room(NOW)).isEqualTo(1);
        Instant next = fresh.nextAfter(1, NOW);
        assertThat(next).isEqualTo(NOW.plusMillis(500));
        assertThat(rated(twoASecond, next).room(NOW)).isZero();
        assertThat(rated(twoASecond, next).opensAt(NOW)).isEqualTo(NOW.plusMillis(500));
        assertThat(rated(twoASecond, next).room(NOW.plusMillis(500))).isEqualTo(1);
    }

    @Test
    void burst_isLetInAtOnceAfterAPause() {
        RateLimit rate = new RateLimit(1, Duration.ofSeconds(1), 5);
        Instant next = rated(rate, null).nextAfter(5, NOW);
        assertThat(rated(rate, null).room(NOW)).isEqualTo(5);
        assertThat(rated(rate, next).room(NOW)).isZero();
        assertThat(rated(rate, next).room(NOW.plusSeconds(2))).isEqualTo(2);
        assertThat(rated(rate, next).room(NOW.plusSeconds(60))).isEqualTo(5);
    }

    @Test
    void countAndRate_bothHaveToAgree() {
        RateLimit rate = new RateLimit(10, Duration.ofSeconds(1), 3);
        assertThat(new RuleState(2, 0, rate, null).room(NOW)).isEqualTo(2);
        assertThat(new RuleState(9, 0, rate, null).room(NOW)).isEqualTo(3);
    }

    @Test
    void noWindow_holdsMoreThanCountAndBurst() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            RateLimit rate = new RateLimit(
                    1 + random.nextInt(50), Duration.ofMillis(1 + random.nextInt(5_000)), 1 + random.nextInt(10));
            checkWindows(rate, random);
        }
    }

    /** In any {@code per}, half open, begin at most {@code count} and what the burst lets go ahead. */
    private static void checkWindows(RateLimit rate, Random random) {
        Instant now = NOW;
        Instant next = null;
        Deque<Instant> begun = new ArrayDeque<>();
        for (int step = 0; step < 300; step++) {
            now = now.plusNanos(1_000L * random.nextInt(200_000));
            RuleState state = rated(rate, next);
            int taken = random.nextInt(state.room(now) + 1);
            next = state.nextAfter(taken, now);
            for (int i = 0; i < taken; i++) {
                begun.add(now);
            }
            while (!begun.isEmpty() && !begun.peek().isAfter(now.minus(rate.per()))) {
                begun.remove();
            }
            assertThat(begun.size()).as("%s", rate).isLessThanOrEqualTo(rate.count() + rate.burst() - 1);
        }
    }

    @Test
    void whatOpens_isOpenThenAndNotBefore() {
        RateLimit rate = new RateLimit(3, Duration.ofSeconds(1), 4);
        Instant next = NOW.plusSeconds(9);
        Instant opens = rated(rate, next).opensAt(NOW);
        assertThat(opens).isNotNull();
        assertThat(rated(rate, next).room(opens)).isEqualTo(1);
        assertThat(rated(rate, next).room(opens.minusNanos(1_000))).isZero();
    }

    @Test
    void whatIsShut_letsNothingInBefore() {
        RuleState shut = new RuleState(5, 0, null, null, NOW.plusSeconds(3), false);
        assertThat(shut.room(NOW)).isZero();
        assertThat(shut.opensAt(NOW)).isEqualTo(NOW.plusSeconds(3));
        assertThat(shut.room(NOW.plusSeconds(3))).isEqualTo(5);
        assertThat(shut.opensAt(NOW.plusSeconds(3))).isNull();
        RuleState byHand = new RuleState(5, 0, null, null, RuleState.BY_HAND, false);
        assertThat(byHand.room(NOW)).isZero();
        assertThat(byHand.opensAt(NOW)).isNull();
        RuleState adopting = new RuleState(5, 0, null, null, null, true);
        assertThat(adopting.room(NOW)).isZero();
        assertThat(adopting.opensAt(NOW)).isNull();
    }

    @Test
    void extremes_endAtTheEdges() {
        RateLimit slow = new RateLimit(1, Duration.ofDays(366), 1_000_000);
        Instant next = rated(slow, null).nextAfter(1_000_000, NOW);
        assertThat(rated(slow, next).room(NOW)).isGreaterThanOrEqualTo(0);
        assertThat(rated(slow, next).opensAt(NOW)).isNotEqualTo(Instant.MAX);
    }
}
