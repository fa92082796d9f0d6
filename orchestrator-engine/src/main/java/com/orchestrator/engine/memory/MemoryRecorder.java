package com.orchestrator.engine.memory;

import com.orchestrator.engine.incident.IncidentChanges;
import com.orchestrator.engine.store.ExecutionRow;
import com.orchestrator.engine.store.IdOrder;
import com.orchestrator.engine.store.InstanceRow;
import com.orchestrator.engine.store.JobEnd;
import com.orchestrator.engine.store.JobKey;
import com.orchestrator.engine.store.RunKey;
import com.orchestrator.engine.store.RunRecord;
import com.orchestrator.engine.store.RunRecord.Form;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What a transaction writes of runs: who loses to others is found at once, the rest is kept back until the commit. */
final class MemoryRecorder {

    private static final Comparator<InstanceRow> BY_KEY = Comparator.comparing(InstanceRow::namespace)
            .thenComparing(InstanceRow::workflow)
            .thenComparing(InstanceRow::runId);

    private final MemoryTables tables;
    private final Object owner;
    private final AtomicLong statements;
    private final List<Supplier<Runnable>> writes;
    private final Set<UUID> createdIds = new HashSet<>();
    private final Set<RunKey> createdKeys = new HashSet<>();
    private final Set<JobKey> createdNames = new HashSet<>();

    /**
     * @param owner of the locks that are taken
     * @param writes what the commit will do, each answering how to take it back
     */
    MemoryRecorder(MemoryTables tables, Object owner, AtomicLong statements, List<Supplier<Runnable>> writes) {
        this.tables = tables;
        this.owner = owner;
        this.statements = statements;
        this.writes = writes;
    }

    Set<UUID> recordEvents(Collection<RunRecord> records) {
        Set<UUID> lost = new HashSet<>();
        List<RunRecord> moved = records.stream()
                .filter(record -> !record.isNew())
                .sorted(Comparator.comparing(RunRecord::instanceId, IdOrder.BY_BYTES))
                .toList();
        List<RunRecord> fresh = records.stream()
                .filter(record -> record.isNew() && record.instance() != null)
                .sorted(Comparator.comparing(RunRecord::instance, BY_KEY))
                .toList();
        List<RunRecord> compact = records.stream()
                .filter(record -> record.isNew() && record.instance() == null)
                .toList();
        boolean hasNames =
                records.stream().anyMatch(record -> !record.names().taken().isEmpty());
        statements.addAndGet((records.isEmpty() ? 0 : 1) + (fresh.isEmpty() ? 0 : 1) + (hasNames ? 1 : 0));
        synchronized (tables) {
            for (RunRecord record : fresh) {
                InstanceRow row = Objects.requireNonNull(record.instance());
                tables.locks.lock(row.instanceId(), owner);
                tables.locks.lock(MemoryTables.keyOf(row), owner);
                keepOrLose(record, areFree(record.names().taken()) && isFree(row), lost);
            }
            for (RunRecord record : compact) {
                tables.locks.lock(record.instanceId(), owner);
                boolean isNew = !tables.has(record.instanceId()) && createdIds.add(record.instanceId());
                keepOrLose(record, isNew && areFree(record.names().taken()), lost);
            }
            for (RunRecord record : moved) {
                if (isStillAt(record)) {
                    tables.locks.lock(record.instanceId(), owner);
                }
                keepOrLose(record, isStillAt(record) && areFree(record.names().taken()), lost);
            }
        }
        return lost;
    }

    private boolean isStillAt(RunRecord record) {
        return tables.has(record.instanceId()) && tables.length(record.instanceId()) == record.expectedSequenceNumber();
    }

    private boolean areFree(List<JobKey> names) {
        names.forEach(name -> tables.locks.lock(name, owner));
        return names.stream().noneMatch(name -> tables.jobKeys.containsKey(name) || createdNames.contains(name))
                && createdNames.addAll(names) | names.isEmpty();
    }

