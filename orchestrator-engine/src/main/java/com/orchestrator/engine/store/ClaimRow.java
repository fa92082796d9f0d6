package com.orchestrator.engine.store;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a run stands to something that only so many may hold.
 *
 * @param name as {@link com.orchestrator.engine.history.ClaimName} writes it
 * @param room how many may hold it
 * @param fence 0 while it waits
 * @param taskId the task that has asked for it; null for the run itself
 * @param since when it was granted; null while it waits
 */
public record ClaimRow(
        String name,
        UUID instanceId,
        int room,
        long fence,
        @Nullable String taskId,
        @Nullable Instant since) {

    public boolean isHeld() {
        return since != null;
    }
}
