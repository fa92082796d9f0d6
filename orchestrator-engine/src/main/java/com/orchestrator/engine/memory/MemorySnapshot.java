package com.orchestrator.engine.memory;

import com.orchestrator.api.model.Incident;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.explain.Facts;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.limit.Rule;
import com.orchestrator.engine.limit.RuleUse;
import com.orchestrator.engine.memory.MemoryTables.StoredPoll;
import com.orchestrator.engine.memory.MemoryTables.StoredWorker;
import com.orchestrator.engine.store.ExecutionRow;
import com.orchestrator.engine.store.InstanceRow;
import com.orchestrator.engine.store.LeaseStore.ProgressKey;
import com.orchestrator.engine.store.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables, for somebody who holds their monitor for as long as he looks. */
record MemorySnapshot(MemoryTables tables, Instant now) implements Snapshot {

    private static final Duration ALIVE = Duration.ofMinutes(1);

    static Stream<ExecutionRow> due(MemoryTables tables, Instant now) {
        return tables.executions.values().stream()
                .map(MemoryTables.StoredExecution::row)
                .filter(row -> MemoryRunTransaction.isDue(row, now));
    }

    @Override
    public List<Entry> history(UUID instanceId) {
        return tables.read(instanceId);
    }

    @Override
    public Optional<Incident> incident(UUID instanceId) {
        return tables.incident(instanceId);
    }

    @Override
    public Map<UUID, WorkflowState> states(Collection<UUID> instanceIds) {
        return instanceIds.stream()
                .filter(tables::has)
                .collect(Collectors.toMap(
                        Function.identity(),
                        id -> tables.compact.contains(id)
                                ? WorkflowState.RUNNING
                                : Objects.requireNonNull(tables.instances.get(id))
                                        .state()));
    }

    @Override
    public Map<ProgressKey, Payload> progress(Collection<ProgressKey> keys) {
        return keys.stream()
                .filter(tables.progress::containsKey)
                .collect(Collectors.toMap(Function.identity(), tables.progress::get));
    }

    @Override
    public Map<String, Facts.Line> lines(Collection<String> names) {
        return names.stream().collect(Collectors.toMap(name -> name, tables.claims::line));
    }

    @Override
    public Map<String, Facts.Queue> queues(Collection<String> queues) {
        return queues.stream().collect(Collectors.toMap(queue -> queue, this::queue));
    }

    private Facts.Queue queue(String queue) {
        StoredPoll poll = tables.polls.getOrDefault(queue, new StoredPoll(Instant.EPOCH, null));
        long ready = due(tables, now).filter(row -> row.queue().equals(queue)).count();
        return new Facts.Queue(ready, tables.polls.containsKey(queue) ? poll.at() : null, poll.withSlotAt());
    }

    @Override
    public Map<Rule, RuleUse> rules(Collection<Rule> rules) {
        return rules.stream().collect(Collectors.toMap(rule -> rule, rule -> tables.rules.use(rule, now)));
    }

    @Override
    public List<Facts.Worker> workers(Collection<String> workerIds) {
        Instant since = now.minus(ALIVE);
        return tables.workers.entrySet().stream()
                .filter(worker -> worker.getValue().heardAt().isAfter(since) || workerIds.contains(worker.getKey()))
                .map(worker -> worker(worker.getKey(), worker.getValue()))
                .toList();
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

    @Override
    public Optional<Instant> wakeAt(UUID instanceId) {
        return Optional.ofNullable(tables.instances.get(instanceId)).map(InstanceRow::wakeAt);
    }

    @Override
    public boolean isWatched(UUID instanceId) {
        return tables.isWatched(instanceId);
    }
}
