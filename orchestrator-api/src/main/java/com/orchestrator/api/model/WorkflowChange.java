package com.orchestrator.api.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A change of how a workflow stands: what is so since then, and because of whom.
 *
 * @param number counted from 1 for each workflow
 * @param reason as it was given; absent when a revision was registered
 */
public record WorkflowChange(
        int number,
        Instant at,
        @Nullable String actor,
        @Nullable String reason,
        int defaultRevision,
        boolean paused) {}
