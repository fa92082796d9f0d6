package com.orchestrator.engine.incident;

import org.jspecify.annotations.Nullable;

/**
 * Whose an incident is.
 *
 * @param workflow or the type of a job
 * @param schedule its name; null when it is of a run
 */
public record IncidentSource(
        String namespace, String workflow, @Nullable String schedule) {

    public static IncidentSource ofRun(String namespace, String workflow) {
        return new IncidentSource(namespace, workflow, null);
    }
}
