package com.orchestrator.engine.calendar;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A cron expression in English: {@code "every 15 minutes, Monday to Friday"}. */
final class CronWords {

    private static final int TIMES_LISTED_MAX = 6;
    private static final int SUNDAY_LAST = 7;

    private final Cron cron;
    private final List<Integer> seconds;
    private final List<Integer> minutes;
    private final List<Integer> hours;

    CronWords(Cron cron) {
        this.cron = cron;
        this.seconds = Bits.list(cron.seconds());
        this.minutes = Bits.list(cron.minutes());
        this.hours = Bits.list(cron.hours());
    }

    String text() {
        List<String> parts = new ArrayList<>(List.of(times()));
        if (!cron.isEveryDay()) {
            parts.add(days());
        }
        if (cron.months() != CronField.MONTH.all()) {
            parts.add("in " + Wording.ranges(Bits.list(cron.months()), CronWords::month));
        }
        return String.join(", ", parts);
    }

    private String times() {
        if (minutes.size() * hours.size() * seconds.size() <= TIMES_LISTED_MAX) {
            return "at " + Wording.list(listedTimes());
        }
        return inMinute() + ofHours();
    }

    private List<String> listedTimes() {
        List<String> times = new ArrayList<>();
        for (int hour : hours) {
            for (int minute : minutes) {
                seconds.forEach(second -> times.add(time(hour, minute, second)));
            }
        }
        return times;
    }

    private static String time(int hour, int minute, int second) {
        String time = String.format(Locale.ROOT, "%02d:%02d", hour, minute);
        return second == 0 ? time : time + String.format(Locale.ROOT, ":%02d", second);
    }

    private String inMinute() {
        if (seconds.equals(List.of(0))) {
            return inHour();
        }
        int step = Wording.step(seconds, CronField.SECOND);
        String ofSeconds =
                step > 0 ? Wording.every(step, "second") : "at second " + Wording.ranges(seconds, String::valueOf);
        boolean isEveryMinute = cron.minutes() == CronField.MINUTE.all();
        return isEveryMinute ? ofSeconds : ofSeconds + " of " + inHour();
    }

    private String inHour() {
        int step = Wording.step(minutes, CronField.MINUTE);
        if (step > 0) {
            return Wording.every(step, "minute");
        }
        if (minutes.equals(List.of(0))) {
            return "at minute 0";
        }
        return "at minute " + Wording.ranges(minutes, String::valueOf);
    }

    private String ofHours() {
        int step = Wording.step(hours, CronField.HOUR);
        if (step == 1) {
            return inHour().startsWith("every") ? "" : " of every hour";
        }
        if (step > 0) {
            return " of every " + step + " hours from 00:00";
        }
        return " in the hours " + Wording.ranges(hours, hour -> time(hour, 0, 0));
    }

    private String days() {
        String both = cron.dayMatch() == DayMatch.ANY ? " or " : " if it is ";
        List<String> parts = new ArrayList<>();
        if (!cron.monthDays().isEveryDay()) {
            parts.add("on " + monthDays(cron.monthDays()));
        }
        if (!cron.weekDays().isEveryDay()) {
            String weekDays = weekDays(cron.weekDays());
            parts.add(parts.isEmpty() && cron.weekDays().days() == 0 ? "on " + weekDays : weekDays);
        }
        return String.join(both, parts);
    }

    private static String monthDays(MonthDays days) {
        List<String> words = new ArrayList<>();
        if (days.days() != 0) {
            words.add("day " + Wording.ranges(Bits.list(days.days()), String::valueOf) + " of the month");
        }
        Bits.list(days.fromEnd()).forEach(but -> words.add(lastDayBut(but)));
        Bits.list(days.nearest()).forEach(day -> words.add("the weekday nearest to day " + day + " of the month"));
        if (days.lastWeekday()) {
            words.add("the last weekday of the month");
        }
        return Wording.list(words);
    }

    private static String lastDayBut(int but) {
        return "the last day of the month" + (but == 0 ? "" : " but " + but);
    }

    private static String weekDays(WeekDays days) {
        List<String> words = new ArrayList<>();
        if (days.days() != 0) {
            words.add(Wording.ranges(mondayFirst(days.days()), CronWords::weekday));
        }
        for (int day = 0; day <= CronField.DAY_OF_WEEK.max(); day++) {
            for (int nth = 1; nth <= WeekDays.NTH_MAX; nth++) {
                if (Bits.has(days.nth(), WeekDays.nthBit(day, nth))) {
                    words.add("the " + Wording.ordinal(nth) + " " + weekday(day) + " of the month");
                }
            }
        }
        Bits.list(days.last()).forEach(day -> words.add("the last " + weekday(day) + " of the month"));
        return Wording.list(words);
    }

    private static List<Integer> mondayFirst(long days) {
        List<Integer> ordered = new ArrayList<>(Bits.list(days));
        if (ordered.remove(Integer.valueOf(0))) {
            ordered.add(SUNDAY_LAST);
        }
        return ordered;
    }

    private static String weekday(int day) {
        return DayOfWeek.of(day == 0 ? SUNDAY_LAST : day).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    private static String month(int month) {
        return Month.of(month).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }
}
