package com.orchestrator.server.testing;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.fleet.QueueStatus;
import com.orchestrator.api.fleet.WorkerStatus;
import com.orchestrator.api.model.LockStatus;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.service.FleetService;
import com.orchestrator.engine.service.ListQuery;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Knows one worker and one queue. */
public final class FakeFleet implements FleetService {

    public static final WorkerStatus WORKER = new WorkerStatus(
            "w1",
            "payments",
            "host-1",
            "pay@7",
            3L,
            WorkerStatus.State.RUNNING,
            List.of("payment.charge"),
            64,
            2,
            FakeWorkflows.AT,
            2);

    public static final QueueStatus QUEUE = QueueStatus.of("payment.charge", 5, 2, 7L, 1);

    public volatile @Nullable Object lastRequest;

    @Override
    public Page<WorkerStatus> listWorkers(@Nullable String queue, ListQuery query) {
        lastRequest = queue + " " + query;
        return new Page<>(List.of(WORKER), "next");
    }

    @Override
    public WorkerStatus getWorker(String workerId) {
        if (!workerId.equals(WORKER.workerId())) {
            throw new OrchestratorException(ErrorCode.NOT_FOUND, "No worker '" + workerId + "'");
        }
        return WORKER;
    }

    @Override
    public Optional<WorkerStatus> findWorker(String workerId) {
        return workerId.equals(WORKER.workerId()) ? Optional.of(WORKER) : Optional.empty();
    }

    @Override
    public WorkerStatus drainWorker(String workerId) {
        lastRequest = "drain " + workerId;
        return getWorker(workerId);
    }

    @Override
    public Page<QueueStatus> listQueues(ListQuery query) {
        lastRequest = query;
        return new Page<>(List.of(QUEUE), null);
    }

    @Override
    public Page<LockStatus> listLocks(@Nullable String name, ListQuery query) {
        lastRequest = name + " " + query;
        return new Page<>(
                List.of(new LockStatus(
                        "order:17", new LockStatus.Holder(new UUID(0, 1), null), 12, FakeWorkflows.AT, 3)),
                null);
    }

    @Override
    public int servers() {
        return 1;
    }

    @Override
    public Map<String, Long> queued() {
        return Map.of();
    }

    @Override
    public QueueStatus getQueue(String name) {
        if (!name.equals(QUEUE.name())) {
            throw new OrchestratorException(ErrorCode.NOT_FOUND, "No queue '" + name + "'");
        }
        return QUEUE;
    }
}
