package com.orchestrator.api.model;

import java.time.Duration;
import java.time.Instant;

/**
 * The times that can be held: moments of the years 1 to 9999 in UTC, which RFC 3339 can write, and durations of 10,000 years of 365
 * days. What comes in from outside is held to it where it comes in. What is computed from it ends at its edges, so that "never", said
 * as the year 9999 or as a very long time, stays far away and breaks nothing.
 */
public final class TimeRange {

    public static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    /** As far as anything can be put off. */
    public static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    public static final Duration LONGEST = Duration.ofDays(3_650_000);

    /** What refusals of moments say. */
    public static final String MOMENTS = "a moment of the years 1 to 9999 in UTC";

    /** What refusals of durations say. */
    public static final String DURATIONS = "at most 3650000d, 10,000 years";

    private static final Duration COUNTED_IN_NANOS = Duration.ofNanos(Long.MAX_VALUE);

    private TimeRange() {}

    public static boolean holds(Instant moment) {
        return !moment.isBefore(EARLIEST) && !moment.isAfter(LATEST);
    }

    /** Whether it is not longer, in either direction. */
    public static boolean holds(Duration duration) {
        return duration.compareTo(LONGEST) <= 0 && duration.compareTo(LONGEST.negated()) >= 0;
    }

    /** The longest duration instead of one that is longer still. */
    public static Duration atMost(Duration duration) {
        return duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
    }

    /** As many nanoseconds as a long can count, which are 292 years. */
    public static long nanos(Duration duration) {
        return duration.compareTo(COUNTED_IN_NANOS) < 0 ? duration.toNanos() : Long.MAX_VALUE;
    }

    /**
     * So much later, and no later than {@link #LATEST}. Counted in seconds: {@code Duration.between} of moments that lie more than 292
     * years apart throws and catches inside, which made every step of a run several times as dear.
     */
    public static Instant later(Instant moment, Duration by) {
        if (by.getSeconds() > LATEST.getEpochSecond() - moment.getEpochSecond()) {
            return LATEST;
        }
        if (by.getSeconds() < EARLIEST.getEpochSecond() - moment.getEpochSecond()) {
            return EARLIEST;
        }
        Instant sum = moment.plus(by);
        if (sum.isAfter(LATEST)) {
            return LATEST;
        }
        return sum.isBefore(EARLIEST) ? EARLIEST : sum;
    }
}
