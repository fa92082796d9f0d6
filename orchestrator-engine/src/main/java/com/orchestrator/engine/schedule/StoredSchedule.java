package com.orchestrator.engine.schedule;

import com.orchestrator.api.schedule.Schedule;
import com.orchestrator.api.schedule.ScheduleSpec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as it is stored.
 *
 * @param version counts what people change, and an incident
 * @param paused nothing comes due
 * @param incident why the engine has paused it
 * @param changedBy who made the last change; null for the engine
 */
public record StoredSchedule(
        ScheduleKey key,
        ScheduleSpec spec,
        long version,
        boolean paused,
        @Nullable String note,
        Schedule.@Nullable Incident incident,
        Progress progress,
        Instant createdAt,
        Instant changedAt,
        @Nullable String changedBy) {

    /**
     * How far it is.
     *
     * @param settledTo what became of each time up to here, itself included, is decided
     * @param nextAt the time that comes next; null when there is none, or nothing comes due
     * @param wakeAt when somebody has to look; null when nobody has to
     * @param lastNumber of its times
     * @param missed times that were missed, ever
     * @param tzdata the time zone data that {@code nextAt} was computed with
     */
    public record Progress(
            Instant settledTo,
            @Nullable Instant nextAt,
            @Nullable Instant wakeAt,
            long lastNumber,
            long missed,
            String tzdata) {}

    public StoredSchedule with(Progress now) {
        return new StoredSchedule(key, spec, version, paused, note, incident, now, createdAt, changedAt, changedBy);
    }

    /** As somebody has changed what is said of it. */
    public StoredSchedule changed(
            ScheduleSpec newSpec, boolean newPaused, @Nullable String newNote, Instant now, @Nullable String actor) {
        return new StoredSchedule(key, newSpec, version + 1, newPaused, newNote, null, progress, createdAt, now, actor);
    }

    /** As the engine has paused it. */
    public StoredSchedule failed(Schedule.Incident fault, Instant now) {
        return new StoredSchedule(key, spec, version + 1, true, fault.message(), fault, progress, createdAt, now, null);
    }
}
