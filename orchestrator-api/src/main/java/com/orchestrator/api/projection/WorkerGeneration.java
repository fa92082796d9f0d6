package com.orchestrator.api.projection;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The workers of one release of projections.
 *
 * @param phase of the newest one: whether it waits for older workers to stop; null of others
 * @param since when the phase began
 * @param shards that its workers own
 * @param waitingFor older workers that have to stop before it begins
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record WorkerGeneration(
        long generation,
        @Nullable Phase phase,
        @Nullable Instant since,
        int shards,
        int waitingFor,
        List<ProjectionWorker> workers) {

    /** Whether the newest generation works. */
    public enum Phase {
        DRAINING,
        RUNNING
    }

    /**
     * A worker.
     *
     * @param alive whether it works and is heard of
     */
    public record ProjectionWorker(
            String workerId, State state, Instant startedAt, Instant lastHeartbeatAt, boolean alive) {

        /** What it is doing. */
        public enum State {
            STARTING,
            READY,
            RUNNING,
            DRAINING,
            STOPPED
        }
    }
}
