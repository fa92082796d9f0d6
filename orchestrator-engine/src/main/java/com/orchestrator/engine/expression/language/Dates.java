package com.orchestrator.engine.expression.language;

import com.orchestrator.engine.plan.ExpressionFailure;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Moments as texts. The language is always English and the zone is never that of the server. */
final class Dates {

    private static final int PATTERN_CHARS_MAX = 100;

    private Dates() {}

    static String format(Object moment, String pattern) {
        return format(moment, pattern, ZoneOffset.UTC);
    }

    static String format(Object moment, String pattern, String zone) {
        try {
            return format(moment, pattern, ZoneId.of(zone));
        } catch (DateTimeException unknown) {
            throw new ExpressionFailure("formatDate(): '" + zone + "' is not a time zone");
        }
    }

    private static String format(Object moment, String pattern, ZoneId zone) {
        if (pattern.length() > PATTERN_CHARS_MAX) {
            throw new ExpressionFailure(
                    "formatDate() with a pattern of more than " + PATTERN_CHARS_MAX + " characters");
        }
        Instant instant = instant(moment);
        try {
            return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(instant.atZone(zone));
        } catch (IllegalArgumentException | DateTimeException bad) {
            throw new ExpressionFailure("formatDate() with the pattern '" + pattern + "': " + bad.getMessage());
        }
    }

    /** @param moment a text as moments have it in JSON */
    static Instant later(String moment, Duration by) {
        return instant(moment).plus(by);
    }

    static Instant earlier(String moment, Duration by) {
        return instant(moment).minus(by);
    }

    /** A timestamp, or a text as moments have it in JSON. */
    private static Instant instant(Object moment) {
        if (moment instanceof Instant instant) {
            return instant;
        }
        try {
            return OffsetDateTime.parse(String.valueOf(moment)).toInstant();
        } catch (DateTimeException notAMoment) {
            throw new ExpressionFailure("a date of something that is not an RFC 3339 moment");
        }
    }
}
