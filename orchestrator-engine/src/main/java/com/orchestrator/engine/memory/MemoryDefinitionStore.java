package com.orchestrator.engine.memory;

import com.orchestrator.api.definition.AttributeType;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.WorkflowChange;
import com.orchestrator.api.model.WorkflowStatus;
import com.orchestrator.api.request.WorkflowUpdate;
import com.orchestrator.engine.definition.CompiledDefinition;
import com.orchestrator.engine.find.AttributeTypes;
import com.orchestrator.engine.service.DefinitionSummary;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.StoredDefinition;
import com.orchestrator.engine.service.WorkflowOverview;
import com.orchestrator.engine.store.DefinitionStore;
import com.orchestrator.engine.store.StatusChange;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

final class MemoryDefinitionStore implements DefinitionStore {

    private static final Comparator<List<String>> BY_NAMESPACE_AND_NAME =
            Comparator.<List<String>, String>comparing(key -> key.get(0)).thenComparing(key -> key.get(1));

    private final MemoryTables tables;
    private final InstantSource clock;

    MemoryDefinitionStore(MemoryTables tables, InstantSource clock) {
        this.tables = tables;
        this.clock = clock;
    }

    @Override
    public Registered register(CompiledDefinition definition, String source, @Nullable String actor) {
        String namespace = definition.plan().namespace();
        String name = definition.plan().name();
        synchronized (tables) {
            Registered registered = findOrAdd(namespace, name, definition, source);
            WorkflowStatus status = status(namespace, name).orElseThrow();
            WorkflowUpdate isDefault = new WorkflowUpdate(registered.revision(), null, "registered");
            record(StatusChange.apply(status, isDefault), actor, null);
            return registered;
        }
    }

    private Registered findOrAdd(String namespace, String name, CompiledDefinition definition, String source) {
        List<StoredDefinition> revisions = revisions(namespace, name);
        for (StoredDefinition known : revisions) {
            if (known.sha256().equals(definition.sha256())) {
                return new Registered(known.revision(), false);
            }
        }
        int revision = revisions.size() + 1;
        tables.definitions.add(new StoredDefinition(
                namespace, name, revision, definition.sha256(), clock.instant(), definition.canonical(), source));
        definition.plan().searchAttributes().stream()
                .filter(attribute -> !attribute.isSignalKey())
                .forEach(attribute -> tables.attributeTypes
                        .computeIfAbsent(attribute.name(), any -> EnumSet.noneOf(AttributeType.class))
                        .add(attribute.type()));
        return new Registered(revision, true);
    }

    @Override
    public AttributeTypes attributeTypes() {
        synchronized (tables) {
            return new AttributeTypes(tables.attributeTypes);
        }
    }

    private List<WorkflowChange> changesOf(String namespace, String name) {
        return tables.changes.computeIfAbsent(List.of(namespace, name), key -> new ArrayList<>());
    }

    @Override
    public Optional<WorkflowStatus> status(String namespace, String name) {
        synchronized (tables) {
            int latest = revisions(namespace, name).size();
            List<WorkflowChange> changes = changesOf(namespace, name);
            if (latest == 0) {
                return Optional.empty();
            }
            return Optional.of(
                    changes.isEmpty()
                            ? new WorkflowStatus(namespace, name, latest, latest, false)
                            : status(namespace, name, latest, changes.get(changes.size() - 1)));
        }
    }

    private static WorkflowStatus status(String namespace, String name, int latest, WorkflowChange newest) {
        return new WorkflowStatus(namespace, name, newest.defaultRevision(), latest, newest.paused());
    }

    private void record(WorkflowStatus status, @Nullable String actor, @Nullable String reason) {
        List<WorkflowChange> changes = changesOf(status.namespace(), status.name());
        boolean isSaid = !changes.isEmpty()
                && status(status.namespace(), status.name())
                        .filter(status::equals)
                        .isPresent();
        if (!isSaid) {
            changes.add(new WorkflowChange(
                    changes.size() + 1, clock.instant(), actor, reason, status.defaultRevision(), status.paused()));
        }
    }

