package com.orchestrator.engine.calendar;

import java.time.LocalDate;

/**
 * The day-of-week field. Sunday is 0.
 *
 * @param days bit {@code d}: each day {@code d}
 * @param nth bit {@code 8 * d + n}: {@code d#n}, the n-th day {@code d} of a month
 * @param last bit {@code d}: {@code dL}, the last day {@code d} of a month
 */
record WeekDays(long days, long nth, long last) {

    private static final int DAYS_PER_WEEK = 7;

    static final int NTH_MAX = 5;

    static int nthBit(int day, int nth) {
        return 8 * day + nth;
    }

    boolean isEveryDay() {
        return days == CronField.DAY_OF_WEEK.all();
    }

    boolean has(LocalDate date) {
        int day = date.getDayOfWeek().getValue() % DAYS_PER_WEEK;
        int nthOfMonth = (date.getDayOfMonth() - 1) / DAYS_PER_WEEK + 1;
        boolean isLast = date.getDayOfMonth() > date.lengthOfMonth() - DAYS_PER_WEEK;
        return Bits.has(days, day) || Bits.has(nth, nthBit(day, nthOfMonth)) || (isLast && Bits.has(last, day));
    }
}
