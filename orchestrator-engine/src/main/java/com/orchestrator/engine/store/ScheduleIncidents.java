package com.orchestrator.engine.store;

import com.orchestrator.api.incident.IncidentKind;
import com.orchestrator.api.schedule.Schedule;
import com.orchestrator.engine.incident.IncidentIds;
import com.orchestrator.engine.incident.IncidentSource;
import com.orchestrator.engine.incident.OpenedIncident;
import com.orchestrator.engine.schedule.StoredSchedule;
import java.util.Objects;
import java.util.Optional;

/** The incident of a schedule that a fault has paused. */
public final class ScheduleIncidents {

    private static final String JOBS = "jobs";

    private ScheduleIncidents() {}

    /** Empty when no fault has paused it. */
    public static Optional<OpenedIncident> of(StoredSchedule schedule) {
        Schedule.Incident fault = schedule.incident();
        if (fault == null) {
            return Optional.empty();
        }
        String namespace = schedule.key().namespace();
        String name = schedule.key().name();
        return Optional.of(new OpenedIncident(
                IncidentIds.ofSchedule(namespace, name, schedule.changedAt()),
                IncidentKind.SCHEDULE,
                null,
                new IncidentSource(
                        namespace, Objects.requireNonNullElse(schedule.spec().workflow(), JOBS), name),
                null,
                fault.code(),
                fault.message(),
                schedule.changedAt()));
    }
}
