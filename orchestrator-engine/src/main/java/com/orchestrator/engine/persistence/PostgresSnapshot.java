package com.orchestrator.engine.persistence;

import com.orchestrator.api.model.Incident;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.explain.Facts;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.limit.Rule;
import com.orchestrator.engine.limit.RuleUse;
import com.orchestrator.engine.persistence.sql.FindQueues;
import com.orchestrator.engine.persistence.sql.FindRows;
import com.orchestrator.engine.persistence.sql.FindSetAside;
import com.orchestrator.engine.persistence.sql.FindStates;
import com.orchestrator.engine.persistence.sql.FindWakeUp;
import com.orchestrator.engine.persistence.sql.FindWatch;
import com.orchestrator.engine.persistence.sql.FindWorkers;
import com.orchestrator.engine.persistence.sql.LoadPages;
import com.orchestrator.engine.persistence.sql.ReadGates;
import com.orchestrator.engine.persistence.sql.ReadNow;
import com.orchestrator.engine.store.LeaseStore.ProgressKey;
import com.orchestrator.engine.store.Snapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** One transaction that sees what was committed when it began to look, and nothing of what comes meanwhile. */
record PostgresSnapshot(Connection connection, Seals seals) implements Snapshot {

    /** To be called before anything else in its transaction. */
    static PostgresSnapshot begin(Connection connection, Seals seals) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
        }
        return new PostgresSnapshot(connection, seals);
    }

    @Override
    public Instant now() {
        return UncheckedSql.wrap(() -> ReadNow.run(connection));
    }

    @Override
    public List<Entry> history(UUID instanceId) {
        List<Entry> compact = CompactWrites.load(connection, instanceId, seals);
        return compact.isEmpty()
                ? seals.read(connection, UncheckedSql.wrap(() -> LoadPages.run(connection, Map.of(instanceId, 0L))))
                : compact;
    }

    @Override
    public Optional<Incident> incident(UUID instanceId) {
        return UncheckedSql.wrap(() -> FindSetAside.open(connection, instanceId));
    }

    @Override
    public Map<UUID, Facts.Row> rows(Collection<UUID> executionIds) {
        return UncheckedSql.wrap(() -> FindRows.run(connection, executionIds));
    }

    @Override
    public Optional<Instant> wakeAt(UUID instanceId) {
        return UncheckedSql.wrap(() -> FindWakeUp.run(connection, instanceId));
    }

    @Override
    public boolean isWatched(UUID instanceId) {
        return UncheckedSql.wrap(() -> FindWatch.run(connection, instanceId));
    }

    @Override
    public Map<UUID, WorkflowState> states(Collection<UUID> instanceIds) {
        Map<UUID, WorkflowState> states = UncheckedSql.wrap(() -> FindStates.run(connection, instanceIds));
        instanceIds.stream()
                .filter(instanceId -> !states.containsKey(instanceId)
                        && !CompactWrites.load(connection, instanceId, seals).isEmpty())
                .forEach(instanceId -> states.put(instanceId, WorkflowState.RUNNING));
        return states;
    }

    @Override
    public Map<String, Facts.Line> lines(Collection<String> names) {
        return UncheckedSql.wrap(() -> ReadGates.run(connection, names)).stream()
                .collect(Collectors.toMap(ReadGates.GateRow::name, row -> new Facts.Line(row.holders(), row.line())));
    }

    @Override
    public Map<String, Facts.Queue> queues(Collection<String> queues) {
        return UncheckedSql.wrap(() -> FindQueues.run(connection, queues));
    }

    @Override
    public Map<Rule, RuleUse> rules(Collection<Rule> rules) {
        return rules.isEmpty() ? Map.of() : UncheckedSql.wrap(() -> RuleReading.of(connection, rules, now()));
    }

    @Override
    public List<Facts.Worker> workers(Collection<String> workerIds) {
        return UncheckedSql.wrap(() -> FindWorkers.run(connection, workerIds)).stream()
                .map(PostgresSnapshot::worker)
                .toList();
    }

    private static Facts.Worker worker(FindWorkers.Row row) {
        List<String> queues = List.of(EventJson.parse(row.queues(), String[].class));
        return new Facts.Worker(row.workerId(), queues, row.capacity(), row.load(), row.lastHeartbeat());
    }

    @Override
    public Map<ProgressKey, Payload> progress(Collection<ProgressKey> keys) {
        return ProgressSeals.load(connection, keys, seals);
    }
}
