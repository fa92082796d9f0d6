package com.orchestrator.engine.memory;

import com.orchestrator.api.fleet.WorkerIdentity;
import com.orchestrator.api.fleet.WorkerStatus;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.request.WorkerHeartbeat;
import com.orchestrator.engine.memory.MemoryTables.StoredLeases;
import com.orchestrator.engine.memory.MemoryTables.StoredWorker;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.OpenLeases;
import com.orchestrator.engine.store.WorkerStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

final class MemoryWorkerStore implements WorkerStore {

    private static final Duration TOLD_LATELY = Duration.ofSeconds(30);

    private final MemoryTables tables;
    private final InstantSource clock;

    MemoryWorkerStore(MemoryTables tables, InstantSource clock) {
        this.tables = tables;
        this.clock = clock;
    }

    @Override
    public boolean heartbeat(String workerId, WorkerHeartbeat heartbeat) {
        synchronized (tables) {
            StoredWorker known = tables.workers.get(workerId);
            boolean drains = known != null
                    && known.drainRequested()
                    && (known.heartbeat().state() != WorkerHeartbeat.State.STOPPED
                            || heartbeat.state() == WorkerHeartbeat.State.STOPPED);
            tables.workers.put(workerId, new StoredWorker(heartbeat, clock.instant(), false, drains, false));
            return drains;
        }
    }

    @Override
    public void polled(Collection<PollingWorker> workers) {
        synchronized (tables) {
            workers.forEach(this::polled);
        }
    }

    private void polled(PollingWorker worker) {
        Instant now = clock.instant();
        StoredWorker known = tables.workers.get(worker.workerId());
        if (known == null) {
            tables.workers.put(worker.workerId(), new StoredWorker(seen(worker, 0), now, true, false, false));
        } else if (known.heardAt().isBefore(now.minus(POLL_COUNTS_AFTER))
                && known.heartbeat().state() != WorkerHeartbeat.State.STOPPED) {
            WorkerHeartbeat said =
                    known.pollsOnly() ? seen(worker, known.heartbeat().capacity()) : known.heartbeat();
            tables.workers.put(
                    worker.workerId(), new StoredWorker(said, now, known.pollsOnly(), known.drainRequested(), false));
        }
    }

    private static WorkerHeartbeat seen(PollingWorker worker, int slotsBefore) {
        return new WorkerHeartbeat(
                null,
                null,
                worker.queues(),
                Math.max(worker.slots(), slotsBefore),
                0,
                null,
                null,
                WorkerHeartbeat.State.RUNNING);
    }

    @Override
    public Optional<KnownWorker> find(String workerId) {
        synchronized (tables) {
            return Optional.ofNullable(tables.workers.get(workerId)).map(stored -> known(workerId, stored));
        }
    }

    private KnownWorker known(String workerId, StoredWorker stored) {
        WorkerHeartbeat said = stored.heartbeat();
        WorkerStatus status = new WorkerStatus(
                workerId,
                said.name(),
                said.host(),
                said.deployment(),
                said.generation(),
                state(stored, clock.instant()),
                said.queues(),
                said.capacity(),
                said.currentLoad(),
                stored.heardAt(),
                leased(workerId));
        return new KnownWorker(status, stored.pollsOnly());
    }

    static WorkerStatus.State state(StoredWorker stored, Instant now) {
        WorkerStatus.State said =
                WorkerStatus.State.valueOf(stored.heartbeat().state().name());
        if (said == WorkerStatus.State.STOPPED) {
            return said;
        }
        if (stored.heardAt().isBefore(now.minus(LOST_AFTER))) {
            return WorkerStatus.State.LOST;
        }
        return stored.drainRequested() ? WorkerStatus.State.DRAINING : said;
    }

    private long leased(String workerId) {
        return tables.executions.values().stream()
                .filter(execution -> execution.row().state() == ExecutionState.LEASED
                        && Objects.equals(execution.row().leaseHolder(), workerId))
                .count();
    }

    @Override
    public Map<String, WorkerIdentity> identities(Collection<String> workerIds) {
        synchronized (tables) {
            return workerIds.stream()
                    .filter(tables.workers::containsKey)
                    .map(this::identity)
                    .collect(Collectors.toMap(WorkerIdentity::workerId, identity -> identity));
        }
    }

    private WorkerIdentity identity(String workerId) {
        WorkerHeartbeat said =
                Objects.requireNonNull(tables.workers.get(workerId)).heartbeat();
        return new WorkerIdentity(workerId, said.name(), said.host(), said.deployment());
    }

    @Override
    public Page<KnownWorker> list(@Nullable String queue, ListQuery query) {
        String after = query.cursor() == null ? "" : query.cursor();
        synchronized (tables) {
            List<KnownWorker> found = tables.workers.tailMap(after, false).entrySet().stream()
                    .filter(worker -> !worker.getValue().gone())
                    .filter(worker -> queue == null
                            || worker.getValue().heartbeat().queues().contains(queue))
                    .map(worker -> known(worker.getKey(), worker.getValue()))
                    .limit(query.limit() + 1)
                    .toList();
            return found.size() <= query.limit()
                    ? new Page<>(found, null)
                    : new Page<>(
                            found.subList(0, query.limit()),
                            found.get(query.limit() - 1).status().workerId());
        }
    }

    @Override
    public boolean askToDrain(String workerId) {
        synchronized (tables) {
            return tables.workers.computeIfPresent(
                            workerId,
                            (id, known) -> new StoredWorker(
                                    known.heartbeat(), known.heardAt(), known.pollsOnly(), true, known.gone()))
                    != null;
        }
    }

    @Override
    public Set<String> draining() {
        synchronized (tables) {
            return tables.workers.entrySet().stream()
                    .filter(worker -> worker.getValue().drainRequested()
                            && !worker.getValue().gone())
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
        }
    }

    @Override
    public Optional<String> retire(String after, int limit) {
        synchronized (tables) {
            List<String> piece = tables.workers.tailMap(after, false).keySet().stream()
                    .limit(limit)
                    .toList();
            piece.forEach(this::retire);
            return piece.stream().reduce((first, second) -> second);
        }
    }

    private void retire(String workerId) {
        Instant now = clock.instant();
        StoredWorker known = Objects.requireNonNull(tables.workers.get(workerId));
        if (known.gone() && known.heardAt().isBefore(now.minus(FORGOTTEN_AFTER))) {
            tables.workers.remove(workerId);
        } else if (known.heardAt().isBefore(now.minus(GONE_AFTER))) {
            tables.workers.put(
                    workerId,
                    new StoredWorker(
                            known.heartbeat(), known.heardAt(), known.pollsOnly(), known.drainRequested(), true));
        }
    }

    @Override
    public void publish(UUID serverId, OpenLeases leases) {
        synchronized (tables) {
            tables.serverLeases.put(serverId, new StoredLeases(leases, clock.instant()));
        }
    }

    @Override
    public OpenLeases publishedByOthers(UUID serverId) {
        return toldByOthers(serverId).stream().reduce(OpenLeases.NONE, OpenLeases::plus);
    }

    @Override
    public int othersThatTold(UUID serverId) {
        return toldByOthers(serverId).size();
    }

    private List<OpenLeases> toldByOthers(UUID serverId) {
        Instant since = clock.instant().minus(TOLD_LATELY);
        synchronized (tables) {
            return tables.serverLeases.entrySet().stream()
                    .filter(server -> !server.getKey().equals(serverId)
                            && server.getValue().seenAt().isAfter(since))
                    .map(server -> server.getValue().leases())
                    .toList();
        }
    }
}
