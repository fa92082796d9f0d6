package com.orchestrator.engine.memory;

import com.orchestrator.api.fleet.QueueStatus;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.request.WorkerHeartbeat;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.memory.MemoryTables.StoredWorker;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.ExecutionRow;
import com.orchestrator.engine.store.QueueStore;
import com.orchestrator.engine.store.WorkerStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

final class MemoryQueueStore implements QueueStore {

    private final MemoryTables tables;
    private final InstantSource clock;

    MemoryQueueStore(MemoryTables tables, InstantSource clock) {
        this.tables = tables;
        this.clock = clock;
    }

    @Override
    public Page<QueueStatus> list(ListQuery query) {
        String after = query.cursor() == null ? "" : query.cursor();
        synchronized (tables) {
            TreeSet<String> names = new TreeSet<>(tables.polls.keySet());
            rows(ExecutionState.READY).forEach(row -> names.add(row.queue()));
            MemoryLimitStore.read(tables).limits().keySet().stream()
                    .filter(rule -> rule.kind() == RuleName.Kind.QUEUE)
                    .forEach(rule -> names.add(rule.subject()));
            List<QueueStatus> found = names.tailSet(after, false).stream()
                    .map(this::status)
                    .limit(query.limit() + 1)
                    .toList();
            return found.size() <= query.limit()
                    ? new Page<>(found, null)
                    : new Page<>(
                            found.subList(0, query.limit()),
                            found.get(query.limit() - 1).name());
        }
    }

    @Override
    public Optional<QueueStatus> find(String name) {
        synchronized (tables) {
            boolean isKnown = tables.polls.containsKey(name)
                    || tables.executions.values().stream()
                            .anyMatch(stored -> stored.row().queue().equals(name));
            return isKnown ? Optional.of(status(name)) : Optional.empty();
        }
    }

    private List<ExecutionRow> rows(ExecutionState state) {
        return tables.executions.values().stream()
                .map(MemoryTables.StoredExecution::row)
                .filter(row -> row.state() == state && !row.held())
                .toList();
    }

    private QueueStatus status(String name) {
        Instant now = clock.instant();
        List<ExecutionRow> ready = rows(ExecutionState.READY).stream()
                .filter(row -> row.queue().equals(name) && !row.availableAt().isAfter(now))
                .toList();
        long leased = rows(ExecutionState.LEASED).stream()
                .filter(row -> row.queue().equals(name))
                .count();
        Long oldest = ready.stream()
                .map(row -> Duration.between(row.availableAt(), now).toSeconds())
                .max(Long::compare)
                .orElse(null);
        return QueueStatus.of(name, ready.size(), leased, oldest, pollers(name, now));
    }

    private long pollers(String queue, Instant now) {
        return tables.workers.values().stream()
                .filter(worker ->
                        takesWork(worker, now) && worker.heartbeat().queues().contains(queue))
                .count();
    }

    private static boolean takesWork(StoredWorker worker, Instant now) {
        WorkerHeartbeat.State state = worker.heartbeat().state();
        return !worker.gone()
                && !worker.drainRequested()
                && state != WorkerHeartbeat.State.DRAINING
                && state != WorkerHeartbeat.State.STOPPED
                && !worker.heardAt().isBefore(now.minus(WorkerStore.LOST_AFTER));
    }
}
