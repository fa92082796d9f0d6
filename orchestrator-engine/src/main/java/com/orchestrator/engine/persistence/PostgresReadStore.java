package com.orchestrator.engine.persistence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.api.model.TaskExecution;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.engine.persistence.sql.FindAtRest;
import com.orchestrator.engine.persistence.sql.FindInstanceOf;
import com.orchestrator.engine.persistence.sql.LoadEvents.StoredEvent;
import com.orchestrator.engine.persistence.sql.ReadHistory;
import com.orchestrator.engine.persistence.sql.ReadPayloads;
import com.orchestrator.engine.persistence.sql.ReadTasks;
import com.orchestrator.engine.service.InstanceQuery;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.ReadStore;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people read: rows from Hibernate or plain SQL, payloads from the events that carry them. */
final class PostgresReadStore implements ReadStore {

    private static final long INPUT_SEQUENCE = 1;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final JdbcAccess jdbc;
    private final HibernateAccess hibernate;

    PostgresReadStore(JdbcAccess jdbc, HibernateAccess hibernate) {
        this.jdbc = jdbc;
        this.hibernate = hibernate;
    }

    @Override
    public Optional<WorkflowInstance> findInstance(UUID instanceId) {
        WorkflowInstanceEntity row =
                hibernate.transaction(session -> session.get(WorkflowInstanceEntity.class, instanceId));
        if (row == null) {
            return Optional.empty();
        }
        Set<Long> wanted = new LinkedHashSet<>(Set.of(INPUT_SEQUENCE));
        if (row.outputSequence != null) {
            wanted.add(row.outputSequence);
        }
        Map<Long, Payload> payloads = jdbc.transaction(connection -> ReadPayloads.run(connection, instanceId, wanted));
        Payload output = row.outputSequence == null ? null : payloads.get(row.outputSequence);
        return Optional.of(instance(row, payloads.get(INPUT_SEQUENCE), output));
    }

    @Override
    public Page<WorkflowInstance> listInstances(InstanceQuery query) {
        int limit = query.page().limit();
        List<WorkflowInstanceEntity> rows =
                hibernate.transaction(session -> InstanceList.query(session, query, limit + 1));
        Page<WorkflowInstanceEntity> page = Cursor.page(rows, limit, last -> Cursor.of(last.instanceId.toString()));
        return new Page<>(
                page.items().stream().map(row -> instance(row, null, null)).toList(), page.next());
    }

    @SuppressWarnings("unchecked")
    private static WorkflowInstance instance(
            WorkflowInstanceEntity row, @Nullable Payload input, @Nullable Payload output) {
        Map<String, String> labels = row.labels == null ? Map.of() : EventJson.parse(row.labels, Map.class);
        return new WorkflowInstance(
                row.instanceId,
                row.namespace,
                row.workflowName,
                row.revision,
                row.runId,
                row.state,
                row.sequenceNumber,
                input,
                output,
                row.cause == null ? null : EventJson.parse(row.cause, Cause.class),
                labels,
                Priority.values()[row.priority],
                row.createdAt,
                row.startedAt,
                row.endedAt,
                row.parentInstanceId);
    }

    @Override
    public Page<HistoryEntry> history(UUID instanceId, long afterSequenceNumber, int limit) {
        List<StoredEvent> events =
                jdbc.transaction(connection -> ReadHistory.run(connection, instanceId, afterSequenceNumber, limit + 1));
        List<HistoryEntry> entries =
                events.stream().map(PostgresReadStore::historyEntry).toList();
        return Cursor.page(entries, limit, last -> String.valueOf(last.sequenceNumber()));
    }

    /** What every reader looks for stands beside the data, everything else in it, the payload byte for byte. */
    private static HistoryEntry historyEntry(StoredEvent event) {
        ObjectNode data = (ObjectNode) EventJson.tree(event.data());
        HistoryFields fields = HistoryFields.takeFrom(data);
        byte[] payload = event.payload();
        if (payload != null) {
            data.putRawValue("payload", new RawValue(Payload.ofJson(payload).toString()));
        }
        return new HistoryEntry(
                event.sequenceNumber(),
                event.type(),
                event.at(),
                fields.taskId(),
                fields.iteration(),
                fields.executionId(),
                fields.attempt(),
                fields.fenceToken(),
                event.actor(),
                data);
    }

    @Override
    public Page<TaskExecution> tasks(UUID instanceId, ListQuery query) {
        UUID cursor = Cursor.id(query.cursor());
        UUID after = cursor == null ? BEFORE_ALL : cursor;
        return jdbc.transaction(connection -> {
            List<ReadTasks.Row> rows = ReadTasks.run(connection, instanceId, after, query.limit() + 1);
            Page<ReadTasks.Row> page = Cursor.page(
                    rows, query.limit(), last -> Cursor.of(last.executionId().toString()));
            Map<Long, Payload> payloads = ReadPayloads.run(connection, instanceId, sequences(page.items()));
            return new Page<>(
                    page.items().stream().map(row -> task(row, payloads)).toList(), page.next());
        });
    }

    private static Set<Long> sequences(List<ReadTasks.Row> rows) {
        Set<Long> sequences = new LinkedHashSet<>();
        for (ReadTasks.Row row : rows) {
            sequences.add(row.inputSequence());
            if (row.outputSequence() != null) {
                sequences.add(row.outputSequence());
            }
        }
        return sequences;
    }

    private static TaskExecution task(ReadTasks.Row row, Map<Long, Payload> payloads) {
        return new TaskExecution(
                row.executionId(),
                row.taskId(),
                row.iteration(),
                row.kind(),
                row.taskType(),
                row.queue(),
                row.state(),
                row.attempt(),
                row.fenceToken(),
                row.leaseHolder(),
                row.leaseExpiresAt(),
                row.availableAt(),
                payloads.get(row.inputSequence()),
                row.outputSequence() == null ? null : payloads.get(row.outputSequence()),
                row.error() == null ? null : EventJson.parse(row.error(), TaskError.class),
                row.lateOutcome(),
                row.createdAt(),
                row.startedAt(),
                row.endedAt());
    }

    @Override
    public Set<UUID> findAtRest(Collection<UUID> instanceIds) {
        return jdbc.transaction(connection -> FindAtRest.run(connection, instanceIds));
    }

    @Override
    public Optional<UUID> findInstanceOf(UUID executionId) {
        return jdbc.transaction(connection -> FindInstanceOf.run(connection, executionId));
    }
}
