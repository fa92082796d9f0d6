package com.orchestrator.engine.scheduler;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.model.TimeRange;
import com.orchestrator.api.schedule.Timing;
import com.orchestrator.engine.calendar.CalendarFault;
import com.orchestrator.engine.calendar.CalendarSpec;
import com.orchestrator.engine.calendar.CalendarSpec.Every;
import com.orchestrator.engine.calendar.DayMatch;
import com.orchestrator.engine.calendar.FireTimes;
import com.orchestrator.engine.calendar.Zones;
import com.orchestrator.engine.plan.WaitTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What was said about times, as a calendar; what of it cannot be meant is refused with its place and a hint. */
final class Timings {

    private static final Pattern PERIOD = Pattern.compile("P[^T]+");
    private static final Duration EVERY_MAX = Duration.ofDays(36_500);
    private static final Period PERIOD_MAX = Period.ofYears(100);
    private static final String EVERY_HINT = "write for example 15m, 7h, 1d or P1M, and no more than 100 years";

    private Timings() {}

    /** @throws OrchestratorException {@code SCHEDULE_INVALID} */
    static CalendarSpec calendar(Timing timing) {
        return new CalendarSpec(
                timing.cron(),
                timing.seconds(),
                timing.every() == null ? null : every(timing.every()),
                timing.offset(),
                zone(timing),
                timing.dayMatch() == null
                        ? null
                        : DayMatch.valueOf(timing.dayMatch().name()),
                timing.exclude(),
                timing.startAt(),
                Objects.requireNonNullElse(timing.endAt(), TimeRange.LATEST));
    }

    /** @throws OrchestratorException {@code SCHEDULE_INVALID} */
    static FireTimes times(Timing timing) {
        try {
            return calendar(timing).times();
        } catch (CalendarFault fault) {
            throw refused(fault);
        }
    }

    /**
     * The times, when there is one after the moment.
     *
     * @throws OrchestratorException {@code SCHEDULE_INVALID}
     */
    static FireTimes timesToCome(Timing timing, Instant now) {
        FireTimes times = times(timing);
        if (times.next(now).isEmpty()) {
            throw refused("/endAt", "It never fires again: all of its times have passed", "let endAt be later");
        }
        return times;
    }

    private static ZoneId zone(Timing timing) {
        try {
            return Zones.of(Objects.requireNonNullElse(timing.zone(), "UTC"));
        } catch (CalendarFault fault) {
            throw refused("/zone", String.valueOf(fault.getMessage()), fault.hint());
        }
    }

    private static Every every(String text) {
        return read(text)
                .filter(Timings::isHeld)
                .orElseThrow(() -> refused("/every", "'every' is no interval that can be held", EVERY_HINT));
    }

    private static Optional<Every> read(String text) {
        try {
            return Optional.of(
                    PERIOD.matcher(text).matches()
                            ? new Every.ByCalendar(Period.parse(text))
                            : new Every.Seconds(WaitTime.duration(text)));
        } catch (DateTimeException | ArithmeticException notAnInterval) {
            return Optional.empty();
        }
    }

    private static boolean isHeld(Every every) {
        if (every instanceof Every.ByCalendar byCalendar) {
            Period period = byCalendar.period();
            return period.toTotalMonths() <= PERIOD_MAX.toTotalMonths() && period.getDays() <= EVERY_MAX.toDays();
        }
        return ((Every.Seconds) every).duration().compareTo(EVERY_MAX) <= 0;
    }

    static OrchestratorException refused(CalendarFault fault) {
        String place = fault.position() < 0 ? "" : " (at character " + (fault.position() + 1) + ")";
        return refused(fault.pointer(), fault.getMessage() + place, fault.hint().isEmpty() ? null : fault.hint());
    }

    static OrchestratorException refused(String pointer, String detail, @Nullable String hint) {
        return new OrchestratorException(
                ErrorCode.SCHEDULE_INVALID, detail, List.of(new Problem.Detail(pointer, 0, 0, detail, hint)));
    }
}
