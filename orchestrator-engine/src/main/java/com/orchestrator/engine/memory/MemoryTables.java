package com.orchestrator.engine.memory;

import com.orchestrator.api.definition.AttributeType;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.Incident;
import com.orchestrator.api.model.LogLine;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowChange;
import com.orchestrator.api.request.WorkerHeartbeat;
import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.find.FieldValue;
import com.orchestrator.engine.find.RunField;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.persistence.MessageJson;
import com.orchestrator.engine.persistence.ReportJson;
import com.orchestrator.engine.persistence.sql.KeptReports.ReportRow;
import com.orchestrator.engine.persistence.sql.LoadMessages.MessageRow;
import com.orchestrator.engine.schedule.Fire;
import com.orchestrator.engine.schedule.ScheduleKey;
import com.orchestrator.engine.schedule.StoredBackfill;
import com.orchestrator.engine.schedule.StoredSchedule;
import com.orchestrator.engine.service.StoredDefinition;
import com.orchestrator.engine.store.AttributeRow;
import com.orchestrator.engine.store.ExecutionRow;
import com.orchestrator.engine.store.IdOrder;
import com.orchestrator.engine.store.InstanceRow;
import com.orchestrator.engine.store.JobEnd;
import com.orchestrator.engine.store.JobKey;
import com.orchestrator.engine.store.KeptReport;
import com.orchestrator.engine.store.LeaseStore.ProgressKey;
import com.orchestrator.engine.store.OpenLeases;
import com.orchestrator.engine.store.RunKey;
import com.orchestrator.engine.store.SetAsideStore.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables, with the constraints of the schema. Whoever touches them holds this object's monitor. */
final class MemoryTables {

    static final Duration TRIED_FOR = Duration.ofHours(1);

    final RowLocks locks = new RowLocks(this);
    final TreeMap<UUID, InstanceRow> instances = new TreeMap<>(IdOrder.BY_BYTES);
    final Map<RunKey, UUID> keys = new HashMap<>();
    final Map<UUID, Map<RunField, FieldValue>> attributes = new HashMap<>();
    final Map<String, Set<AttributeType>> attributeTypes = new HashMap<>();
    final Map<JobKey, UUID> jobKeys = new HashMap<>();

    /** Runs that stand in the row of their attempt. */
    final Set<UUID> compact = new HashSet<>();

    final TreeMap<UUID, JobEnd> jobEnds = new TreeMap<>(IdOrder.BY_BYTES);
    final TreeMap<UUID, StoredExecution> executions = new TreeMap<>(IdOrder.BY_BYTES);
    final Map<UUID, List<StoredEntry>> events = new HashMap<>();
    final List<StoredDefinition> definitions = new ArrayList<>();
    final Map<List<String>, List<WorkflowChange>> changes = new HashMap<>();
    final TreeMap<String, StoredWorker> workers = new TreeMap<>();
    final Map<String, StoredPoll> polls = new HashMap<>();
    final Map<UUID, StoredLeases> serverLeases = new HashMap<>();
    final Map<ProgressKey, Payload> progress = new HashMap<>();
    final TreeMap<MessageKey, MessageRow> messages = new TreeMap<>();
    final TreeMap<LogKey, LogLine> logLines = new TreeMap<>();
    final TreeMap<Long, Watched> watches = new TreeMap<>();
    final MemoryClaimStore.Table claims = new MemoryClaimStore.Table();
    final MemoryRules rules = new MemoryRules();

    final TreeMap<ScheduleKey, StoredSchedule> schedules = new TreeMap<>();
    final TreeMap<ScheduleKey, TreeMap<Long, Fire>> fires = new TreeMap<>();
    final TreeMap<UUID, StoredBackfill> backfills = new TreeMap<>(IdOrder.BY_BYTES);

    final TreeMap<UUID, StoredIncident> setAside = new TreeMap<>(IdOrder.BY_BYTES);
    final Map<KeptKey, ReportRow> kept = new LinkedHashMap<>();
    final MemoryIncidentStore.Table incidents = new MemoryIncidentStore.Table();

