package com.orchestrator.testkit;

import com.orchestrator.api.definition.AttributeType;
import com.orchestrator.api.limit.Breaker;
import com.orchestrator.api.limit.Limit;
import com.orchestrator.api.limit.LimitChange;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.Incident;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowChange;
import com.orchestrator.api.request.WorkerHeartbeat;
import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.find.FieldValue;
import com.orchestrator.engine.find.RunField;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.limit.BreakerStanding;
import com.orchestrator.engine.limit.Outcome;
import com.orchestrator.engine.limit.Rule;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.limit.RuleState;
import com.orchestrator.engine.limit.RuleUse;
import com.orchestrator.engine.limit.StoredLimit;
import com.orchestrator.engine.persistence.EventJson;
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
import com.orchestrator.engine.store.FairShare;
import com.orchestrator.engine.store.IdOrder;
import com.orchestrator.engine.store.InstanceRow;
import com.orchestrator.engine.store.JobEnd;
import com.orchestrator.engine.store.JobKey;
import com.orchestrator.engine.store.KeptReport;
import com.orchestrator.engine.store.LeaseStore.ProgressKey;
import com.orchestrator.engine.store.OpenLeases;
import com.orchestrator.engine.store.Permit;
import com.orchestrator.engine.store.RunKey;
import com.orchestrator.engine.store.SetAside;
import com.orchestrator.engine.store.SetAsideStore.Fault;
import com.orchestrator.engine.store.Strand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
    final TreeMap<Long, Watched> watches = new TreeMap<>();
    final MemoryClaimStore.Table claims = new MemoryClaimStore.Table();

    final TreeMap<ScheduleKey, StoredSchedule> schedules = new TreeMap<>();
    final TreeMap<ScheduleKey, TreeMap<Long, Fire>> fires = new TreeMap<>();
    final TreeMap<UUID, StoredBackfill> backfills = new TreeMap<>(IdOrder.BY_BYTES);

    final TreeMap<UUID, StoredIncident> setAside = new TreeMap<>(IdOrder.BY_BYTES);
    final Map<KeptKey, ReportRow> kept = new LinkedHashMap<>();

    final TreeMap<String, List<StoredLimit>> limits = new TreeMap<>();
    long limitVersion;

    /** When the next attempt under a rate would begin, by the row of its rule. */
    final Map<String, Instant> rates = new HashMap<>();

    final Set<Permit> permits = new HashSet<>();

    /** Transactions that have not ended, by their numbers. */
    final Set<Long> open = new HashSet<>();

    final Map<String, RuleTimes> ruleTimes = new HashMap<>();
    final Map<UUID, Ended> ended = new LinkedHashMap<>();
    /** Where each key of a fair strand has come to. */
    final Map<Strand, Map<String, Long>> fairPlaces = new HashMap<>();

    /** Runs whose history cannot be read, as a test has ordered it. */
    final Set<UUID> damaged = new HashSet<>();

    /** Never given twice, as in the database: a server may still be about to end a watch that another has ended. */
    private long lastWatchId;

    /** What the row of a rule keeps beside what is set. */
    record RuleTimes(
            @Nullable Long adopting,
            @Nullable Instant openUntil,
            @Nullable Instant countedFrom) {
        static final RuleTimes NONE = new RuleTimes(null, null, null);
    }

    /** How an attempt has ended whose type has a breaker, and when. */
    record Ended(Outcome outcome, Instant at) {}

    /** Runs that are looked at together. */
    record Watched(Instant overAt, List<UUID> runs) {}

    /** A worker's last heartbeat, or what its polls say of it. */
    record StoredWorker(
            WorkerHeartbeat heartbeat, Instant heardAt, boolean pollsOnly, boolean drainRequested, boolean gone) {}

    /** What a server has told of leases without a row. */
    record StoredLeases(OpenLeases leases, Instant seenAt) {}

    /** Why a run is set aside, and which servers have tried; it is closed when the run goes on. */
    record StoredIncident(Incident incident, Set<UUID> triedBy, Instant triedAt, boolean isOpen) {

        SetAside toSetAside() {
            return new SetAside(incident, isOpen);
        }
    }

    /** Key of what a worker has reported to a run that is set aside. */
    record KeptKey(UUID executionId, long fenceToken) {}

    /** When a queue was last polled, and when last by a worker with a free slot. */
    record StoredPoll(Instant at, @Nullable Instant withSlotAt) {}

    /** A row with what renewals change in it. */
    record StoredExecution(ExecutionRow row, @Nullable Instant leaseExpiresAt) {}

    /** Key of what one run has told another. */
    record MessageKey(UUID receiver, UUID sender, long sequenceNumber) implements Comparable<MessageKey> {

        static MessageKey of(RunMessage message) {
            return new MessageKey(message.receiver(), message.sender(), message.sequenceNumber());
        }

        @Override
        public int compareTo(MessageKey other) {
            return Comparator.comparing(MessageKey::receiver, IdOrder.BY_BYTES)
                    .thenComparing(MessageKey::sender, IdOrder.BY_BYTES)
                    .thenComparing(MessageKey::sequenceNumber)
                    .compare(this, other);
        }
    }

    /**
     * An event as the database would keep it: type, JSON text, payload.
     *
     * @param read what one gets back who reads it, with nothing left of what was written but that
     */
    record StoredEntry(
            long sequenceNumber, Instant at, @Nullable String actor, String type, String data, Entry read) {

        static StoredEntry of(Entry entry) {
            String type = EventJson.typeOf(entry.event());
            String data = EventJson.write(entry.event());
            byte[] payload =
                    entry.payload() == null ? null : entry.payload().bytes().clone();
            Entry read = new Entry(
                    entry.sequenceNumber(),
                    entry.at(),
                    entry.actor(),
                    EventJson.read(type, data),
                    payload == null ? null : Payload.ofJson(payload));
            return new StoredEntry(entry.sequenceNumber(), entry.at(), entry.actor(), type, data, read);
        }
    }

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
        StoredExecution before = executions.get(row.executionId());
        require(before != null, "an execution that is updated exists", row);
        require(identity(before.row()).equals(identity(row)), "identity of an execution never changes", row);
        Instant renewed = row.leaseExpiresAt() == null ? before.leaseExpiresAt() : row.leaseExpiresAt();
        ExecutionRow changed = row.at(before.row().line(), before.row().place());
        put(new StoredExecution(changed, isLeased(row) ? cut(renewed, row.cancelDeadline()) : null));
        return () -> executions.put(row.executionId(), before);
    }

    // ---- limits

    RuleTimes times(String row) {
        return ruleTimes.getOrDefault(row, RuleTimes.NONE);
    }

    @Nullable
    Limit set(String row) {
        List<StoredLimit> changed = limits.get(row);
        return changed == null ? null : changed.get(changed.size() - 1).limit();
    }

    RuleUse use(Rule rule, Instant now) {
        List<UUID> holders = permits.stream()
                .filter(permit -> permit.rule().equals(rule.name()))
                .map(Permit::executionId)
                .sorted(IdOrder.BY_BYTES)
                .toList();
        RuleName row = RuleName.parse(rule.row());
        BreakerStanding standing = set(rule.row()) instanceof Breaker breaker ? standing(row, breaker, now) : null;
        long failures =
                set(rule.row()) instanceof Breaker breaker ? count(row, true, countedAfter(row, breaker, now)) : 0;
        RuleState state = standing == null ? state(rule, holders.size()) : standing.toRuleState(holders.size());
        return new RuleUse(
                state,
                standing,
                failures,
                holders.stream().limit(RuleUse.HOLDERS_MAX).toList());
    }

    private RuleState state(Rule rule, long used) {
        RuleTimes times = times(rule.row());
        Limit limit = set(rule.row());
        if (limit == null) {
            return new RuleState(rule.max(), used, rule.rate(), rates.get(rule.row()));
        }
        Integer max = limit.room() == null ? rule.maxUnless(RuleName.parse(rule.row())) : limit.room();
        return new RuleState(max, used, limit.rateLimit(), rates.get(rule.row()), null, times.adopting() != null);
    }

    private Instant countedAfter(RuleName rule, Breaker breaker, Instant now) {
        RuleTimes times = times(rule.text());
        Instant openUntil = times.openUntil();
        Instant window = now.minus(breaker.window());
        Instant closed = times.countedFrom();
        return openUntil != null ? openUntil : closed != null && closed.isAfter(window) ? closed : window;
    }

    Runnable keepOutcome(Outcome outcome, Instant at) {
        Ended before = ended.putIfAbsent(outcome.executionId(), new Ended(outcome, at));
        return before == null ? () -> ended.remove(outcome.executionId()) : () -> {};
    }

    Runnable put(String row, RuleTimes times) {
        RuleTimes before = ruleTimes.put(row, times);
        return () -> ruleTimes.put(row, before == null ? RuleTimes.NONE : before);
    }

    private BreakerStanding standing(RuleName rule, Breaker breaker, Instant now) {
        Instant from = countedAfter(rule, breaker, now);
        return BreakerStanding.of(
                breaker, times(rule.text()).openUntil(), count(rule, true, from), count(rule, false, from), now);
    }

    private long count(RuleName rule, boolean failed, Instant after) {
        return ended.values().stream()
                .filter(end -> end.outcome().rule().equals(rule.text())
                        && end.outcome().failed() == failed
                        && end.at().isAfter(after))
                .count();
    }

    Runnable moveBreaker(
            String row,
            @Nullable Instant openUntil,
            LimitChange.Action action,
            @Nullable String actor,
            String reason,
            Instant now) {
        List<StoredLimit> changes = limits.get(row);
        StoredLimit last = changes.get(changes.size() - 1);
        LimitChange change = new LimitChange(
                row,
                changes.size() + 1L,
                now,
                action,
                actor,
                reason,
                last.last().settings());
        changes.add(new StoredLimit(last.rule(), last.limit(), change));
        limitVersion++;
        Runnable times = put(row, new RuleTimes(null, openUntil, now));
        return () -> {
            changes.remove(changes.size() - 1);
            limitVersion--;
            times.run();
        };
    }

    Runnable moveToLine(UUID executionId, String line) {
        StoredExecution before = executions.get(executionId);
        require(before != null, "an execution that is moved exists", executionId);
        ExecutionRow row = before.row();
        put(new StoredExecution(row.at(line, row.place()), before.leaseExpiresAt()));
        return () -> executions.put(executionId, before);
    }

    // ---- what rules have given out

    Runnable keepRate(String row, Instant next) {
        Instant before = rates.put(row, next);
        return () -> {
            if (before == null) {
                rates.remove(row);
            } else {
                rates.put(row, before);
            }
        };
    }

    Runnable takePlace(FairShare share, long place) {
        Map<String, Long> keys = fairPlaces.computeIfAbsent(share.strand(), strand -> new HashMap<>());
        Long before = keys.put(share.key(), place);
        return () -> {
            if (before == null) {
                keys.remove(share.key());
            } else {
                keys.put(share.key(), before);
            }
        };
    }

    Runnable takePermit(Permit permit) {
        require(permits.add(permit), "permits_pkey", permit);
        return () -> permits.remove(permit);
    }

    Runnable givePermitBack(Permit permit) {
        require(permits.remove(permit), "a permit that is given back was taken", permit);
        return () -> permits.add(permit);
    }

    // ---- runs that are set aside

    Optional<Incident> incident(UUID instanceId) {
        return Optional.ofNullable(setAside.get(instanceId))
                .filter(StoredIncident::isOpen)
                .map(StoredIncident::incident);
    }

    /** Opens an incident, or finds the open one, and hides the run. */
    Incident setAside(Fault fault, Instant now) {
        StoredIncident before = setAside.get(fault.instanceId());
        boolean isOpen = before != null && before.isOpen();
        Set<UUID> triedBy = new HashSet<>(Set.of(fault.server()));
        if (before != null && !before.triedAt().isBefore(now.minus(TRIED_FOR))) {
            triedBy.addAll(before.triedBy());
        }
        Incident incident = new Incident(
                isOpen ? before.incident().incidentId() : fault.incidentId(),
                fault.code(),
                fault.message(),
                isOpen ? before.incident().openedAt() : now);
        setAside.put(fault.instanceId(), new StoredIncident(incident, triedBy, now, true));
        hide(fault.instanceId());
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
        return () -> {
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

    Runnable appendEvent(UUID instanceId, StoredEntry entry) {
        List<StoredEntry> history = events.computeIfAbsent(instanceId, id -> new ArrayList<>());
        require(entry.sequenceNumber() == history.size() + 1, "histories are gap-free", entry);
        history.add(entry);
        return () -> history.remove(entry);
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

    private static void require(boolean holds, String rule, Object row) {
        if (!holds) {
            throw new InvariantViolation("Against " + rule + ": " + row);
        }
    }
}
