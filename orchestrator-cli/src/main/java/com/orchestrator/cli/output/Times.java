package com.orchestrator.cli.output;

import java.time.Duration;
import java.util.regex.Pattern;

/** Times for people. */
public final class Times {

    private static final Pattern INSTANT = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d:\\d\\d:\\d\\d)(\\.\\d+)?Z");

    private Times() {}

    /** A time without parts of seconds; everything else as it is. */
    static String shortened(String value) {
        return INSTANT.matcher(value).replaceFirst("$1T$2Z");
    }

    /** Such as {@code 1m20s}, {@code 1.2s} or {@code 35ms}. */
    public static String text(Duration duration) {
        if (duration.toMillis() < 1000) {
            return duration.toMillis() + "ms";
        }
        if (duration.toSeconds() < 60) {
            return duration.toSeconds() + "." + duration.toMillisPart() / 100 + "s";
        }
        return (duration.toHours() > 0 ? duration.toHours() + "h" : "") + duration.toMinutesPart() + "m"
                + duration.toSecondsPart() + "s";
    }
}
