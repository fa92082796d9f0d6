package com.orchestrator.engine.schedule;

import com.orchestrator.api.schedule.Backfill;
import com.orchestrator.api.schedule.Overlap;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A backfill as it is stored.
 *
 * @param settledTo times up to here, itself included, were taken
 */
public record StoredBackfill(
        UUID batchId,
        ScheduleKey schedule,
        Backfill.State state,
        Instant from,
        Instant to,
        Overlap overlap,
        int maxConcurrent,
        Instant settledTo,
        Count count,
        Instant createdAt,
        @Nullable Instant endedAt) {

    /** How many times of how many came to what. */
    public record Count(long total, long succeeded, long failed, long refused) {

        public Count plus(long started, long couldNot, long leftOut) {
            return new Count(total, succeeded + started, failed + couldNot, refused + leftOut);
        }
    }

    StoredBackfill now(Instant taken, long leftOut) {
        return new StoredBackfill(
                batchId,
                schedule,
                state,
                from,
                to,
                overlap,
                maxConcurrent,
                taken,
                count.plus(0, 0, leftOut),
                createdAt,
                endedAt);
    }

    public StoredBackfill with(Count newCount) {
        return new StoredBackfill(
                batchId, schedule, state, from, to, overlap, maxConcurrent, settledTo, newCount, createdAt, endedAt);
    }

    public StoredBackfill in(Backfill.State newState, Instant now) {
        return new StoredBackfill(
                batchId,
                schedule,
                newState,
                from,
                to,
                overlap,
                maxConcurrent,
                settledTo,
                count,
                createdAt,
                newState.isOver() ? now : null);
    }

    /** As people see it. */
    public Backfill toBackfill() {
        return new Backfill(
                batchId,
                schedule.namespace(),
                schedule.name(),
                state,
                from,
                to,
                overlap,
                maxConcurrent,
                count.total(),
                count.succeeded(),
                count.failed(),
                count.refused(),
                createdAt,
                endedAt);
    }
}
