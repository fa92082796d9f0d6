package com.orchestrator.engine.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;

/**
 * The day-of-month field.
 *
 * @param days bit {@code d}: day {@code d}
 * @param fromEnd bit {@code k}: {@code L-k}, the last day but {@code k}
 * @param nearest bit {@code d}: {@code dW}, the day from Monday to Friday in this month that is nearest to day {@code d}
 * @param lastWeekday {@code LW}, the last day from Monday to Friday
 */
record MonthDays(long days, long fromEnd, long nearest, boolean lastWeekday) {

    boolean isEveryDay() {
        return days == CronField.DAY_OF_MONTH.all();
    }

    boolean has(LocalDate date) {
        int day = date.getDayOfMonth();
        return Bits.has(days, day)
                || Bits.has(fromEnd, date.lengthOfMonth() - day)
                || (nearest != 0 && isNearest(date))
                || (lastWeekday && date.equals(nearestWeekday(date, date.lengthOfMonth())));
    }

    /** A weekday is at most two days away from the day it is nearest to. */
    private boolean isNearest(LocalDate date) {
        int last = Math.min(date.lengthOfMonth(), date.getDayOfMonth() + 2);
        for (int day = Math.max(1, date.getDayOfMonth() - 2); day <= last; day++) {
            if (Bits.has(nearest, day) && nearestWeekday(date, day).equals(date)) {
                return true;
            }
        }
        return false;
    }

    private static LocalDate nearestWeekday(LocalDate month, int day) {
        LocalDate date = month.withDayOfMonth(day);
        if (date.getDayOfWeek() == DayOfWeek.SATURDAY) {
            return day == 1 ? date.plusDays(2) : date.minusDays(1);
        }
        if (date.getDayOfWeek() == DayOfWeek.SUNDAY) {
            return day == date.lengthOfMonth() ? date.minusDays(2) : date.plusDays(1);
        }
        return date;
    }
}
