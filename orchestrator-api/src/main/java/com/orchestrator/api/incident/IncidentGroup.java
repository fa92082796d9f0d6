package com.orchestrator.api.incident;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Open incidents of one cause.
 *
 * @param sample message of the newest
 * @param count how many are open, exactly
 * @param firstSeenAt when the oldest of those was opened
 */
public record IncidentGroup(
        String fingerprint,
        String namespace,
        String workflow,
        @Nullable String taskId,
        String code,
        String sample,
        long count,
        Instant firstSeenAt,
        Instant lastSeenAt) {

    /** The same with another sample. */
    public IncidentGroup like(String other) {
        return new IncidentGroup(fingerprint, namespace, workflow, taskId, code, other, count, firstSeenAt, lastSeenAt);
    }
}
