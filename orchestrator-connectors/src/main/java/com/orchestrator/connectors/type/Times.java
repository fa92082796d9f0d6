package com.orchestrator.connectors.type;

import static java.time.temporal.ChronoField.HOUR_OF_DAY;
import static java.time.temporal.ChronoField.MINUTE_OF_HOUR;
import static java.time.temporal.ChronoField.NANO_OF_SECOND;
import static java.time.temporal.ChronoField.SECOND_OF_MINUTE;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Of the years 1 to 9999, to the microsecond. An instant needs its zone, a local time must not have one. */
final class Times {

    private static final int NANOS_OF_MICRO = 1_000;
    private static final int LAST_YEAR = 9999;

    private static final DateTimeFormatter LOCAL =
            local().toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter ZONED =
            local().appendOffset("+HH:mm:ss", "Z").toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    /** As PostgreSQL writes it: {@code +02}. */
    private static final DateTimeFormatter SHORT_ZONED =
            local().appendOffset("+HHmm", "Z").toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private Times() {}

    private static DateTimeFormatterBuilder local() {
        return new DateTimeFormatterBuilder()
                .append(DateTimeFormatter.ISO_LOCAL_DATE)
                .appendValue(HOUR_OF_DAY, 2)
                .appendLiteral(':')
                .appendValue(MINUTE_OF_HOUR, 2)
                .optionalStart()
                .appendLiteral(':')
                .appendValue(SECOND_OF_MINUTE, 2)
                .appendFraction(NANO_OF_SECOND, 0, 9, true)
                .optionalEnd();
    }

    static LocalDate date(String text, @Nullable DateTimeFormatter form) throws BadCellException {
        try {
            return inRange(form == null ? LocalDate.parse(text) : LocalDate.parse(text, form));
        } catch (DateTimeException notOne) {
            throw new BadCellException(
                    form == null ? "is no date like 2026-03-31" : "is no date of the job's date_format");
        }
    }

    private static LocalDate inRange(LocalDate date) throws BadCellException {
        if (date.getYear() < 1 || date.getYear() > LAST_YEAR) {
            throw new BadCellException("is not within the years 1 to 9999");
        }
        return date;
    }

    static LocalDateTime timestamp(String text) throws BadCellException {
        try {
            LocalDateTime time = LocalDateTime.parse(joined(text), LOCAL);
            inRange(time.toLocalDate());
            inMicros(time.getNano());
            return time;
        } catch (DateTimeException notOne) {
            throw new BadCellException("is no time without a zone like 2026-03-31T10:00:00.123456");
        }
    }

    static Instant instant(String text) throws BadCellException {
        String joined = joined(text);
        try {
            boolean colon = joined.length() > 6 && joined.charAt(joined.length() - 3) == ':';
            OffsetDateTime time = OffsetDateTime.parse(joined, colon ? ZONED : SHORT_ZONED);
            inRange(time.toLocalDate());
            inMicros(time.getNano());
            return time.toInstant();
        } catch (DateTimeException notOne) {
            throw new BadCellException(
                    "is no time with its zone like 2026-03-31T10:00:00Z or 2026-03-31 10:00:00+02:00");
        }
    }

    /** The formatters have nothing between date and time. */
    private static String joined(String text) throws BadCellException {
        int between = LocalDate.EPOCH.toString().length();
        if (text.length() <= between || (text.charAt(between) != 'T' && text.charAt(between) != ' ')) {
            throw new BadCellException("is no date and time");
        }
        return text.substring(0, between) + text.substring(between + 1);
    }

    private static void inMicros(int nano) throws BadCellException {
        if (nano % NANOS_OF_MICRO != 0) {
            throw new BadCellException("has more than six digits of a second");
        }
    }
}
