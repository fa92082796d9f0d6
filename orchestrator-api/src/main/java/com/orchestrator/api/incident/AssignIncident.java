package com.orchestrator.api.incident;

import org.jspecify.annotations.Nullable;

/**
 * Who looks after an incident.
 *
 * @param assignee null to take it away from who has it
 */
public record AssignIncident(
        @Nullable String assignee, @Nullable String note) {}
