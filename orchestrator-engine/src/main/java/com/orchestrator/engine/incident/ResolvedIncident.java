package com.orchestrator.engine.incident;

import com.orchestrator.api.incident.IncidentResolution;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An incident that is over.
 *
 * @param by who has ended it; null for the engine
 */
public record ResolvedIncident(
        UUID incidentId,
        IncidentResolution resolution,
        @Nullable String by,
        @Nullable String reason,
        Instant at) {}
