package com.orchestrator.engine.service;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.api.model.WorkflowState;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a rollback would do.
 *
 * @param planHash changes whenever the items or the pivots do, or those of a child
 * @param crossedPivots ids of completed pivots; undoing them takes {@code force: true} and a reason
 * @param follows what {@code saga.finally} does when there is nothing left to undo, and when an undo gives up; not when the run goes forward again
 * @param items in the order in which their undos may start; {@code after} names what each has to wait for
 */
public record CompensationPreview(
        UUID instanceId, String planHash, List<String> crossedPivots, List<Item> items, List<Sequel> follows) {

    public CompensationPreview {
        crossedPivots = List.copyOf(crossedPivots);
        items = List.copyOf(items);
        follows = List.copyOf(follows);
    }

    /**
     * One effect and its undo.
     *
     * @param taskType of the undo; null when there is none, so that the effect stays, and when a child undoes itself
     * @param mayNotHaveHappened the forward outcome is not known
     * @param irreversible nothing takes the effect back; an undo it has nevertheless makes amends
     * @param probe type of the task that is asked first whether there is anything to undo; null when that is no question
     * @param input null when it could not be evaluated, {@code error} says why, or when only the probe's answer gives it
     * @param after {@code taskId[#iteration]} of the undos that must be done first
     */
    public record Item(
            String taskId,
            @Nullable String iteration,
            @Nullable String taskType,
            @Nullable String queue,
            boolean mayNotHaveHappened,
            boolean irreversible,
            @Nullable String probe,
            @Nullable Payload input,
            @Nullable TaskError error,
            List<String> after,
            @Nullable Child child) {}

    /**
     * A run that undoes itself, as one undo of its parent.
     *
     * @param items what it would undo now
     * @param follows what it does then
     */
    public record Child(UUID instanceId, WorkflowState state, List<Item> items, List<Sequel> follows) {

        public Child {
            items = List.copyOf(items);
            follows = List.copyOf(follows);
        }
    }

    /**
     * A task that is done after the rollback.
     *
     * @param when {@code rolledBack} or {@code undoFailed}, as definitions say it
     * @param within the task whose block it stands in, so that it may not be done, or more than once; null when it stands in none
     * @param kind as definitions write it
     * @param name of the task type, event, signal, workflow or error code, by its kind; null for other kinds
     */
    public record Sequel(
            String when,
            String taskId,
            @Nullable String within,
            String kind,
            @Nullable String name) {}
}
