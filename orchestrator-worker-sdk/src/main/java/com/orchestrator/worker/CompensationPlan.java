package com.orchestrator.worker;

import com.orchestrator.api.model.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rollback would undo if it began now, in order.
 *
 * @param planHash says in a request to compensate that this plan was seen; it changes when the plan does
 * @param crossedPivots completed pivots that would be undone, which takes force and a reason
 * @param follows what the definition's {@code saga.finally} does when there is nothing left to undo, and when an undo gives up
 */
public record CompensationPlan(String planHash, List<String> crossedPivots, List<Item> items, List<Sequel> follows) {

    public CompensationPlan {
        crossedPivots = List.copyOf(crossedPivots);
        items = List.copyOf(items);
        follows = follows == null ? List.of() : List.copyOf(follows);
    }

    /**
     * One effect.
     *
     * @param taskType how it is undone; null when nothing takes it back, and when a child undoes itself
     * @param mayNotHaveHappened whether nobody knows that there is anything to undo
     */
    public record Item(
            String taskId,
            @Nullable String iteration,
            @Nullable String taskType,
            @Nullable String queue,
            boolean mayNotHaveHappened,
            boolean irreversible,
            @Nullable Payload input) {}

    /**
     * A task that is done after the rollback, if the run does not go forward again.
     *
     * @param when {@code rolledBack}: once everything is undone; {@code undoFailed}: once an undo has given up
     * @param within the task whose block it stands in, so that it may not be done, or more than once; null when it stands in none
     * @param kind as definitions write it, such as {@code task} or {@code emit}
     * @param name of the task type, event, signal, workflow or error code, by its kind; null for other kinds
     */
    public record Sequel(
            String when,
            String taskId,
            @Nullable String within,
            String kind,
            @Nullable String name) {}
}
