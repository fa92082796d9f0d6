package com.orchestrator.engine.scheduler;

import com.orchestrator.api.schedule.Schedule;
import com.orchestrator.api.schedule.ScheduleFire;
import com.orchestrator.api.schedule.ScheduleSpec;
import com.orchestrator.api.schedule.ScheduleTimes;
import com.orchestrator.api.schedule.Timing;
import com.orchestrator.engine.calendar.CalendarFault;
import com.orchestrator.engine.calendar.CalendarPreview;
import com.orchestrator.engine.calendar.FireTime;
import com.orchestrator.engine.calendar.FireTimes;
import com.orchestrator.engine.calendar.Zones;
import com.orchestrator.engine.schedule.Fire;
import com.orchestrator.engine.schedule.StoredSchedule;
import com.orchestrator.engine.store.ScheduleStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Schedules and times as people see them. */
final class ScheduleViews {

    private static final int NEXT = 10;
    private static final int LAST = 20;

    private final ScheduleStore store;
    private final ScheduleCompiler compiler;

    ScheduleViews(ScheduleStore store, ScheduleCompiler compiler) {
        this.store = store;
        this.compiler = compiler;
    }

    /** With times to come and times that have passed. */
    Schedule whole(ScheduleStore.Found found) {
        StoredSchedule schedule = found.schedule();
        List<ScheduleFire> last = store.lastFires(schedule.key(), LAST).stream()
                .map(Fire::toScheduleFire)
                .toList();
        return view(schedule, next(schedule, found.at(), NEXT), last);
    }

    /** With the time to come next, as lists show it. */
    Schedule brief(StoredSchedule schedule, Instant now) {
        return view(schedule, next(schedule, now, 1), List.of());
    }

    private static Schedule view(StoredSchedule schedule, List<Instant> next, List<ScheduleFire> last) {
        ScheduleSpec spec = schedule.spec();
        return new Schedule(
                schedule.key().namespace(),
                schedule.key().name(),
                spec.workflow(),
                spec.job(),
                spec.revision(),
                spec.inputOrDefault(),
                spec.cron(),
                spec.timing().seconds(),
                spec.every(),
                spec.offset(),
                Objects.requireNonNullElse(spec.zone(), "UTC"),
                spec.dayMatch(),
                spec.exclude(),
                spec.jitter(),
                spec.startAt(),
                spec.endAt(),
                spec.overlapOrDefault(),
                new ScheduleSpec.CatchUp(spec.catchUpWindow()),
                spec.labels(),
                schedule.paused(),
                schedule.note(),
                schedule.incident(),
                schedule.version(),
                next,
                last,
                schedule.progress().missed(),
                schedule.createdAt(),
                schedule.changedAt(),
                schedule.changedBy());
    }

    private List<Instant> next(StoredSchedule schedule, Instant now, int count) {
        List<Instant> next = new ArrayList<>();
        if (!schedule.paused()) {
            FireTimes times = compiler.known(schedule.spec()).times();
            Optional<FireTime> time = times.next(now);
            while (time.isPresent() && next.size() < count) {
                next.add(time.get().at());
                time = times.next(time.get().at());
            }
        }
        return next;
    }

    /** @param now warnings are about the year from here on */
    static ScheduleTimes times(Timing timing, int count, Instant after, Instant now) {
        try {
            CalendarPreview preview = new CalendarPreview(Timings.calendar(timing));
            return new ScheduleTimes(
                    preview.next(after, count).stream().map(FireTime::at).toList(),
                    preview.text(),
                    preview.warnings(now).stream()
                            .map(warning -> new ScheduleTimes.Warning(warning.code(), warning.detail()))
                            .toList(),
                    Zones.dataVersion());
        } catch (CalendarFault fault) {
            throw Timings.refused(fault);
        }
    }
}
