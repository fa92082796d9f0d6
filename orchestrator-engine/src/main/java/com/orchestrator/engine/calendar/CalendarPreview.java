package com.orchestrator.engine.calendar;

import com.orchestrator.engine.calendar.CalendarSpec.Every;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a calendar comes to, for people: its next times, words, and warnings. */
public final class CalendarPreview {

    /** What is due within this time is looked through for clock changes. */
    private static final Duration LOOKED_THROUGH = Duration.ofDays(366);

    private static final int FIRES_LOOKED_THROUGH = 2_000;
    private static final Duration RARE = Duration.ofDays(366);

    private final CalendarSpec spec;
    private final FireTimes times;

    /** @throws CalendarFault when it cannot be said what is meant */
    public CalendarPreview(CalendarSpec spec) {
        this.spec = spec;
        this.times = spec.times();
    }

    /** The next so many times, fewer when there are no more. */
    public List<FireTime> next(Instant after, int count) {
        List<FireTime> found = new ArrayList<>();
        Optional<FireTime> next = times.next(after);
        while (next.isPresent() && found.size() < count) {
            found.add(next.get());
            next = times.next(next.get().at());
        }
        return found;
    }

    /** In English. */
    public String text() {
        String text = spec.every() == null
                ? Wording.list(spec.parsed().stream()
                        .map(cron -> new CronWords(cron).text())
                        .toList())
                : words(spec.every());
        return spec.exclude().isEmpty() ? text : text + ", except " + Wording.list(spec.exclude());
    }

    private String words(Every every) {
        if (every instanceof Every.ByCalendar byCalendar) {
            return "every " + words(byCalendar.period()) + ", counted from " + spec.startAt();
        }
        Duration offset = spec.offset() == null ? Duration.ZERO : spec.offset();
        String text = "every " + words(((Every.Seconds) every).duration());
        return offset.isZero() ? text : text + ", " + words(offset) + " after the full interval";
    }

    private static String words(Duration duration) {
        List<String> parts = new ArrayList<>();
        addTo(parts, duration.toDays(), "day");
        addTo(parts, duration.toHoursPart(), "hour");
        addTo(parts, duration.toMinutesPart(), "minute");
        addTo(parts, duration.toSecondsPart(), "second");
        return Wording.list(parts);
    }

    private static String words(Period period) {
        List<String> parts = new ArrayList<>();
        addTo(parts, period.toTotalMonths(), "month");
        addTo(parts, period.getDays(), "day");
        return Wording.list(parts);
    }

    private static void addTo(List<String> parts, long amount, String unit) {
        if (amount != 0) {
            parts.add(String.format(Locale.ROOT, "%d %s%s", amount, unit, amount == 1 ? "" : "s"));
        }
    }

    /** What may not be meant. */
    public List<CalendarWarning> warnings(Instant now) {
        List<CalendarWarning> found = new ArrayList<>();
        if (spec.every() == null) {
            spec.parsed().forEach(cron -> {
                stepThatStartsAnew(cron, found);
                daysThatNotEachMonthHas(cron, found);
            });
        }
        clockChanges(now, found);
        rareness(now, found);
        return found;
    }

    private static void stepThatStartsAnew(Cron cron, List<CalendarWarning> found) {
        stepThatStartsAnew(CronField.MINUTE, cron.minutes(), "hour", found);
        stepThatStartsAnew(CronField.HOUR, cron.hours(), "day", found);
        if (cron.weekDays().isEveryDay()) {
            stepThatStartsAnew(CronField.DAY_OF_MONTH, cron.monthDays().days(), "month", found);
        }
    }

    private static void stepThatStartsAnew(CronField field, long values, String around, List<CalendarWarning> found) {
        int step = Wording.step(Bits.list(values), field);
        if (step > 1 && (field.size() % step != 0 || field == CronField.DAY_OF_MONTH)) {
            found.add(new CalendarWarning(
                    "STEP_STARTS_ANEW",
                    "Every " + step + " " + field.label().replace("day of month", "day") + "s starts anew with each "
                            + around + ", so the last distance is shorter; 'every' keeps it"));
        }
    }

    private static void daysThatNotEachMonthHas(Cron cron, List<CalendarWarning> found) {
        MonthDays days = cron.monthDays();
        int first = Bits.next(days.days() | days.nearest(), 1);
        boolean isOnlyLate = first > 28 && days.fromEnd() == 0 && !days.lastWeekday();
        boolean isOneMonth = Long.bitCount(cron.months()) == 1 && cron.months() != 1L << 2;
        if (isOnlyLate && !isOneMonth) {
            found.add(new CalendarWarning(
                    "NOT_EACH_MONTH", "Not each month has a day " + first + "; L is the last day of each month"));
        }
    }

    private void clockChanges(Instant now, List<CalendarWarning> found) {
        List<FireTime> moved = next(now, FIRES_LOOKED_THROUGH).stream()
                .filter(fire -> fire.moved() && fire.at().isBefore(now.plus(LOOKED_THROUGH)))
                .toList();
        if (!moved.isEmpty()) {
            FireTime first = moved.get(0);
            found.add(new CalendarWarning(
                    "MOVED_BY_CLOCK_CHANGE",
                    first.listed() + " does not exist in " + spec.zone() + "; it fires at "
                            + first.at().atZone(spec.zone()).toLocalTime() + " that day"));
        }
    }

    private void rareness(Instant now, List<CalendarWarning> found) {
        Optional<FireTime> next = times.next(now);
        boolean isRare = next.isPresent() && next.get().at().isAfter(now.plus(RARE));
        if (isRare) {
            found.add(new CalendarWarning(
                    "RARE", "It fires for the next time at " + next.get().at()));
        }
    }
}
