package com.orchestrator.engine.limit;

import com.orchestrator.api.limit.RateLimit;
import com.orchestrator.api.model.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a rule stands, read while its row is locked. Rates go by the generic cell rate algorithm: {@code next} is when the next attempt
 * would begin if all came evenly, and attempts may begin earlier by the burst.
 *
 * @param max attempts that may be in flight, 0 for a queue that is paused; null for any number
 * @param used permits that are given out
 * @param next null when none has ever begun
 * @param shutUntil nothing begins before, whatever room there is; null when it is not shut, {@link #BY_HAND} when only a person
 *     opens it
 * @param adopting the limit is new, and nothing begins before what was under way is counted
 */
public record RuleState(
        @Nullable Integer max,
        long used,
        @Nullable RateLimit rate,
        @Nullable Instant next,
        @Nullable Instant shutUntil,
        boolean adopting) {

    /** Until a person opens it; in microseconds, as databases keep it. */
    public static final Instant BY_HAND = TimeRange.LATEST.truncatedTo(ChronoUnit.MICROS);

    public RuleState(@Nullable Integer max, long used, @Nullable RateLimit rate, @Nullable Instant next) {
        this(max, used, rate, next, null, false);
    }

    /**
     * Of a breaker, by what its row says: any number while it is closed, none while it is open, then one at a time.
     *
     * @param openUntil null while it is closed
     */
    public static RuleState ofBreaker(@Nullable Instant openUntil, long used) {
        return new RuleState(openUntil == null ? null : Integer.valueOf(1), used, null, null, openUntil, false);
    }

    /** So many attempts may begin now; 0 also when more are in flight than there may be. */
    public int room(Instant now) {
        if (adopting || (shutUntil != null && shutUntil.isAfter(now))) {
            return 0;
        }
        long byCount = max == null ? Integer.MAX_VALUE : Math.max(0, max - used);
        return (int) Math.min(byCount, roomOfRate(now));
    }

    private long roomOfRate(Instant now) {
        if (rate == null) {
            return Integer.MAX_VALUE;
        }
        if (next == null || !next.isAfter(now)) {
            return rate.burst();
        }
        long ahead = micros(Duration.between(now, next));
        long step = micros(rate.interval());
        return Math.max(0, rate.burst() - (ahead + step - 1) / step);
    }

    /** What is to be kept of the rate after so many have begun; null when it has none. */
    public @Nullable Instant nextAfter(int begun, Instant now) {
        if (rate == null) {
            return next;
        }
        Instant from = next == null || next.isBefore(now) ? now : next;
        return TimeRange.later(from, rate.interval().multipliedBy(begun));
    }

    /** The same, when the next attempt would begin at another time. */
    public RuleState withNext(@Nullable Instant other) {
        return new RuleState(max, used, rate, other, shutUntil, adopting);
    }

    /**
     * When time alone makes room; null when there is room, and when only the end of another attempt, a person or the count of what is
     * under way could make some.
     */
    public @Nullable Instant opensAt(Instant now) {
        if (adopting) {
            return null;
        }
        Instant byRate = rateOpensAt(now);
        if (shutUntil == null || !shutUntil.isAfter(now)) {
            return byRate;
        }
        if (shutUntil.equals(BY_HAND)) {
            return null;
        }
        return byRate == null || shutUntil.isAfter(byRate) ? shutUntil : byRate;
    }

    private @Nullable Instant rateOpensAt(Instant now) {
        if (rate == null || next == null || roomOfRate(now) > 0) {
            return null;
        }
        return next.minus(rate.interval().multipliedBy(rate.burst() - 1L));
    }

    private static long micros(Duration duration) {
        return TimeRange.nanos(duration) / 1_000;
    }
}