    private boolean isFree(InstanceRow row) {
        return !tables.keys.containsKey(MemoryTables.keyOf(row))
                && !tables.instances.containsKey(row.instanceId())
                && createdKeys.add(MemoryTables.keyOf(row))
                && createdIds.add(row.instanceId());
    }

    private void keepOrLose(RunRecord record, boolean won, Set<UUID> lost) {
        if (!won) {
            lost.add(record.instanceId());
            return;
        }
        if (record.form() == Form.UNPACKED) {
            writes.add(() -> tables.isUnpacked(record.instanceId()));
        }
        if (record.form() == Form.COMPACT) {
            writes.add(() -> tables.becomesCompact(record.instanceId()));
        } else if (record.isNew()) {
            writes.add(() -> tables.putInstance(Objects.requireNonNull(record.instance())));
        }
        record.names().taken().forEach(name -> writes.add(() -> tables.putJobKey(name, record.instanceId())));
        record.events().stream()
                .map(StoredEntry::of)
                .forEach(entry -> writes.add(() -> tables.appendEvent(record.instanceId(), entry)));
    }

    void recordRows(Collection<RunRecord> records) {
        statements.addAndGet(kindsOfRows(records));
        synchronized (tables) {
            records.stream()
                    .flatMap(record -> Stream.concat(
                            record.updated().stream().map(ExecutionRow::executionId), record.deleted().stream()))
                    .forEach(id -> tables.locks.lock(id, owner));
            records.stream()
                    .flatMap(record -> record.permits().given().stream())
                    .forEach(permit -> tables.locks.lock(permit, owner));
        }
        for (RunRecord record : records) {
            InstanceRow row = record.instance();
            if (row != null && !record.isNew()) {
                writes.add(() -> tables.putInstance(row));
            }
            Map<String, String> labels = record.finding().labels();
            if (labels != null) {
                writes.add(() -> tables.putInstance(MemoryTables.present(
                                tables.instances.get(record.instanceId()), "a run that is labelled exists", record)
                        .labelled(labels)));
            }
            record.finding().attributes().forEach(attribute -> writes.add(() -> tables.putAttribute(attribute)));
            IncidentChanges incidents = record.finding().incidents();
            if (!incidents.isEmpty()) {
                writes.add(() -> tables.incidents.apply(record.instanceId(), incidents));
            }
            record.names().givenUp().forEach(name -> writes.add(() -> tables.deleteJobKey(name, record.instanceId())));
            record.updated().forEach(changed -> writes.add(() -> tables.updateExecution(changed)));
            record.deleted().forEach(id -> writes.add(() -> tables.deleteExecution(id)));
            record.inserted().forEach(fresh -> writes.add(() -> tables.insertExecution(fresh)));
            record.permits().given().forEach(permit -> writes.add(() -> tables.rules.givePermitBack(permit)));
            record.permits().taken().forEach(permit -> writes.add(() -> tables.rules.takePermit(permit)));
            if (record.forgetsProgress()) {
                writes.add(() -> tables.forgetProgress(record.instanceId()));
            }
            if (record.form().isGone()) {
                writes.add(() -> tables.forget(record.instanceId()));
            }
            JobEnd end = record.end();
            if (end != null) {
                writes.add(() -> tables.putJobEnd(end));
            }
        }
    }

    /** As many statements as PostgreSQL would get. */
    private static long kindsOfRows(Collection<RunRecord> records) {
        return Stream.<Predicate<RunRecord>>of(
                        record -> !record.names().givenUp().isEmpty(),
                        record -> record.instance() != null && !record.isNew(),
                        record -> !record.updated().isEmpty(),
                        record -> !record.deleted().isEmpty(),
                        record -> !record.inserted().isEmpty(),
                        record -> !record.permits().given().isEmpty(),
                        record -> !record.permits().taken().isEmpty(),
                        RunRecord::forgetsProgress)
                .filter(kind -> records.stream().anyMatch(kind))
                .count();
    }
}
