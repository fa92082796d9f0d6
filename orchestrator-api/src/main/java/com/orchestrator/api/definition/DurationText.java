package com.orchestrator.api.definition;

import java.time.Duration;

/** The one way in which a duration is written when nobody chose another: {@code 30s}, {@code 1h30m}, {@code 1d}. */
public final class DurationText {

    /** What a reader of definitions takes as the number before a unit has at most twelve digits. */
    private static final long DAYS_MAX = 999_999_999_999L;

    private static final int NANOS_PER_MILLI = 1_000_000;

    private DurationText() {}

    /** Largest units first; ISO-8601 for what these units cannot say. */
    public static String of(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        return isPlain(duration) ? inUnits(duration) : duration.toString();
    }

    private static boolean isPlain(Duration duration) {
        return !duration.isNegative() && duration.toDays() <= DAYS_MAX && duration.toNanosPart() % NANOS_PER_MILLI == 0;
    }

    private static String inUnits(Duration duration) {
        return part(duration.toDays(), "d")
                + part(duration.toHoursPart(), "h")
                + part(duration.toMinutesPart(), "m")
                + part(duration.toSecondsPart(), "s")
                + part(duration.toMillisPart(), "ms");
    }

    private static String part(long amount, String unit) {
        return amount == 0 ? "" : amount + unit;
    }
}
