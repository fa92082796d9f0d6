package com.orchestrator.api.model;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A semantic lock that is held.
 *
 * @param fenceToken greater than that of every earlier holder
 * @param waiting runs that wait for it
 */
public record LockStatus(String name, Holder holder, long fenceToken, Instant since, long waiting) {

    /** @param taskId null when the run took it before its first task */
    public record Holder(UUID instanceId, @Nullable String taskId) {}
}
