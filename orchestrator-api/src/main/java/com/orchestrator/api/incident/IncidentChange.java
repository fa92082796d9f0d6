package com.orchestrator.api.incident;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What somebody has done to an incident, apart from what was done to its run. */
public record IncidentChange(
        Instant at,
        String actor,
        Action action,
        @Nullable String assignee,
        @Nullable String note) {

    /** Kinds of changes. */
    public enum Action {
        ASSIGNED,
        IGNORED
    }
}
