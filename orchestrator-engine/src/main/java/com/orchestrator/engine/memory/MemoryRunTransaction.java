package com.orchestrator.engine.memory;

import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.engine.decision.Gate;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.limit.BreakerTurns;
import com.orchestrator.engine.limit.LimitBook;
import com.orchestrator.engine.limit.Rule;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.limit.RuleState;
import com.orchestrator.engine.memory.MemoryTables.StoredExecution;
import com.orchestrator.engine.persistence.MessageJson;
import com.orchestrator.engine.persistence.ReportJson;
import com.orchestrator.engine.store.ClaimKey;
import com.orchestrator.engine.store.ClaimRow;
import com.orchestrator.engine.store.DueExecution;
import com.orchestrator.engine.store.ExecutionRow;
import com.orchestrator.engine.store.FairShare;
import com.orchestrator.engine.store.IdOrder;
import com.orchestrator.engine.store.JobKey;
import com.orchestrator.engine.store.KeptReport;
import com.orchestrator.engine.store.LaneSelector;
import com.orchestrator.engine.store.Permit;
import com.orchestrator.engine.store.RunKey;
import com.orchestrator.engine.store.RunRecord;
import com.orchestrator.engine.store.RunTransaction;
import com.orchestrator.engine.store.SetAside;
import com.orchestrator.engine.store.StrandLook;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sees what is committed, keeps its own writes back until the commit, holds its locks until the end. */
final class MemoryRunTransaction implements RunTransaction {

    private final MemoryTables tables;
    private final Instant now;
    private final AtomicLong statements;
    private final long number;
    private final List<Supplier<Runnable>> writes = new ArrayList<>();
    private final MemoryRecorder recorder;

    MemoryRunTransaction(MemoryTables tables, Instant now, AtomicLong statements, long number) {
        this.tables = tables;
        this.number = number;
        synchronized (tables) {
            tables.open.add(number);
        }
        this.now = now;
        this.statements = statements;
        this.recorder = new MemoryRecorder(tables, this, statements, writes);
    }

    boolean hasWritten() {
        return !writes.isEmpty();
    }

    /** All of them, or none when one is against the schema. */
    void commit() {
        synchronized (tables) {
            Deque<Runnable> undos = new ArrayDeque<>();
            tables.feed.begin();
            try {
                writes.forEach(write -> undos.push(write.get()));
            } catch (RuntimeException broken) {
                undos.forEach(Runnable::run);
                throw broken;
            }
        }
    }

