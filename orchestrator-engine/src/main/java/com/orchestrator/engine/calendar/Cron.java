package com.orchestrator.engine.calendar;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cron expression, read: which local times it lists. Knows no time zone.
 *
 * @param text as it was written
 * @param seconds bits 0 to 59
 * @param minutes bits 0 to 59
 * @param hours bits 0 to 23
 * @param months bits 1 to 12
 * @param followsRealTime whether the hour field is {@code *} or {@code *&#47;n}, so that clock changes move nothing
 */
public record Cron(
        String text,
        long seconds,
        long minutes,
        long hours,
        long months,
        MonthDays monthDays,
        WeekDays weekDays,
        DayMatch dayMatch,
        boolean followsRealTime) {

    /** After so many years days fall on the same weekdays and in the same leap years again. */
    private static final int CALENDAR_CYCLE_YEARS = 400;

    /**
     * Reads an expression of five fields, minute first, or of a word such as {@code @daily}.
     *
     * @param hasSeconds whether a field of seconds stands in front
     * @param dayMatch needed when days of the month and days of the week are both named
     * @throws CalendarFault when it is none, or lists no time at all
     */
    public static Cron parse(String text, boolean hasSeconds, @Nullable DayMatch dayMatch) {
        return new CronParser(text, hasSeconds).parse(dayMatch);
    }

    /** Whether it names neither days of the month nor days of the week. */
    boolean isEveryDay() {
        return monthDays.isEveryDay() && weekDays.isEveryDay();
    }

    boolean has(LocalDate date) {
        if (!Bits.has(months, date.getMonthValue())) {
            return false;
        }
        boolean isEither = dayMatch == DayMatch.ANY && !monthDays.isEveryDay() && !weekDays.isEveryDay();
        return isEither ? monthDays.has(date) || weekDays.has(date) : monthDays.has(date) && weekDays.has(date);
    }

    boolean has(LocalDateTime time) {
        return has(time.toLocalDate())
                && Bits.has(hours, time.getHour())
                && Bits.has(minutes, time.getMinute())
                && Bits.has(seconds, time.getSecond());
    }

    /** The first listed time after the given one; empty when none is listed. */
    Optional<LocalDateTime> next(LocalDateTime after) {
        LocalDate today = after.toLocalDate();
        if (has(today)) {
            Optional<LocalTime> later = nextTime(after.toLocalTime().toSecondOfDay() + 1);
            if (later.isPresent()) {
                return later.map(today::atTime);
            }
        }
        return nextDate(today).map(date -> date.atTime(nextTime(0).orElseThrow()));
    }

    private Optional<LocalDate> nextDate(LocalDate after) {
        LocalDate end = after.plusYears(CALENDAR_CYCLE_YEARS);
        LocalDate date = after.plusDays(1);
        while (date.isBefore(end)) {
            if (has(date)) {
                return Optional.of(date);
            }
            boolean isListedMonth = Bits.has(months, date.getMonthValue());
            date = isListedMonth ? date.plusDays(1) : date.withDayOfMonth(1).plusMonths(1);
        }
        return Optional.empty();
    }

    /** The first listed time of a day that is not before the given second of it. */
    private Optional<LocalTime> nextTime(int fromSecondOfDay) {
        if (fromSecondOfDay > LocalTime.MAX.toSecondOfDay()) {
            return Optional.empty();
        }
        LocalTime from = LocalTime.ofSecondOfDay(fromSecondOfDay);
        for (int hour = Bits.next(hours, from.getHour()); hour >= 0; hour = Bits.next(hours, hour + 1)) {
            LocalTime found = nextInHour(hour, hour == from.getHour() ? from : LocalTime.MIDNIGHT);
            if (found != null) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    private @Nullable LocalTime nextInHour(int hour, LocalTime from) {
        int minute = Bits.next(minutes, from.getMinute());
        int second = Bits.next(seconds, minute == from.getMinute() ? from.getSecond() : 0);
        if (minute >= 0 && second < 0) {
            minute = Bits.next(minutes, minute + 1);
            second = Bits.next(seconds, 0);
        }
        return minute < 0 ? null : LocalTime.of(hour, minute, second);
    }
}
