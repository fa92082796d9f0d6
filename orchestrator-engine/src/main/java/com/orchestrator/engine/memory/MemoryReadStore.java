package com.orchestrator.engine.memory;

import com.orchestrator.api.model.CountBy;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.Incident;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.RunCount;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.engine.definition.JobCompiler;
import com.orchestrator.engine.find.RunCursor;
import com.orchestrator.engine.find.RunField;
import com.orchestrator.engine.find.RunFilter;
import com.orchestrator.engine.persistence.HistoryEntries;
import com.orchestrator.engine.service.InstanceQuery;
import com.orchestrator.engine.store.CompactRuns;
import com.orchestrator.engine.store.InstanceRow;
import com.orchestrator.engine.store.ReadStore;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

final class MemoryReadStore implements ReadStore {

    private final MemoryTables tables;
    private final InstantSource clock;

    MemoryReadStore(MemoryTables tables, InstantSource clock) {
        this.tables = tables;
        this.clock = clock;
    }

    @Override
    public Optional<WorkflowInstance> findInstance(UUID instanceId) {
        synchronized (tables) {
            if (tables.compact.contains(instanceId)) {
                return Optional.of(CompactRuns.instance(
                        instanceId,
                        tables.read(instanceId),
                        tables.incident(instanceId).orElse(null)));
            }
            Incident incident = tables.incident(instanceId).orElse(null);
            return Optional.ofNullable(tables.instances.get(instanceId))
                    .map(row -> instance(
                            row, payload(instanceId, 1L), payload(instanceId, row.outputSequence()), incident));
        }
    }

    private @Nullable Payload payload(UUID instanceId, @Nullable Long sequenceNumber) {
        return sequenceNumber == null
                ? null
                : tables.history(instanceId)
                        .get((int) (sequenceNumber - 1))
                        .read()
                        .payload();
    }

    private WorkflowInstance instance(
            InstanceRow row, @Nullable Payload input, @Nullable Payload output, @Nullable Incident incident) {
        return new WorkflowInstance(
                row.instanceId(),
                row.namespace(),
                row.workflow(),
                row.revision(),
                row.runId(),
                row.state(),
                tables.length(row.instanceId()),
                input,
                output,
                row.cause(),
                incident,
                row.labels(),
                attributes(row.instanceId()),
                row.priority(),
                row.createdAt(),
                row.startedAt(),
                row.endedAt(),
                row.parentInstanceId());
    }

    private Map<String, Object> attributes(UUID instanceId) {
        Map<String, Object> attributes = new TreeMap<>();
        tables.attributes.getOrDefault(instanceId, Map.of()).forEach((field, value) -> {
            if (field instanceof RunField.Attribute attribute) {
                attributes.put(attribute.name(), value.json());
            }
        });
        return attributes;
    }

    @Override
    public Page<WorkflowInstance> listInstances(InstanceQuery query) {
        Optional<RunCursor> behind = RunCursor.of(query.page().cursor(), query.filter(), query.ascending());
        Comparator<RunCursor> order = MemoryRunFacts.order(query.ascending());
        synchronized (tables) {
            return MemoryPages.page(
                            found(query.filter())
                                    .filter(row -> behind.isEmpty()
                                            || order.compare(MemoryRunFacts.place(row), behind.get()) > 0)
                                    .sorted(Comparator.comparing(MemoryRunFacts::place, order)),
                            query.page().limit(),
                            last -> MemoryRunFacts.place(last).text(query.filter(), query.ascending()))
                    .map(row -> instance(row, null, null, null));
        }
    }

    @Override
    public RunCount countInstances(RunFilter filter, CountBy by) {
        RunField field = switch (by) {
            case STATE -> RunField.Column.STATE;
            case WORKFLOW -> RunField.Column.WORKFLOW;
            case CODE -> RunField.Column.CODE;
        };
        synchronized (tables) {
            return RunCount.of(
                    found(filter.and(new RunFilter.Present(field)))
                            .collect(Collectors.groupingBy(
                                    row -> String.valueOf(
                                            Objects.requireNonNull(facts(row).valueOf(field))
                                                    .json()),
                                    Collectors.counting())),
                    false);
        }
    }

    private Stream<InstanceRow> found(RunFilter filter) {
        return tables.instances.values().stream().filter(row -> filter.test(facts(row)));
    }

    private MemoryRunFacts facts(InstanceRow row) {
        return new MemoryRunFacts(
                row,
                tables.incident(row.instanceId()).orElse(null),
                tables.attributes.getOrDefault(row.instanceId(), Map.of()),
                clock.instant());
    }

    @Override
    public Page<HistoryEntry> history(UUID instanceId, long afterSequenceNumber, int limit) {
        synchronized (tables) {
            return MemoryPages.page(
                    tables.history(instanceId).stream()
                            .skip(afterSequenceNumber)
                            .map(entry -> HistoryEntries.of(entry.read())),
                    limit,
                    last -> String.valueOf(last.sequenceNumber()));
        }
    }

    @Override
    public Map<UUID, String> namespaces(Collection<UUID> instanceIds) {
        Map<UUID, String> found = new HashMap<>();
        synchronized (tables) {
            for (UUID id : instanceIds) {
                if (tables.instances.containsKey(id)) {
                    found.put(id, tables.instances.get(id).namespace());
                } else if (tables.compact.contains(id) || tables.jobEnds.containsKey(id)) {
                    found.put(id, JobCompiler.NAMESPACE);
                }
            }
        }
        return found;
    }

    @Override
    public Set<UUID> findAtRest(Collection<UUID> instanceIds) {
        synchronized (tables) {
            return instanceIds.stream()
                    .filter(id -> tables.jobEnds.containsKey(id)
                            || (tables.instances.containsKey(id)
                                    && tables.instances.get(id).state().isAtRest()))
                    .collect(Collectors.toSet());
        }
    }
}