    void end() {
        synchronized (tables) {
            tables.open.remove(number);
            tables.locks.releaseAll(this);
        }
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Map<UUID, List<Entry>> loadEvents(Map<UUID, Long> afterSequenceNumber) {
        statements.incrementAndGet();
        Map<UUID, List<Entry>> found = new HashMap<>();
        synchronized (tables) {
            afterSequenceNumber.forEach((instanceId, after) -> {
                if (tables.has(instanceId)) {
                    found.put(instanceId, entriesAfter(instanceId, after));
                }
            });
        }
        return found;
    }

    private List<Entry> entriesAfter(UUID instanceId, long after) {
        return tables.read(instanceId).stream().skip(after).toList();
    }

    @Override
    public Map<RunKey, UUID> findRuns(Collection<RunKey> keys) {
        statements.incrementAndGet();
        Map<RunKey, UUID> found = new HashMap<>();
        synchronized (tables) {
            keys.forEach(key -> {
                UUID instanceId = tables.keys.get(key);
                if (instanceId != null) {
                    found.put(key, instanceId);
                }
            });
        }
        return found;
    }

    @Override
    public Map<JobKey, UUID> findJobs(Collection<JobKey> wanted) {
        statements.incrementAndGet();
        synchronized (tables) {
            return wanted.stream()
                    .filter(tables.jobKeys::containsKey)
                    .collect(Collectors.toMap(key -> key, tables.jobKeys::get));
        }
    }

    @Override
    public List<DueExecution> lockDueExecutions(LaneSelector lane, Collection<StrandLook> looks) {
        statements.incrementAndGet();
        synchronized (tables) {
            return looks.stream().flatMap(look -> lockDue(lane, look)).toList();
        }
    }

    private Stream<DueExecution> lockDue(LaneSelector lane, StrandLook look) {
        return tables.executions.values().stream()
                .map(StoredExecution::row)
                .filter(row -> row.strand().equals(look.strand()) && isDue(row, now) && lane.selects(row.instanceId()))
                .map(row -> new DueExecution(row.instanceId(), row.strand(), row.position()))
                .filter(due -> look.after().isBefore(due.position()))
                .sorted(Comparator.comparing(DueExecution::position))
                .filter(due -> tables.locks.tryLock(due.executionId(), this))
                .limit(look.limit());
    }

    static boolean isDue(ExecutionRow row, Instant now) {
        return row.state() == ExecutionState.READY
                && !row.held()
                && !row.availableAt().isAfter(now);
    }

    @Override
    public Map<String, RuleState> lockRules(Collection<Rule> rules) {
        statements.incrementAndGet();
        synchronized (tables) {
            rules.stream().map(Rule::row).distinct().sorted().forEach(row -> tables.locks.lock("rule " + row, this));
            return rules.stream()
                    .collect(Collectors.toMap(
                            Rule::name, rule -> tables.rules.use(rule, now).state(), (a, b) -> a));
        }
    }

    @Override
    public LimitBook readLimits() {
        statements.incrementAndGet();
        return MemoryLimitStore.read(tables);
    }

    @Override
    public Map<RuleName, BreakerTurns> breakerTurns(Collection<RuleName> breakers) {
        statements.incrementAndGet();
        synchronized (tables) {
            return breakers.stream().collect(Collectors.toMap(breaker -> breaker, this::turns));
        }
    }

    private BreakerTurns turns(RuleName breaker) {
        return new BreakerTurns(tables.rules.limits.getOrDefault(breaker.text(), List.of()).stream()
                .map(stored ->
                        BreakerTurns.turn(stored.last().at(), stored.last().action()))
                .filter(Objects::nonNull)
                .toList());
    }

    @Override
    public Set<Permit> lockPermits(Collection<Permit> permits) {
        statements.incrementAndGet();
        synchronized (tables) {
            return permits.stream()
                    .filter(permit -> tables.rules.permits.contains(permit) && tables.locks.tryLock(permit, this))
                    .collect(Collectors.toSet());
        }
    }

    @Override
    public void givePermitsBack(Collection<Permit> permits) {
        statements.incrementAndGet();
        permits.forEach(permit -> writes.add(() -> tables.rules.givePermitBack(permit)));
    }

    @Override
    public Map<FairShare, Long> takePlaces(Collection<FairShare> shares) {
        statements.incrementAndGet();
        synchronized (tables) {
            shares.stream()
                    .sorted(Comparator.comparing(FairShare::strand).thenComparing(FairShare::key))
                    .forEach(share -> tables.locks.lock("place " + share.strand() + share.key(), this));
            return shares.stream().collect(Collectors.toMap(share -> share, this::placeOf));
        }
    }

    private long placeOf(FairShare share) {
        Map<String, Long> keys = tables.rules.fairPlaces.getOrDefault(share.strand(), Map.of());
        long furthest = keys.values().stream().mapToLong(Long::longValue).max().orElse(0);
        long clock = tables.executions.values().stream()
                .map(StoredExecution::row)
                .filter(row ->
                        row.strand().equals(share.strand()) && row.state() == ExecutionState.READY && !row.held())
                .mapToLong(ExecutionRow::place)
                .min()
                .orElse(furthest);
        long place = Math.max(clock, keys.getOrDefault(share.key(), 0L)) + share.taken();
        writes.add(() -> tables.rules.takePlace(share, place));
        return place;
    }

    @Override
    public void keepRates(Map<String, Instant> nextByRow) {
        statements.incrementAndGet();
        nextByRow.forEach((row, next) -> writes.add(() -> tables.rules.keepRate(row, next)));
    }

    @Override
    public void moveToLines(Map<UUID, String> lines) {
        statements.incrementAndGet();
        lines.forEach((id, line) -> writes.add(() -> tables.moveToLine(id, line)));
    }

    @Override
    public Map<UUID, SetAside> findSetAside(Collection<UUID> instanceIds) {
        statements.incrementAndGet();
        synchronized (tables) {
            return instanceIds.stream()
                    .filter(tables.setAside::containsKey)
                    .collect(Collectors.toMap(
                            id -> id,
                            id -> Objects.requireNonNull(tables.setAside.get(id))
                                    .toSetAside()));
        }
    }

    @Override
    public List<KeptReport> loadKept(UUID instanceId) {
        statements.incrementAndGet();
        synchronized (tables) {
            return tables.kept.values().stream()
                    .filter(row -> row.instanceId().equals(instanceId))
                    .map(ReportJson::report)
                    .toList();
        }
    }

    @Override
    public Set<UUID> findRows(Collection<UUID> executionIds) {
        statements.incrementAndGet();
        synchronized (tables) {
            return executionIds.stream().filter(tables.executions::containsKey).collect(Collectors.toSet());
        }
    }

    @Override
    public void keepReports(Collection<KeptReport> reports) {
        statements.incrementAndGet();
        reports.forEach(report -> writes.add(() -> tables.keep(report)));
    }

    @Override
    public void closeIncidents(Collection<UUID> instanceIds, UUID server) {
        statements.addAndGet(2);
        instanceIds.forEach(id -> writes.add(() -> tables.closeIncident(id, server, now)));
    }

    @Override
    public Map<UUID, Instant> lockLeases(Collection<UUID> executionIds) {
        statements.incrementAndGet();
        Map<UUID, Instant> expiries = new HashMap<>();
        synchronized (tables) {
            executionIds.stream().sorted(IdOrder.BY_BYTES).forEach(id -> {
                if (isLeased(id)) {
                    tables.locks.lock(id, this);
                }
                if (isLeased(id)) {
                    expiries.put(
                            id,
                            Objects.requireNonNull(tables.executions.get(id)).leaseExpiresAt());
                }
            });
        }
        return expiries;
    }

    private boolean isLeased(UUID executionId) {
        StoredExecution stored = tables.executions.get(executionId);
        return stored != null && stored.row().state() == ExecutionState.LEASED;
    }

    @Override
    public Set<UUID> recordEvents(Collection<RunRecord> records) {
        return recorder.recordEvents(records);
    }

    @Override
    public void recordRows(Collection<RunRecord> records) {
        recorder.recordRows(records);
    }

    /** Runs of the same second are looked at together, at the first one's time, as in the database. */
    @Override
    public void watchLeases(Map<UUID, Instant> overAt) {
        statements.incrementAndGet();
        Map<Long, List<UUID>> together = new TreeMap<>();
        overAt.forEach((run, at) -> together.computeIfAbsent(at.getEpochSecond(), second -> new ArrayList<>())
                .add(run));
        together.values().forEach(runs -> {
            Instant first = runs.stream()
                    .map(overAt::get)
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
            writes.add(() -> tables.watch(first, runs));
        });
    }

    @Override
    public Map<String, Gate> lockGates(Collection<String> names) {
        statements.addAndGet(2);
        Map<String, Gate> gates = new HashMap<>();
        synchronized (tables) {
            for (String name : names.stream().sorted().toList()) {
                tables.locks.lock("gate " + name, this);
            }
            names.forEach(name -> gates.put(name, tables.claims.gate(name)));
        }
        return gates;
    }

    @Override
    public List<UUID> findAdmissible(Collection<String> names) {
        statements.incrementAndGet();
        synchronized (tables) {
            return tables.claims.admissible(names);
        }
    }

    /** What a run asks for in one batch has one place in the order. */
    @Override
    public void recordClaims(Collection<ClaimRow> changed, Collection<ClaimKey> gone) {
        statements.addAndGet((changed.isEmpty() ? 0 : 1) + (gone.isEmpty() ? 0 : 1));
        Map<UUID, Long> places = new HashMap<>();
        synchronized (tables) {
            changed.forEach(row -> places.computeIfAbsent(row.instanceId(), id -> tables.claims.next()));
        }
        changed.forEach(row ->
                writes.add(() -> tables.claims.put(row, Objects.requireNonNull(places.get(row.instanceId())))));
        gone.forEach(key -> writes.add(() -> tables.claims.delete(key)));
    }

    @Override
    public List<RunMessage> loadMessages(Collection<UUID> receivers) {
        statements.incrementAndGet();
        synchronized (tables) {
            return tables.messages.values().stream()
                    .filter(row -> receivers.contains(row.receiver()))
                    .map(MessageJson::message)
                    .toList();
        }
    }

    @Override
    public void recordMessages(Collection<RunMessage> told, Collection<RunMessage> heard) {
        statements.addAndGet((told.isEmpty() ? 0 : 1) + (heard.isEmpty() ? 0 : 1));
        told.forEach(message -> writes.add(() -> tables.insertMessage(message)));
        heard.forEach(message -> writes.add(() -> tables.deleteMessage(message)));
    }
}
