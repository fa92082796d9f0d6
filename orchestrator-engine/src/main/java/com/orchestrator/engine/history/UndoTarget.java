package com.orchestrator.engine.history;

import org.jspecify.annotations.Nullable;

/**
 * How far back a rollback goes: down to and including a task, or down to a save-point, whose own task stays done. In a loop
 * either may name its turn: {@code charge#2}. A task without one means all turns, as it means all items in a map.
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

    /** The task and its turn; null when it goes to a save-point, or back to the beginning. */
    public @Nullable NodeKey task() {
        return fromTaskId == null ? null : NodeKey.parse(fromTaskId);
    }

    /** The save-point by its name, and its turn; null when it goes to a task, or back to the beginning. */
    public @Nullable NodeKey savepoint() {
        return toSavepoint == null ? null : NodeKey.parse(toSavepoint);
    }

    /** The turns it names; null for none. */
    public @Nullable String iteration() {
        NodeKey place = toSavepoint == null ? task() : savepoint();
        return place == null ? null : place.iteration();
    }
}
