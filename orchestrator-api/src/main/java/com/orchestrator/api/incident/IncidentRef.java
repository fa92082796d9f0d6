package com.orchestrator.api.incident;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An open incident, where its run is shown.
 *
 * @param href where it is shown whole
 */
public record IncidentRef(
        UUID incidentId,
        IncidentKind kind,
        @Nullable String taskId,
        @Nullable String iteration,
        String code,
        String href) {

    public static IncidentRef of(IncidentView incident) {
        return new IncidentRef(
                incident.incidentId(),
                incident.kind(),
                incident.taskId(),
                incident.iteration(),
                incident.code(),
                "/api/v1/incidents/" + incident.incidentId());
    }
}
