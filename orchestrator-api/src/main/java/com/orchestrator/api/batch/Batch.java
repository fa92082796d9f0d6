package com.orchestrator.api.batch;

import com.orchestrator.api.model.Payload;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a batch is.
 *
 * @param frozen whether all of its runs are known, so that {@code total} is final and they are worked on
 * @param actor who made it; the actor of what it does to runs
 * @param total runs in it, so far
 * @param succeeded runs that have had the operation
 * @param failed runs at fault, which could not have it
 * @param refused runs that could not have it as they stood
 * @param detail why it has ended early; absent unless it has
 * @param endedAt null while it goes on
 */
public record Batch(
        UUID batchId,
        BatchOperation operation,
        State state,
        boolean frozen,
        @Nullable String filter,
        @Nullable String fingerprint,
        @Nullable Payload parameters,
        @Nullable Integer perSecond,
        String reason,
        String actor,
        long total,
        long succeeded,
        long failed,
        long refused,
        @Nullable String detail,
        Instant createdAt,
        @Nullable Instant endedAt) {

    /** Whether it goes on. */
    public enum State {
        RUNNING,
        PAUSED,
        COMPLETED,
        CANCELLED;

        public boolean isOver() {
            return this == COMPLETED || this == CANCELLED;
        }
    }
}
