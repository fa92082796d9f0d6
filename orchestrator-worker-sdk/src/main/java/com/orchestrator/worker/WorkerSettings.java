package com.orchestrator.worker;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.WorkerHeartbeat;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one worker process behaves.
 *
 * @param workerId fresh per start of a worker, because a right is (worker id, fence token) and must not outlive it
 * @param namespace whose tasks it does; of any when absent
 * @param lease wished lease; the task's or the engine's default when absent
 */
record WorkerSettings(
        String workerId,
        @Nullable String name,
        @Nullable String host,
        @Nullable String deployment,
        @Nullable String namespace,
        List<String> queues,
        int maxConcurrent,
        @Nullable Duration lease,
        Duration drainTimeout) {

    private static final int CONCURRENT_MAX = 1_000;

    WorkerSettings {
        queues = queues.stream().distinct().toList();
        if (maxConcurrent < 1 || maxConcurrent > CONCURRENT_MAX) {
            throw new IllegalArgumentException("'maxConcurrent' is not between 1 and " + CONCURRENT_MAX);
        }
        if (namespace != null && namespace.isBlank()) {
            throw new IllegalArgumentException("'namespace' is blank");
        }
        if (drainTimeout.isNegative()) {
            throw new IllegalArgumentException("'drainTimeout' is negative");
        }
        try {
            new PollRequest(workerId, queues, maxConcurrent, Duration.ZERO, lease, List.of(), List.of());
            new WorkerHeartbeat(name, host, queues, maxConcurrent, 0, deployment, null, WorkerHeartbeat.State.STARTING);
        } catch (OrchestratorException e) {
            // The contract's own checks, made here so that no request is refused later.
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Whether a task is of a namespace this worker does nothing for. */
    boolean isForeign(LeasedTask task) {
        return namespace != null && !namespace.equals(task.namespace());
    }

    WorkerHeartbeat heartbeat(WorkerHeartbeat.State state, int load) {
        return new WorkerHeartbeat(name, host, queues, maxConcurrent, load, deployment, null, state);
    }
}
