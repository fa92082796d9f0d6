package com.orchestrator.engine.calendar;

import com.orchestrator.engine.calendar.ExcludedTimes.Exclusion;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has said about times, as it was written. Either cron expressions, or an interval.
 *
 * @param cron expressions; empty when {@code every} is said
 * @param seconds whether the expressions have a field of seconds in front
 * @param every an interval, or a period of the calendar such as {@code P1M}; null when there are expressions
 * @param offset what an interval begins after; only with an interval
 * @param zone region whose clocks count
 * @param dayMatch what it means to name days of the month and of the week
 * @param exclude dates ({@code 2026-12-24}), ranges of them ({@code 2026-12-24/2027-01-01}) or cron expressions
 * @param startAt nothing is due before; also what a period is counted from
 * @param endAt nothing is due after
 */
public record CalendarSpec(
        List<String> cron,
        boolean seconds,
        @Nullable Every every,
        @Nullable Duration offset,
        ZoneId zone,
        @Nullable DayMatch dayMatch,
        List<String> exclude,
        @Nullable Instant startAt,
        @Nullable Instant endAt) {

    /** An interval in seconds, or one in days and months of the calendar. */
    public sealed interface Every {

        /** So many seconds, without regard to any clock. */
        record Seconds(Duration duration) implements Every {}

        /** So many months or days, on the clocks of the zone, counted from {@code startAt}. */
        record ByCalendar(Period period) implements Every {}
    }

    private static final int EXCLUSIONS_MAX = 1_000;
    private static final int CRONS_MAX = 100;

    /**
     * The times that are meant.
     *
     * @throws CalendarFault when that cannot be said, or there is none
     */
    public FireTimes times() {
        FireTimes listed = every == null ? crons() : interval(every);
        FireTimes wanted = exclude.isEmpty() ? listed : new ExcludedTimes(listed, exclusions());
        requireOrder();
        FireTimes bounded = startAt == null && endAt == null ? wanted : new BoundedTimes(wanted, startAt, endAt);
        requireSome(bounded);
        return bounded;
    }

    private void requireOrder() {
        if (startAt != null && endAt != null && !startAt.isBefore(endAt)) {
            throw new CalendarFault("It ends before it starts", "let endAt be later than startAt", -1).in("/endAt");
        }
    }

    private void requireSome(FireTimes times) {
        Instant from = startAt == null ? Instant.EPOCH : startAt.minusNanos(1);
        if (times.next(from).isEmpty()) {
            throw new CalendarFault(
                            "It never fires",
                            "no listed time is left between startAt and endAt after what is excluded",
                            -1)
                    .in(every == null ? "/cron" : "/every");
        }
    }

    private FireTimes crons() {
        if (cron.isEmpty()) {
            throw new CalendarFault("Nothing says when", "give cron or every", -1).in("/cron");
        }
        if (cron.size() > CRONS_MAX) {
            throw new CalendarFault("There are more than " + CRONS_MAX + " cron expressions", null, -1).in("/cron");
        }
        if (offset != null) {
            throw new CalendarFault("An offset belongs to an interval", "leave out offset, or say every", -1)
                    .in("/offset");
        }
        List<FireTimes> all = parsed().stream()
                .<FireTimes>map(parsed -> new ZonedCron(parsed, zone))
                .toList();
        return all.size() == 1 ? all.get(0) : new MergedTimes(all);
    }

    /** The expressions, read. */
    List<Cron> parsed() {
        return IntStream.range(0, cron.size()).mapToObj(this::parsed).toList();
    }

    private Cron parsed(int index) {
        try {
            return Cron.parse(cron.get(index), seconds, dayMatch);
        } catch (CalendarFault fault) {
            throw fault.in(cron.size() == 1 ? "/cron" : "/cron/" + index);
        }
    }

    private FireTimes interval(Every said) {
        if (!cron.isEmpty()) {
            throw new CalendarFault("Both cron and every say when", "keep one of them", -1).in("/every");
        }
        if (said instanceof Every.ByCalendar byCalendar) {
            return period(byCalendar.period());
        }
        Duration duration = ((Every.Seconds) said).duration();
        Duration begin = offset == null ? Duration.ZERO : offset;
        requireWholeSeconds(duration, "every");
        requireWholeSeconds(begin, "offset");
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new CalendarFault("An interval of less than a second is too short", "write every: 1s or more", -1);
        }
        if (begin.isNegative() || begin.compareTo(duration) >= 0) {
            throw new CalendarFault(
                            "The offset is not shorter than the interval",
                            "let offset be at least 0s and below every",
                            -1)
                    .in("/offset");
        }
        return new IntervalTimes(duration, begin);
    }

    private static void requireWholeSeconds(Duration duration, String field) {
        if (duration.getNano() != 0) {
            throw new CalendarFault("'" + field + "' is no number of whole seconds", null, -1).in("/" + field);
        }
    }

    private FireTimes period(Period period) {
        if (period.isNegative() || period.isZero()) {
            throw new CalendarFault("A period of no days goes nowhere", "write for example every: P1M", -1)
                    .in("/every");
        }
        if (startAt == null) {
            throw new CalendarFault(
                            "A period of days or months is counted from startAt, which is not said", "give startAt", -1)
                    .in("/startAt");
        }
        if (offset != null) {
            throw new CalendarFault("A period has no offset", "put it into startAt", -1).in("/offset");
        }
        return new PeriodTimes(period, startAt, zone);
    }

    private List<Exclusion> exclusions() {
        if (exclude.size() > EXCLUSIONS_MAX) {
            throw new CalendarFault("There are more than " + EXCLUSIONS_MAX + " exclusions", null, -1).in("/exclude");
        }
        List<Exclusion> all = new ArrayList<>();
        for (int i = 0; i < exclude.size(); i++) {
            try {
                String text = exclude.get(i);
                all.add(dates(text).orElseGet(() -> times(text)));
            } catch (CalendarFault fault) {
                throw fault.in("/exclude/" + i);
            }
        }
        return all;
    }

    private Optional<Exclusion> dates(String text) {
        String[] ends = text.strip().split("/", -1);
        if (!ends[0].matches("\\d{4}-.*") || ends.length > 2) {
            return Optional.empty();
        }
        LocalDate first = date(ends[0]);
        LocalDate last = ends.length == 1 ? first : date(ends[1]);
        if (last.isBefore(first)) {
            throw new CalendarFault("The excluded dates '" + text + "' end before they begin", null, -1);
        }
        return Optional.of(new Exclusion.Dates(first, last, zone));
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new CalendarFault("'" + text + "' is no date", "write for example 2026-12-24", -1);
        }
    }

    private Exclusion times(String text) {
        return new Exclusion.Times(Cron.parse(text, text.strip().split("\\s+").length == 6, dayMatch));
    }
}
