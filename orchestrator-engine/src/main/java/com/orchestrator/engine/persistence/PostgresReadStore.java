package com.orchestrator.engine.persistence;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.CountBy;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.Incident;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.model.RunCount;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.find.NotableStates;
import com.orchestrator.engine.find.RunCursor;
import com.orchestrator.engine.find.RunField;
import com.orchestrator.engine.find.RunFilter;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.persistence.Seals.Known;
import com.orchestrator.engine.persistence.sql.CountRuns;
import com.orchestrator.engine.persistence.sql.FindAtRest;
import com.orchestrator.engine.persistence.sql.FindNamespaces;
import com.orchestrator.engine.persistence.sql.FindSetAside;
import com.orchestrator.engine.persistence.sql.ListRuns;
import com.orchestrator.engine.persistence.sql.LoadPages;
import com.orchestrator.engine.persistence.sql.ReadPages;
import com.orchestrator.engine.persistence.sql.RunAttributes;
import com.orchestrator.engine.service.InstanceQuery;
import com.orchestrator.engine.store.AttributeRow;
import com.orchestrator.engine.store.CompactRuns;
import com.orchestrator.engine.store.ReadStore;
import com.orchestrator.engine.store.UnreadablePage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people read: rows from Hibernate or plain SQL, payloads from the events that carry them. */
final class PostgresReadStore implements ReadStore {

    private static final long INPUT_SEQUENCE = 1;

    private final JdbcAccess jdbc;
    private final HibernateAccess hibernate;
    private final Seals seals;

    PostgresReadStore(JdbcAccess jdbc, HibernateAccess hibernate, Seals seals) {
        this.jdbc = jdbc;
        this.seals = seals;
        this.hibernate = hibernate;
    }

    @Override
    public Optional<WorkflowInstance> findInstance(UUID instanceId) {
        WorkflowInstanceEntity row =
                hibernate.transaction(session -> session.get(WorkflowInstanceEntity.class, instanceId));
        if (row == null) {
            return Optional.of(compact(instanceId))
                    .filter(history -> !history.isEmpty())
                    .map(history -> CompactRuns.instance(instanceId, history, incident(instanceId)));
        }
        Set<Long> wanted = new LinkedHashSet<>(Set.of(INPUT_SEQUENCE));
        if (row.outputSequence != null) {
            wanted.add(row.outputSequence);
        }
        Incident incident = incident(row);
        Map<Long, Payload> payloads = payloads(instanceId, wanted, incident != null);
        Payload output = row.outputSequence == null ? null : payloads.get(row.outputSequence);
        return Optional.of(
                instance(row, opened(row), attributes(instanceId), incident, payloads.get(INPUT_SEQUENCE), output));
    }

    private @Nullable Cause opened(WorkflowInstanceEntity row) {
        Cause cause = row.cause == null ? null : EventJson.parse(row.cause, Cause.class);
        return cause == null || !RunSeal.isSealed(cause.message())
                ? cause
                : jdbc.transaction(connection -> seals.ofRuns(connection, List.of(row.instanceId))
                        .of(row.instanceId)
                        .opened(cause));
    }

    /** The history of a run that stands in one row; none when it does not. */
    private List<Entry> compact(UUID instanceId) {
        return jdbc.transaction(connection -> CompactWrites.load(connection, instanceId, seals));
    }

    /** A run that is set aside is shown as suspended, so that for all others nobody has to ask. */
    private @Nullable Incident incident(WorkflowInstanceEntity row) {
        return row.state == WorkflowState.SUSPENDED ? incident(row.instanceId) : null;
    }

    private @Nullable Incident incident(UUID instanceId) {
        return jdbc.transaction(connection -> FindSetAside.open(connection, instanceId))
                .orElse(null);
    }

    /** @param isAtFault whether it may be that they cannot be read; then there are none */
    private Map<Long, Payload> payloads(UUID instanceId, Set<Long> wanted, boolean isAtFault) {
        try {
            return payloads(instanceId, wanted);
        } catch (InvariantViolation unreadable) {
            if (isAtFault) {
                return Map.of();
            }
            throw unreadable;
        }
    }

    private Map<Long, Payload> payloads(UUID instanceId, Set<Long> wanted) {
        Map<Long, Payload> payloads = new HashMap<>();
        jdbc.transaction(connection -> seals.read(connection, ReadPages.with(connection, instanceId, wanted))).stream()
                .filter(entry -> entry.payload() != null && wanted.contains(entry.sequenceNumber()))
                .forEach(entry -> payloads.put(entry.sequenceNumber(), entry.payload()));
        return payloads;
    }

    @Override
    public Page<WorkflowInstance> listInstances(InstanceQuery query) {
        RunCursor behind = RunCursor.of(query.page().cursor(), query.filter(), query.ascending())
                .orElse(null);
        return jdbc.transaction(connection -> {
            ListRuns.Found found = ListRuns.run(
                    connection,
                    query.filter(),
                    query.ascending(),
                    behind,
                    query.page().limit());
            Map<UUID, Map<String, Object>> attributes = attributes(
                    connection,
                    found.rows().stream().map(ListRuns.Row::instanceId).toList());
            Known known = seals.ofRuns(
                    connection,
                    found.rows().stream()
                            .filter(row -> row.cause() != null)
                            .map(ListRuns.Row::instanceId)
                            .toList());
            RunCursor next = found.next();
            return new Page<>(
                    found.rows().stream()
                            .map(row -> listed(
                                    row,
                                    known.of(row.instanceId()),
                                    attributes.getOrDefault(row.instanceId(), Map.of())))
                            .toList(),
                    next == null ? null : next.text(query.filter(), query.ascending()));
        });
    }

