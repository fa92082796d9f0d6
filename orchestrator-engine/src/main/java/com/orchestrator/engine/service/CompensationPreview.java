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
 * @param planHash changes whenever the items do, or those of a child
 * @param items in the order in which their undos may start; {@code after} names what each has to wait for
 */
public record CompensationPreview(UUID instanceId, String planHash, List<Item> items) {

    public CompensationPreview {
        items = List.copyOf(items);
    }

    /**
     * One undo.
     *
     * @param taskType of the worker that does it; null when a child undoes itself
     * @param mayNotHaveHappened the forward outcome is not known
     * @param input null when it could not be evaluated; {@code error} says why
     * @param after {@code taskId[#iteration]} of the undos that must be done first
     */
    public record Item(
            String taskId,
            @Nullable String iteration,
            @Nullable String taskType,
            @Nullable String queue,
            boolean mayNotHaveHappened,
            @Nullable Payload input,
            @Nullable TaskError error,
            List<String> after,
            @Nullable Child child) {}

    /**
     * A run that undoes itself, as one undo of its parent.
     *
     * @param items what it would undo now
     */
    public record Child(UUID instanceId, WorkflowState state, List<Item> items) {

        public Child {
            items = List.copyOf(items);
        }
    }
}
