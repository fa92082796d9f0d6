package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.fleet.QueueStatus;
import com.orchestrator.api.fleet.WorkerStatus;
import com.orchestrator.api.limit.QueueLimit;
import com.orchestrator.api.model.LockStatus;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.limit.StoredLimit;
import com.orchestrator.engine.service.FleetService;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.engine.store.OpenLeases;
import com.orchestrator.engine.store.WorkerStore.KnownWorker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers with what stands in rows, and adds leases that have none: this server's as they are now, other servers' as they last
 * told. What this server knows of polls is written first, so that a worker that has just asked is there.
 */
public final class FleetCoordinator implements FleetService {

    private final UUID serverId;
    private final EngineStore store;
    private final PollActivity polls;
    private final LeaseBook leases;
    private final DrainOrders drains;
    private volatile OpenLeases told = OpenLeases.NONE;
    private volatile boolean counts;
    private volatile int servers = 1;

    FleetCoordinator(UUID serverId, EngineStore store, PollActivity polls, LeaseBook leases, DrainOrders drains) {
        this.serverId = serverId;
        this.store = store;
        this.polls = polls;
        this.leases = leases;
        this.drains = drains;
    }

    @Override
    public Page<WorkerStatus> listWorkers(@Nullable String queue, ListQuery query) {
        polls.record();
        OpenLeases open = open();
        return map(store.workers().list(queue, query), worker -> withOpen(worker, open));
    }

    @Override
    public WorkerStatus getWorker(String workerId) {
        return findWorker(workerId).orElseThrow(() -> unknownWorker(workerId));
    }

    @Override
    public Optional<WorkerStatus> findWorker(String workerId) {
        polls.record();
        return store.workers().find(workerId).map(worker -> withOpen(worker, open()));
    }

    private static WorkerStatus withOpen(KnownWorker known, OpenLeases open) {
        WorkerStatus worker = known.status();
        long leased = worker.leased() + open.ofWorker(worker.workerId());
        return new WorkerStatus(
                worker.workerId(),
                worker.name(),
                worker.host(),
                worker.deployment(),
                worker.generation(),
                worker.state(),
                worker.queues(),
                worker.capacity(),
                known.pollsOnly() ? Math.toIntExact(leased) : worker.currentLoad(),
                worker.lastHeartbeatAt(),
                leased);
    }

    @Override
    public WorkerStatus drainWorker(String workerId) {
        polls.record();
        if (!store.workers().askToDrain(workerId)) {
            throw unknownWorker(workerId);
        }
        drains.set(workerId, true);
        return getWorker(workerId);
    }

    private static OrchestratorException unknownWorker(String workerId) {
        return new OrchestratorException(
                ErrorCode.NOT_FOUND, "No worker '" + workerId + "' has sent a heartbeat or a poll in the last days");
    }

    @Override
    public Page<LockStatus> listLocks(@Nullable String name, ListQuery query) {
        return store.claims().listLocks(name, query);
    }

    @Override
    public Page<QueueStatus> listQueues(ListQuery query) {
        polls.record();
        OpenLeases open = open();
        Page<QueueStatus> page = store.queues().list(query);
        Map<RuleName, StoredLimit> limits = limits(page.items());
        return map(page, queue -> withLimit(withOpen(queue, open), limits));
    }

    @Override
    public Map<String, Long> queued() {
        return store.watch().queued();
    }

    @Override
    public QueueStatus getQueue(String name) {
        polls.record();
        Optional<QueueStatus> found = store.queues().find(name);
        QueueStatus queue = found.orElseGet(() -> QueueStatus.of(name, 0, 0, null, 0));
        Map<RuleName, StoredLimit> limits = limits(List.of(queue));
        if (found.isEmpty() && limits.isEmpty()) {
            throw new OrchestratorException(
                    ErrorCode.NOT_FOUND,
                    "No worker has asked for queue '" + name + "', nothing waits in it and nothing is set for it");
        }
        return withLimit(withOpen(queue, open()), limits);
    }

    private Map<RuleName, StoredLimit> limits(List<QueueStatus> queues) {
        return store.limits()
                .find(queues.stream().map(queue -> RuleName.queue(queue.name())).toList());
    }

    private static QueueStatus withLimit(QueueStatus queue, Map<RuleName, StoredLimit> limits) {
        StoredLimit stored = limits.get(RuleName.queue(queue.name()));
        return stored != null && stored.limit() instanceof QueueLimit limit
                ? queue.with(limit, stored.last().version())
                : queue;
    }

    private static QueueStatus withOpen(QueueStatus queue, OpenLeases open) {
        return QueueStatus.of(
                queue.name(),
                queue.ready(),
                queue.leased() + open.ofQueue(queue.name()),
                queue.oldestReadySeconds(),
                queue.pollers());
    }

    private static <A, B> Page<B> map(Page<A> page, Function<A, B> function) {
        return new Page<>(page.items().stream().map(function).toList(), page.next());
    }

    private OpenLeases open() {
        return leases.count().plus(store.workers().publishedByOthers(serverId));
    }

    @Override
    public int servers() {
        counts = true;
        return servers;
    }

    /** Makes known to all servers what this one knows, and learns from them who is to drain. */
    public void exchange() {
        polls.record();
        OpenLeases now = leases.count();
        if (counts || !now.equals(OpenLeases.NONE) || !told.equals(OpenLeases.NONE)) {
            store.workers().publish(serverId, now);
            told = now;
        }
        if (counts) {
            servers = 1 + store.workers().othersThatTold(serverId);
        }
        drains.setAll(store.workers().draining());
    }
}
