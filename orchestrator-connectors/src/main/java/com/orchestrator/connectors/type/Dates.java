package com.orchestrator.connectors.type;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Days of the years 1 to 9999. ISO 8601 is read by hand, any other form as its pattern says. */
final class Dates {

    static final int LENGTH = 10;
    private static final int LAST_YEAR = 9999;
    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private final @Nullable DateTimeFormatter form;

    Dates(@Nullable DateTimeFormatter form) {
        this.form = form;
    }

    void date(char[] text, int begin, int end, Value into) throws BadCellException {
        if (form == null) {
            if (end - begin != LENGTH) {
                throw new BadCellException("is no date like 2026-03-31");
            }
            into.set(day(text, begin));
            return;
        }
        try {
            LocalDate date = LocalDate.parse(new String(text, begin, end - begin), form);
            if (date.getYear() < 1 || date.getYear() > LAST_YEAR) {
                throw new BadCellException("is not within the years 1 to 9999");
            }
            into.set(date.toEpochDay());
        } catch (DateTimeException notOne) {
            throw new BadCellException("is no date of the job's date_format");
        }
    }

    /** Of the ten characters that begin here, in days since 1970. */
    static long day(char[] text, int begin) throws BadCellException {
        int year = Digits.four(text, begin);
        int month = Digits.two(text, begin + 5);
        int day = Digits.two(text, begin + 8);
        if (text[begin + 4] != '-' || text[begin + 7] != '-' || year < 0 || month < 0 || day < 0) {
            throw new BadCellException("is no date like 2026-03-31");
        }
        if (year == 0) {
            throw new BadCellException("is not within the years 1 to 9999");
        }
        if (month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) {
            throw new BadCellException("is no date like 2026-03-31");
        }
        return epochDay(year, month, day);
    }

    private static int daysOf(int year, int month) {
        boolean leaps = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return month == 2 && leaps ? 29 : DAYS[month - 1];
    }

    /** Of years that begin in March, so that the day that comes and goes is the last. */
    private static long epochDay(int year, int month, int day) {
        int y = month > 2 ? year : year - 1;
        int m = month > 2 ? month - 3 : month + 9;
        return 365L * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 719_469;
    }
}
