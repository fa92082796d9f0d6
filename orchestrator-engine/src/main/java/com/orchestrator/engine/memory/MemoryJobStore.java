package com.orchestrator.engine.memory;

import com.orchestrator.engine.definition.JobCompiler;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.store.IdOrder;
import com.orchestrator.engine.store.JobEnd;
import com.orchestrator.engine.store.JobStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Jobs in lists, and those of which only the outcome is kept. */
final class MemoryJobStore implements JobStore {

    private final MemoryTables tables;

    MemoryJobStore(MemoryTables tables) {
        this.tables = tables;
    }

    @Override
    public Map<UUID, JobEnd> findEnds(Collection<UUID> instanceIds) {
        synchronized (tables) {
            return instanceIds.stream()
                    .filter(tables.jobEnds::containsKey)
                    .collect(Collectors.toMap(id -> id, tables.jobEnds::get));
        }
    }

    @Override
    public List<UUID> list(@Nullable String type, @Nullable UUID before, int limit) {
        synchronized (tables) {
            Stream<UUID> runs = tables.instances.values().stream()
                    .filter(row -> row.namespace().equals(JobCompiler.NAMESPACE) && row.revision() == 0)
                    .filter(row -> type == null || type.equals(row.workflow()))
                    .map(row -> row.instanceId());
            Stream<UUID> compact = tables.compact.stream()
                    .filter(id -> type == null
                            || type.equals(Objects.requireNonNull(tables.executions.get(ExecutionId.first(id)))
                                    .row()
                                    .taskType()));
            Stream<UUID> ended = tables.jobEnds.values().stream()
                    .map(JobEnd::job)
                    .filter(job -> type == null || type.equals(job.type()))
                    .map(job -> job.instanceId());
            return Stream.of(runs, compact, ended)
                    .flatMap(ids -> ids)
                    .filter(id -> before == null || IdOrder.BY_BYTES.compare(id, before) < 0)
                    .sorted(IdOrder.BY_BYTES.reversed())
                    .limit(limit)
                    .toList();
        }
    }
}
