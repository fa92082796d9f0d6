package com.orchestrator.engine.service;

import com.orchestrator.api.fleet.QueueStatus;
import com.orchestrator.api.fleet.WorkerStatus;
import com.orchestrator.api.model.LockStatus;
import com.orchestrator.api.model.Page;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Worker processes, queues and semantic locks, for people to look at. No decision depends on it. Refusals are
 * {@link com.orchestrator.api.error.OrchestratorException}s.
 */
public interface FleetService {

    /**
     * Workers by their ids, without those that have been silent or stopped for five minutes.
     *
     * @param queue only those that ask for this queue; all when null
     */
    Page<WorkerStatus> listWorkers(@Nullable String queue, ListQuery query);

    /** Also one that has been silent for long, up to a week. */
    WorkerStatus getWorker(String workerId);

    /** One worker; empty when nobody by that name has been heard of. */
    Optional<WorkerStatus> findWorker(String workerId);

    /**
     * Asks a worker to end what it has begun and take no more: it learns of it with its next poll or heartbeat, and gets no
     * more work whether it obeys or not. Asking twice is the same as once.
     */
    WorkerStatus drainWorker(String workerId);

    /**
     * Semantic locks that are held, by name.
     *
     * @param name only this one; all when null
     */
    Page<LockStatus> listLocks(@Nullable String name, ListQuery query);

    /** Queues by name: those that were ever polled, and those in which something waits. */
    Page<QueueStatus> listQueues(ListQuery query);

    QueueStatus getQueue(String name);

    /**
     * How many servers are up, this one among them: those that have told of themselves within half a minute. From the first time that
     * somebody asks, this one does, too. Known a few seconds late.
     */
    int servers();

    /** Due tasks that wait for a worker, by namespace; of each queue 10,000 are counted at most. */
    Map<String, Long> queued();
}
