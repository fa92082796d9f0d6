package com.orchestrator.connectors.type;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Of the years 1 to 9999, to the microsecond. An instant needs its zone, a local time must not have one. ISO 8601 is read by hand: a
 * formatter takes longer than all the rest of a row.
 */
final class Times {

    private static final int NANOS_OF_MICRO = 1_000;
    private static final int LAST_YEAR = 9999;
    private static final int DATE_LENGTH = 10;
    /** Up to the minutes. */
    private static final int SHORT_LENGTH = 16;

    private static final int SECONDS_LENGTH = 19;
    private static final int MAX_FRACTION = 9;

    private Times() {}

    static LocalDate date(String text, @Nullable DateTimeFormatter form) throws BadCellException {
        try {
            if (form == null) {
                if (text.length() == DATE_LENGTH) {
                    return date(text);
                }
                throw new BadCellException("is no date like 2026-03-31");
            }
            return inRange(LocalDate.parse(text, form));
        } catch (DateTimeException notOne) {
            throw new BadCellException(
                    form == null ? "is no date like 2026-03-31" : "is no date of the job's date_format");
        }
    }

    private static LocalDate date(String text) throws BadCellException {
        require(text, 4, '-');
        require(text, 7, '-');
        return inRange(LocalDate.of(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, DATE_LENGTH)));
    }

    private static LocalDate inRange(LocalDate date) throws BadCellException {
        if (date.getYear() < 1 || date.getYear() > LAST_YEAR) {
            throw new BadCellException("is not within the years 1 to 9999");
        }
        return date;
    }

    static LocalDateTime timestamp(String text) throws BadCellException {
        try {
            int end = endOfTime(text);
            if (end == text.length()) {
                return local(text, end);
            }
        } catch (DateTimeException notOne) {
            // Said below.
        }
        throw new BadCellException("is no time without a zone like 2026-03-31T10:00:00.123456");
    }

    static Instant instant(String text) throws BadCellException {
        try {
            int end = endOfTime(text);
            if (end < text.length()) {
                return local(text, end).toInstant(zone(text, end));
            }
        } catch (DateTimeException notOne) {
            // Said below.
        }
        throw new BadCellException("is no time with its zone like 2026-03-31T10:00:00Z or 2026-03-31 10:00:00+02:00");
    }

    /** Where the zone begins, or the text ends. */
    private static int endOfTime(String text) throws BadCellException {
        if (text.length() < SHORT_LENGTH) {
            throw new BadCellException("is no date and time");
        }
        int end = SHORT_LENGTH;
        while (end < text.length()
                && (isDigit(text.charAt(end)) || text.charAt(end) == ':' || text.charAt(end) == '.')) {
            end++;
        }
        return end;
    }

    private static LocalDateTime local(String text, int end) throws BadCellException {
        LocalDate date = date(text);
        char between = text.charAt(DATE_LENGTH);
        if (between != 'T' && between != ' ') {
            throw new BadCellException("is no date and time");
        }
        require(text, 13, ':');
        int second = 0;
        int nano = 0;
        if (end > SHORT_LENGTH) {
            require(text, SHORT_LENGTH, ':');
            second = digits(text, SHORT_LENGTH + 1, SECONDS_LENGTH);
            nano = end == SECONDS_LENGTH ? 0 : nano(text, end);
        }
        LocalTime time = LocalTime.of(digits(text, 11, 13), digits(text, 14, SHORT_LENGTH), second, nano);
        return LocalDateTime.of(date, time);
    }

    private static int nano(String text, int end) throws BadCellException {
        require(text, SECONDS_LENGTH, '.');
        int length = end - SECONDS_LENGTH - 1;
        if (length < 1 || length > MAX_FRACTION) {
            throw new BadCellException("has no fraction of a second that can be kept");
        }
        int nano = digits(text, SECONDS_LENGTH + 1, end);
        for (int i = length; i < MAX_FRACTION; i++) {
            nano *= 10;
        }
        if (nano % NANOS_OF_MICRO != 0) {
            throw new BadCellException("has more than six digits of a second");
        }
        return nano;
    }

    /** {@code Z}, {@code +02}, {@code +0200}, {@code +02:00}, with seconds too. */
    private static ZoneOffset zone(String text, int begin) {
        String zone = text.substring(begin);
        // One digit of hours is what only Java reads.
        if (zone.length() == 2) {
            throw new DateTimeException(zone);
        }
        return ZoneOffset.of(zone);
    }

    private static void require(String text, int at, char expected) throws BadCellException {
        if (at >= text.length() || text.charAt(at) != expected) {
            throw new BadCellException("is no date, or date and time, as in 2026-03-31 10:00:00");
        }
    }

    private static int digits(String text, int begin, int end) throws BadCellException {
        int number = 0;
        for (int i = begin; i < end; i++) {
            if (i >= text.length() || !isDigit(text.charAt(i))) {
                throw new BadCellException("is no date, or date and time, as in 2026-03-31 10:00:00");
            }
            number = 10 * number + text.charAt(i) - '0';
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
