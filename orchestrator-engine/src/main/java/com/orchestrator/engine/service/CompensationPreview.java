package com.orchestrator.engine.service;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a rollback would do.
 *
 * @param planHash changes whenever the items do
 * @param items in the order in which their undos may start; {@code after} names what each has to wait for
 */
public record CompensationPreview(UUID instanceId, String planHash, List<Item> items) {

    public CompensationPreview {
        items = List.copyOf(items);
    }

    /**
     * One undo.
     *
     * @param mayNotHaveHappened the forward outcome is not known
     * @param probe type of the task that is asked first whether there is anything to undo; null when that is no question
     * @param input null when it could not be evaluated, {@code error} says why, or when only the probe's answer gives it
     * @param after {@code taskId[#iteration]} of the undos that must be done first
     */
    public record Item(
            String taskId,
            @Nullable String iteration,
            String taskType,
            String queue,
            boolean mayNotHaveHappened,
            @Nullable String probe,
            @Nullable Payload input,
            @Nullable TaskError error,
            List<String> after) {}
}
