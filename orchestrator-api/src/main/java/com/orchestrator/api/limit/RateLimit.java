package com.orchestrator.api.limit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How often attempts may begin, spread evenly: one each {@code per / count}, and after a pause so many at once as {@code burst}
 * says.
 *
 * @param count attempts in {@code per}, 1 to 1,000,000
 * @param per a millisecond to 366 days
 * @param burst attempts that may begin at once after a pause, 1 to 1,000,000
 */
public record RateLimit(int count, Duration per, int burst) {

    /** Attempts that fall due within this time begin together, unless a burst is given: so often do lanes look, at the least. */
    private static final long SMOOTH_MICROS = 100_000;

    private static final long MICRO_NANOS = 1_000;

    public RateLimit {
        LimitFaults.checkCount(count, "count", LimitFaults.COUNT_MAX, "pause the queue to let nothing begin");
        LimitFaults.checkSpan(per, "per");
        LimitFaults.checkCount(burst, "burst", LimitFaults.COUNT_MAX, "write 1, or leave it out, for no burst");
        if (per.dividedBy(count).toNanos() < MICRO_NANOS) {
            throw LimitFaults.impossible(
                    "count", "More than 1000000 attempts a second are no limit", "leave the rate limit out");
        }
    }

    /** @param burst what falls due within a tenth of a second when it is null, and 1 at the least */
    @JsonCreator
    public static RateLimit of(
            @JsonProperty("count") @Nullable Integer count,
            @JsonProperty("per") @Nullable Duration per,
            @JsonProperty("burst") @Nullable Integer burst) {
        int attempts = LimitFaults.require(count, "count");
        Duration time = LimitFaults.require(per, "per");
        return new RateLimit(attempts, time, burst == null ? smooth(attempts, time) : burst);
    }

    private static int smooth(int count, Duration per) {
        long micros = Math.max(1, per.toNanos() / MICRO_NANOS);
        return (int) Math.max(1, Math.min(LimitFaults.COUNT_MAX, SMOOTH_MICROS * count / micros));
    }

    /** From one attempt to the next, in whole microseconds and rounded up, so that there are never more than allowed. */
    public Duration interval() {
        long nanos = per.toNanos();
        long step = MICRO_NANOS * count;
        return Duration.ofNanos((nanos + step - 1) / step * MICRO_NANOS);
    }
}