    /** Transactions that have not ended, by their numbers. */
    final Set<Long> open = new HashSet<>();

    /** Runs whose history cannot be read, as a test has ordered it. */
    final Set<UUID> damaged = new HashSet<>();

    final MemoryFeedStore.Table feed = new MemoryFeedStore.Table();
    final MemoryRetentionStore.Table retention = new MemoryRetentionStore.Table();

    /** Never given twice, as in the database: a server may still be about to end a watch that another has ended. */
    private long lastWatchId;

    /** Runs that are looked at together. */
    record Watched(Instant overAt, List<UUID> runs) {}

    /** A worker's last heartbeat, or what its polls say of it. */
    record StoredWorker(
            WorkerHeartbeat heartbeat, Instant heardAt, boolean pollsOnly, boolean drainRequested, boolean gone) {}

    /** What a server has told of leases without a row. */
    record StoredLeases(OpenLeases leases, Instant seenAt) {}

    /** Key of what a worker has reported to a run that is set aside. */
    record KeptKey(UUID executionId, long fenceToken) {}

    /** When a queue was last polled, and when last by a worker with a free slot. */
    record StoredPoll(Instant at, @Nullable Instant withSlotAt) {}

    /** A row with what renewals change in it. */
    record StoredExecution(ExecutionRow row, @Nullable Instant leaseExpiresAt) {}

    static RunKey keyOf(InstanceRow row) {
        return new RunKey(row.namespace(), row.workflow(), row.runId());
    }

    // ---- writes of a commit: each checks what the schema would, and answers how to take it back

    Runnable putInstance(InstanceRow row) {
        require(row.state().isTerminal() == (row.endedAt() != null), "instance_ended_iff_terminal", row);
        InstanceRow before = instances.put(row.instanceId(), row);
        keys.put(keyOf(row), row.instanceId());
        return () -> {
            if (before == null) {
                instances.remove(row.instanceId());
                keys.remove(keyOf(row));
            } else {
                instances.put(row.instanceId(), before);
            }
        };
    }

    /** Whether there is such a run, in whatever form. */
    boolean has(UUID instanceId) {
        return instances.containsKey(instanceId) || compact.contains(instanceId);
    }

    Runnable becomesCompact(UUID instanceId) {
        require(!instances.containsKey(instanceId), "a run in one row has no other", instanceId);
        return compact.add(instanceId) ? () -> compact.remove(instanceId) : () -> {};
    }

    Runnable isUnpacked(UUID instanceId) {
        require(compact.remove(instanceId), "what is unpacked was in one row", instanceId);
        return () -> compact.add(instanceId);
    }

    /** Nothing stays of it, whatever its form. */
    Runnable forget(UUID instanceId) {
        boolean wasCompact = compact.remove(instanceId);
        InstanceRow row = instances.remove(instanceId);
        List<StoredEntry> history = events.remove(instanceId);
        Map<LogKey, LogLine> lines = new HashMap<>(logLines);
        lines.keySet()
                .removeIf(key -> !ExecutionId.instanceOf(key.executionId()).equals(instanceId));
        logLines.keySet().removeAll(lines.keySet());
        if (row != null) {
            keys.remove(keyOf(row));
        }
        return () -> {
            if (wasCompact) {
                compact.add(instanceId);
            }
            if (row != null) {
                instances.put(instanceId, row);
                keys.put(keyOf(row), instanceId);
            }
            if (history != null) {
                events.put(instanceId, history);
            }
            logLines.putAll(lines);
        };
    }

    /** A label or an attribute; without a value the run has it no more. */
    Runnable putAttribute(AttributeRow row) {
        Map<RunField, FieldValue> own = attributes.computeIfAbsent(row.instanceId(), id -> new HashMap<>());
        Map<RunField, FieldValue> before = Map.copyOf(own);
        if (row.value() == null) {
            own.remove(row.field());
        } else {
            own.put(row.field(), row.value());
        }
        return () -> attributes.put(row.instanceId(), new HashMap<>(before));
    }

