package com.orchestrator.api.model;

import java.time.Instant;
import java.util.UUID;

/**
 * A fault for which a run is set aside: nothing is done with it until it can be worked on again.
 *
 * @param incidentId stands in the server's log beside the whole of the fault
 * @param code where it was met: {@code HISTORY_UNREADABLE}, {@code DECISION_FAILED} or {@code RECORD_REFUSED}
 * @param message what was met
 * @param openedAt when it was met first
 */
public record Incident(UUID incidentId, String code, String message, Instant openedAt) {}
