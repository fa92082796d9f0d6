package com.orchestrator.api.fleet;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A worker process: what it said of itself in its last heartbeat, and what servers know of it.
 *
 * @param queues where it takes work from
 * @param capacity tasks it can run at once; of a worker that sends no heartbeats, the most it has asked for
 * @param currentLoad tasks it runs, as it said; of a worker that sends no heartbeats, those it has leased
 * @param lastHeartbeatAt when it was last heard of, by a heartbeat or a poll
 * @param leased tasks that are leased to it now, counted up to a limit
 */
public record WorkerStatus(
        String workerId,
        @Nullable String name,
        @Nullable String host,
        @Nullable String deployment,
        @Nullable Long generation,
        State state,
        List<String> queues,
        int capacity,
        int currentLoad,
        Instant lastHeartbeatAt,
        long leased) {

    public WorkerStatus {
        queues = List.copyOf(queues);
    }

    /** The same under another name. */
    public WorkerStatus called(String id) {
        return new WorkerStatus(
                id, name, host, deployment, generation, state, queues, capacity, currentLoad, lastHeartbeatAt, leased);
    }

    /** What it said, or what its silence says. */
    public enum State {
        STARTING,
        READY,
        RUNNING,
        /** It takes no more work, or was asked to take none. */
        DRAINING,
        STOPPED,
        /** It has not been heard of for half a minute, and did not say that it would stop. */
        LOST
    }
}