    Runnable putJobEnd(JobEnd end) {
        UUID instanceId = end.job().instanceId();
        require(jobEnds.put(instanceId, end) == null, "a job ends once", end);
        return () -> jobEnds.remove(instanceId);
    }

    void forgetEnd(UUID instanceId) {
        JobEnd end = jobEnds.remove(instanceId);
        if (end != null) {
            jobKeys.remove(JobKey.id(end.job().jobId()), instanceId);
        }
    }

    Runnable putJobKey(JobKey key, UUID instanceId) {
        require(jobKeys.putIfAbsent(key, instanceId) == null, "names of jobs are unique", key);
        return () -> jobKeys.remove(key);
    }

    /** A name that somebody else has stays his. */
    Runnable deleteJobKey(JobKey key, UUID instanceId) {
        return jobKeys.remove(key, instanceId) ? () -> jobKeys.put(key, instanceId) : () -> {};
    }

    boolean isWatched(UUID instanceId) {
        return watches.values().stream().anyMatch(watch -> watch.runs().contains(instanceId));
    }

    Runnable watch(Instant overAt, List<UUID> runs) {
        long watchId = ++lastWatchId;
        watches.put(watchId, new Watched(overAt, runs));
        return () -> watches.remove(watchId);
    }

    Runnable insertExecution(ExecutionRow row) {
        require(executions.get(row.executionId()) == null, "task_executions_pkey", row);
        put(new StoredExecution(row, row.leaseExpiresAt()));
        return () -> executions.remove(row.executionId());
    }

    Runnable deleteExecution(UUID executionId) {
        StoredExecution before = executions.remove(executionId);
        require(before != null, "an execution that is deleted exists", executionId);
        return () -> executions.put(executionId, before);
    }

    /** The update takes the changing columns only; that the others are the same is what the engine promises. */
    Runnable updateExecution(ExecutionRow row) {
        StoredExecution before = present(executions.get(row.executionId()), "an execution that is updated exists", row);
        require(identity(before.row()).equals(identity(row)), "identity of an execution never changes", row);
        Instant renewed = row.leaseExpiresAt() == null ? before.leaseExpiresAt() : row.leaseExpiresAt();
        ExecutionRow changed = row.at(before.row().line(), before.row().place());
        put(new StoredExecution(changed, isLeased(row) ? cut(renewed, row.cancelDeadline()) : null));
        return () -> executions.put(row.executionId(), before);
    }

    Optional<Incident> incident(UUID instanceId) {
        return Optional.ofNullable(setAside.get(instanceId))
                .filter(StoredIncident::isOpen)
                .map(StoredIncident::incident);
    }

    /** Opens an incident, or finds the open one, and hides the run. */
    Incident setAside(Fault fault, Instant now) {
        StoredIncident before = setAside.get(fault.instanceId());
        Incident open = before != null && before.isOpen() ? before.incident() : null;
        Set<UUID> triedBy = new HashSet<>(Set.of(fault.server()));
        if (before != null && !before.triedAt().isBefore(now.minus(TRIED_FOR))) {
            triedBy.addAll(before.triedBy());
        }
        Incident incident = new Incident(
                open == null ? fault.incidentId() : open.incidentId(),
                fault.code(),
                fault.message(),
                open == null ? now : open.openedAt());
        setAside.put(fault.instanceId(), new StoredIncident(incident, triedBy, now, true));
        hide(fault.instanceId());
        incidents.setAside(fault.instanceId(), incident, this);
        return incident;
    }

    private void hide(UUID instanceId) {
        InstanceRow row = instances.get(instanceId);
        if (row != null && row.endedAt() == null) {
            instances.put(instanceId, HiddenRows.of(row));
        }
        executions.replaceAll((id, stored) -> stored.row().instanceId().equals(instanceId)
                ? new StoredExecution(HiddenRows.of(stored.row()), stored.leaseExpiresAt())
                : stored);
    }