    /** States that are notable have rows of their own, of which there are few: they are counted by themselves. */
    @Override
    public RunCount countInstances(RunFilter filter, CountBy by) {
        CountRuns.Counted counted = jdbc.transaction(connection -> {
            RunFilter notable = RunFilter.states(NotableStates.ALL);
            return switch (by) {
                case WORKFLOW -> CountRuns.run(connection, filter, by);
                case CODE -> CountRuns.run(connection, notable.and(filter), by);
                case STATE ->
                    filter.restrictsState()
                            ? CountRuns.run(connection, filter, by)
                            : CountRuns.run(connection, notable.and(filter), by)
                                    .and(CountRuns.run(connection, filter.and(new RunFilter.Not(notable)), by));
            };
        });
        return RunCount.of(counted.counts(), counted.atLeast());
    }

    private static WorkflowInstance listed(ListRuns.Row row, RunSeal seal, Map<String, Object> attributes) {
        return new WorkflowInstance(
                row.instanceId(),
                row.namespace(),
                row.workflow(),
                row.revision(),
                row.runId(),
                WorkflowState.valueOf(row.state()),
                row.sequenceNumber(),
                null,
                null,
                row.cause() == null ? null : seal.opened(EventJson.parse(row.cause(), Cause.class)),
                null,
                labels(row.labels()),
                attributes,
                Priority.values()[row.priority()],
                row.createdAt(),
                row.startedAt(),
                row.endedAt(),
                row.parentInstanceId());
    }

    private Map<String, Object> attributes(UUID instanceId) {
        return jdbc.transaction(connection -> attributes(connection, List.of(instanceId)))
                .getOrDefault(instanceId, Map.of());
    }

    private static Map<UUID, Map<String, Object>> attributes(Connection connection, List<UUID> ids)
            throws SQLException {
        Map<UUID, Map<String, Object>> all = new HashMap<>();
        for (AttributeRow row : RunAttributes.read(connection, ids)) {
            all.computeIfAbsent(row.instanceId(), id -> new TreeMap<>())
                    .put(
                            ((RunField.Attribute) row.field()).name(),
                            Objects.requireNonNull(row.value()).json());
        }
        return all;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> labels(@Nullable String json) {
        return json == null ? Map.of() : EventJson.parse(json, Map.class);
    }

    private static WorkflowInstance instance(
            WorkflowInstanceEntity row,
            @Nullable Cause cause,
            Map<String, Object> attributes,
            @Nullable Incident incident,
            @Nullable Payload input,
            @Nullable Payload output) {
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
                cause,
                incident,
                labels(row.labels),
                attributes,
                Priority.values()[row.priority],
                row.createdAt,
                row.startedAt,
                row.endedAt,
                row.parentInstanceId);
    }

    @Override
    public Page<HistoryEntry> history(UUID instanceId, long afterSequenceNumber, int limit) {
        List<HistoryEntry> entries = new ArrayList<>();
        compact(instanceId).stream()
                .filter(entry -> entry.sequenceNumber() > afterSequenceNumber)
                .map(HistoryEntries::of)
                .forEach(entries::add);
        for (Sealed page : jdbc.transaction(connection ->
                sealed(connection, ReadPages.from(connection, instanceId, afterSequenceNumber + 1, limit + 1)))) {
            try {
                EventPage.read(page.page(), page.seal()).stream()
                        .filter(entry -> entry.sequenceNumber() > afterSequenceNumber)
                        .map(HistoryEntries::of)
                        .forEach(entries::add);
            } catch (UnreadablePage unreadable) {
                if (entries.isEmpty()) {
                    throw unreadable;
                }
                return upTo(entries, limit);
            }
        }
        return Cursor.page(
                entries.stream().limit(limit + 1L).toList(), limit, last -> String.valueOf(last.sequenceNumber()));
    }

    private record Sealed(LoadPages.Page page, RunSeal seal) {}

    private List<Sealed> sealed(Connection connection, List<LoadPages.Page> pages) {
        Known known = seals.ofPages(connection, pages);
        return pages.stream()
                .map(page -> new Sealed(page, known.of(page.instanceId())))
                .toList();
    }

    /** What can be read; whoever asks for the next page is told why there is none. */
    private static Page<HistoryEntry> upTo(List<HistoryEntry> entries, int limit) {
        List<HistoryEntry> read = entries.stream().limit(limit).toList();
        return new Page<>(read, String.valueOf(read.get(read.size() - 1).sequenceNumber()));
    }

    @Override
    public Map<UUID, String> namespaces(Collection<UUID> instanceIds) {
        return jdbc.transaction(connection -> FindNamespaces.run(connection, instanceIds));
    }

    @Override
    public Set<UUID> findAtRest(Collection<UUID> instanceIds) {
        return jdbc.transaction(connection -> FindAtRest.run(connection, instanceIds));
    }
}
