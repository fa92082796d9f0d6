package com.orchestrator.api.incident;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person has to look at, or had to.
 *
 * @param fingerprint the same for all incidents of one cause: workflow, task, code, and the message without its particulars
 * @param instanceId the run; null for a schedule
 * @param workflow name of the workflow, or of the job's type; of a schedule what it starts
 * @param schedule name of the schedule; null for a run
 * @param taskId null when it is about a run as a whole
 * @param iteration item of a map; null outside of maps
 * @param round which of the task's rounds a dead letter is of; null for the present one
 * @param resolvedBy who has; null when the engine did by itself, or nobody has yet
 */
public record IncidentView(
        UUID incidentId,
        IncidentKind kind,
        IncidentState state,
        String fingerprint,
        @Nullable UUID instanceId,
        String namespace,
        String workflow,
        @Nullable String schedule,
        @Nullable String taskId,
        @Nullable String iteration,
        @Nullable Integer round,
        String code,
        String message,
        Instant openedAt,
        @Nullable String assignee,
        @Nullable String note,
        @Nullable Instant resolvedAt,
        @Nullable IncidentResolution resolution,
        @Nullable String resolvedBy,
        @Nullable String reason) {

    /** The same with another message. */
    public IncidentView saying(String other) {
        return new IncidentView(
                incidentId,
                kind,
                state,
                fingerprint,
                instanceId,
                namespace,
                workflow,
                schedule,
                taskId,
                iteration,
                round,
                code,
                other,
                openedAt,
                assignee,
                note,
                resolvedAt,
                resolution,
                resolvedBy,
                reason);
    }

    /** Whether somebody has to look at it. */
    public boolean stillOpen() {
        return state == IncidentState.OPEN;
    }
}