    Runnable closeIncident(UUID instanceId, UUID server, Instant now) {
        StoredIncident before = setAside.get(instanceId);
        if (before == null || !before.isOpen()) {
            return () -> {};
        }
        Set<UUID> triedBy = new HashSet<>(before.triedBy());
        triedBy.add(server);
        setAside.put(instanceId, new StoredIncident(before.incident(), triedBy, now, false));
        Map<KeptKey, ReportRow> heard = new LinkedHashMap<>(kept);
        kept.values().removeIf(report -> report.instanceId().equals(instanceId));
        Runnable reopened = incidents.goOn(instanceId, now);
        return () -> {
            reopened.run();
            setAside.put(instanceId, before);
            kept.putAll(heard);
        };
    }

    Runnable keep(KeptReport report) {
        ReportRow row = ReportJson.row(report);
        KeptKey key = new KeptKey(row.executionId(), row.fenceToken());
        return kept.putIfAbsent(key, row) == null ? () -> kept.remove(key) : () -> {};
    }

    private static @Nullable Instant cut(@Nullable Instant expiry, @Nullable Instant deadline) {
        return deadline != null && expiry != null && deadline.isBefore(expiry) ? deadline : expiry;
    }

    Runnable forgetProgress(UUID instanceId) {
        Map<ProgressKey, Payload> before = new HashMap<>(progress);
        progress.keySet().removeIf(key -> key.instanceId().equals(instanceId));
        return () -> progress.putAll(before);
    }

    /** What was told before is not told again. */
    Runnable insertMessage(RunMessage message) {
        MessageKey key = MessageKey.of(message);
        MessageRow before = messages.putIfAbsent(key, MessageJson.row(message));
        return before != null ? () -> {} : () -> messages.remove(key);
    }

    Runnable deleteMessage(RunMessage message) {
        MessageKey key = MessageKey.of(message);
        MessageRow before = messages.remove(key);
        return before == null ? () -> {} : () -> messages.put(key, before);
    }

    private static List<Object> identity(ExecutionRow row) {
        return List.of(
                row.instanceId(),
                row.taskId(),
                Optional.ofNullable(row.iteration()),
                row.kind(),
                row.taskType(),
                row.queue(),
                row.priority(),
                row.attempt());
    }

    private static boolean isLeased(ExecutionRow row) {
        return row.state() == ExecutionState.LEASED;
    }

    void put(StoredExecution stored) {
        ExecutionRow row = stored.row();
        require((stored.leaseExpiresAt() != null) == isLeased(row), "lease_iff_leased", row);
        require(!row.state().isEnded(), "execution_state_known", row);
        executions.put(row.executionId(), stored);
    }

    Runnable moveToLine(UUID executionId, String line) {
        StoredExecution before = present(executions.get(executionId), "an execution that is moved exists", executionId);
        ExecutionRow row = before.row();
        put(new StoredExecution(row.at(line, row.place()), before.leaseExpiresAt()));
        return () -> executions.put(executionId, before);
    }

    Runnable appendEvent(UUID instanceId, StoredEntry entry) {
        List<StoredEntry> history = events.computeIfAbsent(instanceId, id -> new ArrayList<>());
        require(entry.sequenceNumber() == history.size() + 1, "histories are gap-free", entry);
        history.add(entry);
        Runnable untold = feed.tell(instanceId, entry);
        return () -> {
            history.remove(entry);
            untold.run();
        };
    }

    /** How many events there are, readable or not. */
    int length(UUID instanceId) {
        return events.getOrDefault(instanceId, List.of()).size();
    }

    /** As an engine reads it, which fails when a page is damaged. */
    List<Entry> read(UUID instanceId) {
        require(!damaged.contains(instanceId), "a history that can be read", instanceId);
        return history(instanceId).stream().map(StoredEntry::read).toList();
    }

    List<StoredEntry> history(UUID instanceId) {
        return events.getOrDefault(instanceId, List.of());
    }

    /** What has to be there. */
    static <T> T present(@Nullable T row, String rule, Object what) {
        if (row == null) {
            throw new InvariantViolation("Against " + rule + ": " + what);
        }
        return row;
    }

    static void require(boolean holds, String rule, Object row) {
        if (!holds) {
            throw new InvariantViolation("Against " + rule + ": " + row);
        }
    }
}
