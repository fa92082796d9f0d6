package com.orchestrator.engine.history;

import org.jspecify.annotations.Nullable;

/**
 * How far back a rollback goes: down to and including a task, or down to a save-point, whose own task stays done.
 *
 * @param toSavepoint name of a save-point; never together with {@code fromTaskId}
 */
public record UndoTarget(
        @Nullable String fromTaskId, @Nullable String toSavepoint) {

    public static final UndoTarget EVERYTHING = new UndoTarget(null, null);

    /** @param taskId everything when null */
    public static UndoTarget from(@Nullable String taskId) {
        return taskId == null ? EVERYTHING : new UndoTarget(taskId, null);
    }

    public static UndoTarget savepoint(String name) {
        return new UndoTarget(null, name);
    }

    /** Whether something is left from which the run could go forward again. */
    public boolean isPartial() {
        return fromTaskId != null || toSavepoint != null;
    }
}
