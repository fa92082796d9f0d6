package com.orchestrator.engine.limit;

import com.orchestrator.api.limit.RateLimit;
import com.orchestrator.api.model.TimeRange;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a rule stands, read while its row is locked. Rates go by the generic cell rate algorithm: {@code next} is when the next attempt
 * would begin if all came evenly, and attempts may begin earlier by the burst.
 *
 * @param max attempts that may be in flight, 0 for a queue that is paused or a breaker that is open; null for any number
 * @param used permits that are given out
 * @param next null when none has ever begun
 */
public record RuleState(
        @Nullable Integer max,
        long used,
        @Nullable RateLimit rate,
        @Nullable Instant next) {

    /** So many attempts may begin now; 0 also when more are in flight than there may be. */
    public int room(Instant now) {
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

    /** When the rate lets one begin; null when it does now, and when only the end of another attempt could make room. */
    public @Nullable Instant opensAt(Instant now) {
        if (rate == null || next == null || roomOfRate(now) > 0) {
            return null;
        }
        return next.minus(rate.interval().multipliedBy(rate.burst() - 1L));
    }

    private static long micros(Duration duration) {
        return TimeRange.nanos(duration) / 1_000;
    }
}