    @Override
    public WorkflowStatus update(String namespace, String name, WorkflowUpdate update, @Nullable String actor) {
        synchronized (tables) {
            WorkflowStatus before = status(namespace, name).orElseThrow(() -> StatusChange.noWorkflow(namespace, name));
            WorkflowStatus after = StatusChange.apply(before, update);
            if (!after.equals(before)) {
                record(after, actor, update.reason());
            }
            return after;
        }
    }

    @Override
    public Page<WorkflowChange> changes(String namespace, String name, ListQuery query) {
        int before = query.cursor() == null ? Integer.MAX_VALUE : revisionIn(query.cursor());
        synchronized (tables) {
            return MemoryPages.page(
                    changesOf(namespace, name).stream()
                            .filter(change -> change.number() < before)
                            .sorted(Comparator.comparing(WorkflowChange::number).reversed()),
                    query.limit(),
                    last -> String.valueOf(last.number()));
        }
    }

    private List<StoredDefinition> revisions(String namespace, String name) {
        return tables.definitions.stream()
                .filter(stored ->
                        stored.namespace().equals(namespace) && stored.name().equals(name))
                .toList();
    }

    @Override
    public Optional<StoredDefinition> find(String namespace, String name, Optional<Integer> revision) {
        synchronized (tables) {
            return revisions(namespace, name).stream()
                    .filter(stored -> revision.isEmpty() || revision.get() == stored.revision())
                    .max(Comparator.comparing(StoredDefinition::revision));
        }
    }

    @Override
    public Page<WorkflowOverview> list(@Nullable String namespace, ListQuery query) {
        synchronized (tables) {
            TreeMap<List<String>, StoredDefinition> newest = tables.definitions.stream()
                    .filter(stored -> namespace == null || namespace.equals(stored.namespace()))
                    .collect(Collectors.toMap(
                            MemoryDefinitionStore::keyOf,
                            Function.identity(),
                            (older, newer) -> newer,
                            () -> new TreeMap<>(BY_NAMESPACE_AND_NAME)));
            var rest = query.cursor() == null ? newest : newest.tailMap(keyIn(query.cursor()), false);
            return MemoryPages.page(
                    rest.values().stream().map(this::overview),
                    query.limit(),
                    last -> last.namespace() + "\n" + last.name());
        }
    }

    @Override
    public Page<DefinitionSummary> revisions(String namespace, String name, ListQuery query) {
        int before = query.cursor() == null ? Integer.MAX_VALUE : revisionIn(query.cursor());
        synchronized (tables) {
            return MemoryPages.page(
                    revisions(namespace, name).stream()
                            .filter(stored -> stored.revision() < before)
                            .sorted(Comparator.comparing(StoredDefinition::revision)
                                    .reversed())
                            .map(MemoryDefinitionStore::summary),
                    query.limit(),
                    last -> String.valueOf(last.revision()));
        }
    }

    private static int revisionIn(String cursor) {
        try {
            return Integer.parseInt(cursor);
        } catch (NumberFormatException e) {
            throw new OrchestratorException(ErrorCode.INVALID_REQUEST, "'cursor' is wrong");
        }
    }

    private static List<String> keyOf(StoredDefinition stored) {
        return List.of(stored.namespace(), stored.name());
    }

    private static List<String> keyIn(@Nullable String cursor) {
        List<String> parts = List.of(String.valueOf(cursor).split("\n", -1));
        if (parts.size() != 2) {
            throw new OrchestratorException(ErrorCode.INVALID_REQUEST, "'cursor' is wrong");
        }
        return parts;
    }

    private WorkflowOverview overview(StoredDefinition latest) {
        WorkflowStatus status = status(latest.namespace(), latest.name()).orElseThrow();
        return new WorkflowOverview(
                latest.namespace(),
                latest.name(),
                latest.revision(),
                latest.sha256(),
                latest.createdAt(),
                status.defaultRevision(),
                status.paused());
    }

    private static DefinitionSummary summary(StoredDefinition stored) {
        return new DefinitionSummary(
                stored.namespace(), stored.name(), stored.revision(), stored.sha256(), stored.createdAt());
    }
}
