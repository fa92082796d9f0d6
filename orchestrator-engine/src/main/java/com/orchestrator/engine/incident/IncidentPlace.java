package com.orchestrator.engine.incident;

import org.jspecify.annotations.Nullable;

/**
 * Which task of a run an incident is about.
 *
 * @param round which of the task's rounds; null for the present one
 */
public record IncidentPlace(
        String taskId, @Nullable String iteration, @Nullable Integer round) {}
