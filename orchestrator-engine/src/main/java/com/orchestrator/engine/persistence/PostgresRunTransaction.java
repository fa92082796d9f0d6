package com.orchestrator.engine.persistence;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.decision.Entry;
import com.orchestrator.engine.persistence.sql.FindRuns;
import com.orchestrator.engine.persistence.sql.InsertEvents;
import com.orchestrator.engine.persistence.sql.InsertExecutions;
import com.orchestrator.engine.persistence.sql.InsertInstances;
import com.orchestrator.engine.persistence.sql.LoadEvents;
import com.orchestrator.engine.persistence.sql.LoadEvents.StoredEvent;
import com.orchestrator.engine.persistence.sql.LockDueExecutions;
import com.orchestrator.engine.persistence.sql.LockLeases;
import com.orchestrator.engine.persistence.sql.MoveInstances;
import com.orchestrator.engine.persistence.sql.ReadNow;
import com.orchestrator.engine.persistence.sql.UpdateExecutions;
import com.orchestrator.engine.store.ExecutionRef;
import com.orchestrator.engine.store.ExecutionRow;
import com.orchestrator.engine.store.LaneSelector;
import com.orchestrator.engine.store.RunKey;
import com.orchestrator.engine.store.RunRecord;
import com.orchestrator.engine.store.RunTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One unit of work: each method is one statement, whatever the size of the batch. */
final class PostgresRunTransaction implements RunTransaction {

    private final Connection connection;
    private @Nullable Instant now;

    PostgresRunTransaction(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Instant now() {
        Instant read = now;
        if (read == null) {
            read = UncheckedSql.wrap(() -> ReadNow.run(connection));
            now = read;
        }
        return read;
    }

    @Override
    public Map<UUID, List<Entry>> loadEvents(Map<UUID, Long> afterSequenceNumber) {
        Map<UUID, List<Entry>> histories = new HashMap<>();
        for (StoredEvent event : UncheckedSql.wrap(() -> LoadEvents.run(connection, afterSequenceNumber))) {
            histories
                    .computeIfAbsent(event.instanceId(), id -> new ArrayList<>())
                    .add(entry(event));
        }
        afterSequenceNumber.forEach((instanceId, after) -> {
            if (after > 0) {
                histories.putIfAbsent(instanceId, List.of());
            }
        });
        return histories;
    }

    private static Entry entry(StoredEvent event) {
        byte[] payload = event.payload();
        return new Entry(
                event.sequenceNumber(),
                event.at(),
                event.actor(),
                EventJson.read(event.type(), event.data()),
                payload == null ? null : Payload.ofJson(payload));
    }

    @Override
    public Map<RunKey, UUID> findRuns(Collection<RunKey> keys) {
        return UncheckedSql.wrap(() -> FindRuns.run(connection, keys));
    }

    @Override
    public List<ExecutionRef> lockDueExecutions(String queue, LaneSelector lane, int limit) {
        return UncheckedSql.wrap(() -> LockDueExecutions.run(connection, queue, lane, limit, now()));
    }

    @Override
    public Map<UUID, Instant> lockLeases(Collection<UUID> executionIds) {
        return UncheckedSql.wrap(() -> LockLeases.run(connection, executionIds));
    }

    @Override
    public Set<UUID> recordInstances(Collection<RunRecord> records) {
        Set<UUID> lost = new HashSet<>();
        records.forEach(record -> lost.add(record.instanceId()));
        List<RunRecord> moved =
                records.stream().filter(record -> !record.isNew()).toList();
        List<RunRecord> created = records.stream().filter(RunRecord::isNew).toList();
        if (!moved.isEmpty()) {
            lost.removeAll(UncheckedSql.wrap(() -> MoveInstances.run(connection, moved, EventJson::print)));
        }
        if (!created.isEmpty()) {
            lost.removeAll(UncheckedSql.wrap(() -> InsertInstances.run(
                    connection, created.stream().map(RunRecord::instance).toList(), EventJson::print)));
        }
        return lost;
    }

    @Override
    public void recordDetails(Collection<RunRecord> records) {
        List<ExecutionRow> updated = new ArrayList<>();
        List<ExecutionRow> inserted = new ArrayList<>();
        List<StoredEvent> events = new ArrayList<>();
        for (RunRecord record : records) {
            updated.addAll(record.updated());
            inserted.addAll(record.inserted());
            record.events().forEach(entry -> events.add(stored(record.instanceId(), entry)));
        }
        UncheckedSql.wrap(() -> {
            write(updated, inserted);
            if (!events.isEmpty()) {
                InsertEvents.run(connection, events);
            }
            return events.size();
        });
    }

    private void write(List<ExecutionRow> updated, List<ExecutionRow> inserted) throws SQLException {
        if (!updated.isEmpty()) {
            int found = UpdateExecutions.run(connection, updated, EventJson::print);
            if (found != updated.size()) {
                throw new InvariantViolation("Expected to update " + updated.size() + " executions, found " + found);
            }
        }
        if (!inserted.isEmpty()) {
            InsertExecutions.run(connection, inserted, EventJson::print);
        }
    }

    private static StoredEvent stored(UUID instanceId, Entry entry) {
        Payload payload = entry.payload();
        return new StoredEvent(
                instanceId,
                entry.sequenceNumber(),
                EventJson.typeOf(entry.event()),
                entry.at(),
                entry.actor(),
                EventJson.write(entry.event()),
                payload == null ? null : payload.bytes());
    }
}
