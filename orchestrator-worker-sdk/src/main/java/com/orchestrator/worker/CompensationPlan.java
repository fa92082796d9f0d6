package com.orchestrator.worker;

import com.orchestrator.api.model.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rollback would undo if it began now, in order.
 *
 * @param planHash says in a request to compensate that this plan was seen; it changes when the plan does
 * @param crossedPivots completed pivots that would be undone, which takes force and a reason
 */
public record CompensationPlan(String planHash, List<String> crossedPivots, List<Item> items) {

    public CompensationPlan {
        crossedPivots = List.copyOf(crossedPivots);
        items = List.copyOf(items);
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
}
