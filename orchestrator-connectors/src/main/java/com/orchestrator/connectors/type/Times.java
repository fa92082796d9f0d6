package com.orchestrator.connectors.type;

/**
 * Of the years 1 to 9999, to the microsecond. An instant needs its zone, a local time must not have one. ISO 8601 is read by hand: a
 * formatter takes longer than all the rest of a row.
 */
final class Times {

    private static final String LOCAL = "is no time without a zone like 2026-03-31T10:00:00.123456";
    private static final String ZONED =
            "is no time with its zone like 2026-03-31T10:00:00Z or 2026-03-31 10:00:00+02:00";

    private static final long MICROS = 1_000_000;
    private static final long DAY_SECONDS = 86_400;
    /** Up to the minutes. */
    private static final int SHORT_LENGTH = 16;

    private static final int SECONDS_LENGTH = 19;
    private static final int MAX_FRACTION = 9;
    private static final int KEPT_FRACTION = 6;
    private static final int MAX_OFFSET = 18 * 3_600;

    private Times() {}

    static void timestamp(char[] text, int begin, int end, Value into) throws BadCellException {
        if (endOfTime(text, begin, end) != end) {
            throw new BadCellException(LOCAL);
        }
        into.set(local(text, begin, end, LOCAL));
    }

    static void instant(char[] text, int begin, int end, Value into) throws BadCellException {
        int zone = endOfTime(text, begin, end);
        if (zone == end) {
            throw new BadCellException(ZONED);
        }
        into.set(local(text, begin, zone, ZONED) - MICROS * offset(text, zone, end));
    }

    /** Where the zone begins, or the text ends. */
    private static int endOfTime(char[] text, int begin, int end) throws BadCellException {
        if (end - begin < SHORT_LENGTH) {
            throw new BadCellException("is no date and time");
        }
        int at = begin + SHORT_LENGTH;
        while (at < end && ((text[at] >= '0' && text[at] <= '9') || text[at] == ':' || text[at] == '.')) {
            at++;
        }
        return at;
    }

    /** In microseconds since 1970, as if it were UTC. */
    private static long local(char[] text, int begin, int end, String wrong) throws BadCellException {
        long day = Dates.day(text, begin);
        char between = text[begin + Dates.LENGTH];
        int hour = Digits.two(text, begin + 11);
        int minute = Digits.two(text, begin + 14);
        int second = end - begin == SHORT_LENGTH ? 0 : second(text, begin, end);
        boolean isTime = (between == 'T' || between == ' ') && text[begin + 13] == ':';
        if (!isTime || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            throw new BadCellException(wrong);
        }
        long seconds = day * DAY_SECONDS + hour * 3_600L + minute * 60L + second;
        return seconds * MICROS + (end - begin <= SECONDS_LENGTH ? 0 : micros(text, begin + SECONDS_LENGTH, end));
    }

    private static int second(char[] text, int begin, int end) {
        return end - begin >= SECONDS_LENGTH && text[begin + SHORT_LENGTH] == ':'
                ? Digits.two(text, begin + SHORT_LENGTH + 1)
                : -1;
    }

    private static int micros(char[] text, int point, int end) throws BadCellException {
        int length = end - point - 1;
        if (text[point] != '.' || length < 1 || length > MAX_FRACTION) {
            throw new BadCellException("has no fraction of a second that can be kept");
        }
        int micros = 0;
        for (int i = 0; i < MAX_FRACTION; i++) {
            int digit = i < length ? text[point + 1 + i] - '0' : 0;
            if (digit < 0 || digit > 9) {
                throw new BadCellException("has no fraction of a second that can be kept");
            }
            if (i < KEPT_FRACTION) {
                micros = 10 * micros + digit;
            } else if (digit != 0) {
                throw new BadCellException("has more than six digits of a second");
            }
        }
        return micros;
    }

    /** {@code Z}, {@code +02}, {@code +0200}, {@code +02:00}, with seconds too; in seconds. */
    private static int offset(char[] text, int begin, int end) throws BadCellException {
        if (text[begin] == 'Z' && end - begin == 1) {
            return 0;
        }
        int seconds = 0;
        int at = begin + 1;
        boolean hasColons = at + 2 < end && text[at + 2] == ':';
        boolean isOffset = text[begin] == '+' || text[begin] == '-';
        for (int unit = 3_600; isOffset && unit > 0; unit /= 60) {
            int part = at + 2 <= end ? Digits.two(text, at) : -1;
            isOffset = part >= 0 && (part < 60 || unit == 3_600);
            seconds += unit * part;
            at += 2;
            if (at >= end) {
                break;
            }
            isOffset &= unit > 1 && (!hasColons || text[at] == ':');
            at += hasColons ? 1 : 0;
        }
        if (!isOffset || at != end || seconds > MAX_OFFSET) {
            throw new BadCellException(ZONED);
        }
        return text[begin] == '-' ? -seconds : seconds;
    }
}
