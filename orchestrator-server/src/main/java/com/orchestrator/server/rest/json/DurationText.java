package com.orchestrator.server.rest.json;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 30s}, {@code 1m30s}, {@code 500ms}, or ISO-8601 {@code PT30S}. */
public final class DurationText {

    /** What to write instead, for hints. */
    public static final String EXAMPLES = "write \"30s\", \"1m30s\", \"500ms\" or \"PT30S\"";

    private static final Pattern SHORT_FORM = Pattern.compile(
            "(?:(?<d>\\d{1,9})d)?(?:(?<h>\\d{1,9})h)?(?:(?<m>\\d{1,9})m(?!s))?(?:(?<s>\\d{1,9})s)?(?:(?<ms>\\d{1,9})ms)?");

    private DurationText() {}

    /** The duration, or empty when the text is none or is negative. */
    public static Optional<Duration> parse(String text) {
        if (text.startsWith("P")) {
            return parseIso(text);
        }
        Matcher matcher = SHORT_FORM.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofDays(part(matcher, "d"))
                .plusHours(part(matcher, "h"))
                .plusMinutes(part(matcher, "m"))
                .plusSeconds(part(matcher, "s"))
                .plusMillis(part(matcher, "ms")));
    }

    /** The short form of a duration that is not negative, to the millisecond. */
    public static String of(Duration duration) {
        String whole = part(duration.toDays(), "d")
                + part(duration.toHoursPart(), "h")
                + part(duration.toMinutesPart(), "m")
                + part(duration.toSecondsPart(), "s")
                + part(duration.toMillisPart(), "ms");
        return whole.isEmpty() ? "0s" : whole;
    }

    private static String part(long amount, String unit) {
        return amount == 0 ? "" : amount + unit;
    }

    private static Optional<Duration> parseIso(String text) {
        try {
            return Optional.of(Duration.parse(text)).filter(duration -> !duration.isNegative());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static long part(Matcher matcher, String unit) {
        String digits = matcher.group(unit);
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
