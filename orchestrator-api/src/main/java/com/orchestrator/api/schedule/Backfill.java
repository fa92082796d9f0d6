package com.orchestrator.api.schedule;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a backfill is.
 *
 * @param total times in it
 * @param succeeded times whose run was started
 * @param failed times whose run could not be started
 * @param refused times that were left out: they have a run already, or another one was in the way
 * @param endedAt null while it goes on
 */
public record Backfill(
        UUID batchId,
        String namespace,
        String schedule,
        State state,
        Instant from,
        Instant to,
        Overlap overlap,
        int maxConcurrent,
        long total,
        long succeeded,
        long failed,
        long refused,
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
