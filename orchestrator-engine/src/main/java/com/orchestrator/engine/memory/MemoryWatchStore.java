package com.orchestrator.engine.memory;

import com.orchestrator.api.fleet.WorkerStatus;
import com.orchestrator.engine.definition.JobCompiler;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.memory.MemoryTables.StoredPoll;
import com.orchestrator.engine.store.ExecutionRow;
import com.orchestrator.engine.store.InstanceRow;
import com.orchestrator.engine.store.Snapshot;
import com.orchestrator.engine.store.Surroundings;
import com.orchestrator.engine.store.Surroundings.Workers;
import com.orchestrator.engine.store.WatchStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

final class MemoryWatchStore implements WatchStore {

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

    /** While somebody looks, nobody changes anything. */
    @Override
    public <T> T inSnapshot(Function<Snapshot, T> look) {
        synchronized (tables) {
            return look.apply(new MemorySnapshot(tables, clock.instant()));
        }
    }

    private Stream<ExecutionRow> due() {
        return MemorySnapshot.due(tables, clock.instant());
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

    @Override
    public Surroundings surroundings() {
        Instant now = clock.instant();
        synchronized (tables) {
            Map<WorkerStatus.State, Workers> workers = new EnumMap<>(WorkerStatus.State.class);
            tables.workers.values().stream()
                    .filter(worker -> !worker.gone())
                    .forEach(worker -> workers.merge(
                            MemoryWorkerStore.state(worker, now),
                            new Workers(
                                    1,
                                    worker.heartbeat().capacity(),
                                    worker.heartbeat().currentLoad()),
                            Workers::and));
            return new Surroundings(workers, timersLag(now), Map.of(), Instant.EPOCH);
        }
    }

    private Duration timersLag(Instant now) {
        return tables.instances.values().stream()
                .map(InstanceRow::wakeAt)
                .filter(wakeAt -> wakeAt != null && wakeAt.isBefore(now))
                .map(wakeAt -> Duration.between(wakeAt, now))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    @Override
    public Surroundings.Connections connections() {
        return Surroundings.Connections.NONE;
    }

    @Override
    public Map<String, Long> queued() {
        synchronized (tables) {
            return due().collect(Collectors.groupingBy(this::namespace, Collectors.counting()));
        }
    }

    private String namespace(ExecutionRow row) {
        InstanceRow instance = tables.instances.get(ExecutionId.instanceOf(row.executionId()));
        return instance == null ? JobCompiler.NAMESPACE : instance.namespace();
    }

    private static Duration oldest(List<ExecutionRow> rows, Instant now) {
        return rows.stream()
                .map(row -> Duration.between(row.availableAt(), now))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}
