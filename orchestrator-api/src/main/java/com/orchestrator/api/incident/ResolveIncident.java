package com.orchestrator.api.incident;

import com.orchestrator.api.model.Payload;
import org.jspecify.annotations.Nullable;

/**
 * What to do about an incident.
 *
 * @param input replaces the input of what is retried
 * @param output of a task that is skipped or completed; of an undo that is completed the evidence
 * @param reason recorded in the history of the run
 */
public record ResolveIncident(
        IncidentAction action,
        @Nullable Payload input,
        @Nullable Payload output,
        String reason) {}
