package com.orchestrator.engine.history;

import com.orchestrator.api.model.TaskError;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a person has to look at a run: a task with an incident, or an undo that gave up.
 *
 * @param isUndo whether it is an undo's
 * @param round which of the task's rounds the undo is of; null for the present one, and for what is no undo
 * @param openedBy the event that tells of it
 */
public record Trouble(
        NodeKey key, boolean isUndo, @Nullable Integer round, TaskError error, long openedBy, Instant openedAt) {}
