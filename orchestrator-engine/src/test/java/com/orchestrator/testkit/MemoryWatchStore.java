package com.orchestrator.testkit;

import com.orchestrator.engine.decision.explain.Facts;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.store.ExecutionRow;
import com.orchestrator.engine.store.InstanceRow;
import com.orchestrator.engine.store.WatchStore;
import com.orchestrator.testkit.MemoryTables.StoredPoll;
import com.orchestrator.testkit.MemoryTables.StoredWorker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

final class MemoryWatchStore implements WatchStore {

    private static final Duration ALIVE = Duration.ofMinutes(1);
    private static final Duration SOON = Duration.ofMinutes(1);
    private final MemoryTables tables;
    private final InstantSource clock;

    MemoryWatchStore(MemoryTables tables, InstantSource clock) {
        this.tables = tables;
        this.clock = clock;
    }

    @Override
    public void polled(Collection<Poll> polls) {
        Instant now = clock.instant();
        synchronized (tables) {
            for (Poll poll : polls) {
                StoredPoll known = tables.polls.get(poll.queue());
                Instant before = known == null ? null : known.withSlotAt();
                tables.polls.put(poll.queue(), new StoredPoll(now, poll.hadSlot() ? now : before));
            }
        }
    }

    @Override
    public Map<String, Facts.Queue> queues(Collection<String> queues) {
        synchronized (tables) {
            return queues.stream().collect(Collectors.toMap(queue -> queue, this::queue));
        }
    }

    private Facts.Queue queue(String queue) {
        StoredPoll poll = tables.polls.getOrDefault(queue, new StoredPoll(Instant.EPOCH, null));
        long ready = due().filter(row -> row.queue().equals(queue)).count();
        return new Facts.Queue(ready, tables.polls.containsKey(queue) ? poll.at() : null, poll.withSlotAt());
    }

    private Stream<ExecutionRow> due() {
        Instant now = clock.instant();
        return tables.executions.values().stream()
                .map(MemoryTables.StoredExecution::row)
                .filter(row -> MemoryRunTransaction.isDue(row, now));
    }

    @Override
    public List<Facts.Worker> workers(Collection<String> workerIds) {
        Instant since = clock.instant().minus(ALIVE);
        synchronized (tables) {
            return tables.workers.entrySet().stream()
                    .filter(worker -> worker.getValue().heardAt().isAfter(since) || workerIds.contains(worker.getKey()))
                    .map(worker -> worker(worker.getKey(), worker.getValue()))
                    .toList();
        }
    }

    private static Facts.Worker worker(String workerId, StoredWorker stored) {
        return new Facts.Worker(
                workerId,
                stored.heartbeat().queues(),
                stored.heartbeat().capacity(),
                stored.heartbeat().currentLoad(),
                stored.heardAt());
    }

    @Override
    public Map<UUID, Facts.Row> rows(Collection<UUID> executionIds) {
        synchronized (tables) {
            Map<UUID, Facts.Row> rows = new HashMap<>();
            for (UUID executionId : executionIds) {
                if (tables.executions.containsKey(executionId)) {
                    rows.put(
                            executionId,
                            new Facts.Row(tables.executions.get(executionId).leaseExpiresAt()));
                }
            }
            return rows;
        }
    }

    @Override
    public Optional<Instant> wakeAt(UUID instanceId) {
        synchronized (tables) {
            return Optional.ofNullable(tables.instances.get(instanceId)).map(InstanceRow::wakeAt);
        }
    }

    @Override
    public boolean isWatched(UUID instanceId) {
        synchronized (tables) {
            return tables.isWatched(instanceId);
        }
    }

    @Override
    public OpenRuns openRuns(UUID after, int limit) {
        synchronized (tables) {
            List<InstanceRow> piece = tables.instances.tailMap(after, false).values().stream()
                    .limit(limit)
                    .toList();
            List<OpenRun> open = piece.stream()
                    .filter(row -> row.endedAt() == null)
                    .map(this::openRun)
                    .toList();
            return new OpenRuns(
                    open, piece.size() < limit ? null : piece.get(limit - 1).instanceId());
        }
    }

    private OpenRun openRun(InstanceRow row) {
        boolean soon =
                row.wakeAt() != null && !row.wakeAt().isAfter(clock.instant().plus(SOON));
        boolean hasRows = tables.executions.keySet().stream()
                .anyMatch(id -> ExecutionId.instanceOf(id).equals(row.instanceId()));
        return new OpenRun(row.instanceId(), row.state(), soon, hasRows);
    }

    @Override
    public List<Backlog> backlog() {
        Instant now = clock.instant();
        synchronized (tables) {
            Map<String, List<ExecutionRow>> byQueue =
                    due().collect(Collectors.groupingBy(ExecutionRow::queue, TreeMap::new, Collectors.toList()));
            return byQueue.entrySet().stream()
                    .map(queue -> new Backlog(queue.getKey(), queue.getValue().size(), oldest(queue.getValue(), now)))
                    .toList();
        }
    }

    private static Duration oldest(List<ExecutionRow> rows, Instant now) {
        return rows.stream()
                .map(row -> Duration.between(row.availableAt(), now))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}
