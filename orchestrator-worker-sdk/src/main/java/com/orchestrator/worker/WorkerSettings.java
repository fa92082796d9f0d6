package com.orchestrator.worker;

import com.orchestrator.api.request.PollRequest;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one worker process behaves.
 *
 * @param workerId fresh per start of a worker, because a right is (worker id, fence token) and must not outlive it
 * @param lease wished lease; the task's or the engine's default when absent
 */
record WorkerSettings(
        String workerId,
        @Nullable String name,
        @Nullable String host,
        @Nullable String deployment,
        List<String> queues,
        int maxConcurrent,
        @Nullable Duration lease,
        Duration drainTimeout) {

    private static final int CONCURRENT_MAX = 1_000;

    WorkerSettings {
        queues = List.copyOf(queues);
        if (maxConcurrent < 1 || maxConcurrent > CONCURRENT_MAX) {
            throw new IllegalArgumentException("maxConcurrent is not between 1 and " + CONCURRENT_MAX);
        }
        if (lease != null && (lease.toMillis() < 1 || lease.compareTo(PollRequest.LEASE_MAX) > 0)) {
            throw new IllegalArgumentException("lease is not between 1ms and 1h");
        }
        if (drainTimeout.isNegative()) {
            throw new IllegalArgumentException("drainTimeout is negative");
        }
    }
}
