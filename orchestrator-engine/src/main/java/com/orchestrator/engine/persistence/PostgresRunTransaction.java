package com.orchestrator.engine.persistence;

import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.decision.Gate;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.limit.BreakerTurns;
import com.orchestrator.engine.limit.LimitBook;
import com.orchestrator.engine.limit.Rule;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.limit.RuleState;
import com.orchestrator.engine.persistence.Seals.Known;
import com.orchestrator.engine.persistence.sql.BreakerRows;
import com.orchestrator.engine.persistence.sql.ChangePermits;
import com.orchestrator.engine.persistence.sql.CloseIncidents;
import com.orchestrator.engine.persistence.sql.DeleteClaims;
import com.orchestrator.engine.persistence.sql.DeleteExecutions;
import com.orchestrator.engine.persistence.sql.DeleteProgress;
import com.orchestrator.engine.persistence.sql.FindAdmissible;
import com.orchestrator.engine.persistence.sql.FindRows;
import com.orchestrator.engine.persistence.sql.FindRuns;
import com.orchestrator.engine.persistence.sql.FindSetAside;
import com.orchestrator.engine.persistence.sql.InsertExecutions;
import com.orchestrator.engine.persistence.sql.InsertInstances;
import com.orchestrator.engine.persistence.sql.InsertPages;
import com.orchestrator.engine.persistence.sql.InsertWatches;
import com.orchestrator.engine.persistence.sql.JobKeys;
import com.orchestrator.engine.persistence.sql.KeepRates;
import com.orchestrator.engine.persistence.sql.KeptReports;
import com.orchestrator.engine.persistence.sql.LoadPages;
import com.orchestrator.engine.persistence.sql.LoadPages.Page;
import com.orchestrator.engine.persistence.sql.LockDueExecutions;
import com.orchestrator.engine.persistence.sql.LockLeases;
import com.orchestrator.engine.persistence.sql.MoveToLines;
import com.orchestrator.engine.persistence.sql.PermitRows;
import com.orchestrator.engine.persistence.sql.Pipeline;
import com.orchestrator.engine.persistence.sql.TakePlaces;
import com.orchestrator.engine.persistence.sql.UpdateExecutions;
import com.orchestrator.engine.persistence.sql.UpdateInstances;
import com.orchestrator.engine.persistence.sql.UpsertClaims;
import com.orchestrator.engine.store.ClaimKey;
import com.orchestrator.engine.store.ClaimRow;
import com.orchestrator.engine.store.DueExecution;
import com.orchestrator.engine.store.ExecutionRow;
import com.orchestrator.engine.store.FairShare;
import com.orchestrator.engine.store.InstanceRow;
import com.orchestrator.engine.store.JobKey;
import com.orchestrator.engine.store.KeptReport;
import com.orchestrator.engine.store.LaneSelector;
import com.orchestrator.engine.store.Permit;
import com.orchestrator.engine.store.RunKey;
import com.orchestrator.engine.store.RunRecord;
import com.orchestrator.engine.store.RunRecord.Form;
import com.orchestrator.engine.store.RunTransaction;
import com.orchestrator.engine.store.SetAside;
import com.orchestrator.engine.store.StrandLook;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** One unit of work: each method is one statement, whatever the size of the batch; some go out only with the next. */
final class PostgresRunTransaction implements RunTransaction {

    private final Pipeline pipeline;
    private final Contention keys;
    private final Contention pages;
    private final CompactWrites compact;
    private final JobNames names;
    private final WorkSeals seals;
    private final MailWrites mail;
    private final WorkLife life;

    /**
     * @param keys whether keys of new runs are likely to be taken
     * @param pages whether runs are likely to be changed by another server
     * @param puts whether runs that stand in one row are likely to be there already
     * @param life of the database, which has to be that in which the server has begun
     */
    PostgresRunTransaction(
            Connection connection,
            Contention keys,
            Contention pages,
            Contention puts,
            Seals allSeals,
            DatabaseLife life) {
        this.life = new WorkLife(life);
        this.pipeline = new Pipeline(connection);
        this.seals = new WorkSeals(allSeals, pipeline);
        this.keys = keys;
        this.pages = pages;
        this.compact = new CompactWrites(pipeline, puts, seals);
        this.names = new JobNames(pipeline);
        this.mail = new MailWrites(pipeline, seals, allSeals);
    }

    @Override
    public Instant now() {
        return life.beginning(pipeline).now();
    }

    @Override
    public long fenceFloor() {
        return life.beginning(pipeline).fenceFloor();
    }

    @Override
    public Map<UUID, List<Entry>> loadEvents(Map<UUID, Long> afterSequenceNumber) {
        Map<UUID, List<Entry>> histories = compact.load(afterSequenceNumber);
        Map<UUID, Long> others = new HashMap<>(afterSequenceNumber);
        others.keySet().removeAll(histories.keySet());
        if (others.isEmpty()) {
            return histories;
        }
        List<Page> read = UncheckedSql.wrap(() -> LoadPages.run(pipeline.connection(), others));
        Known known = UncheckedSql.wrap(() -> seals.ofPages(pipeline.connection(), read, others));
        read.forEach(page -> histories
                .computeIfAbsent(page.instanceId(), id -> new ArrayList<>())
                .addAll(seals.read(page, known)));
        others.forEach((instanceId, after) -> {
            if (after > 0) {
                histories.putIfAbsent(instanceId, List.of());
            }
        });
        return histories;
    }

    @Override
    public Map<RunKey, UUID> findRuns(Collection<RunKey> keys) {
        return UncheckedSql.wrap(() -> FindRuns.run(pipeline.connection(), keys));
    }

    @Override
    public Map<JobKey, UUID> findJobs(Collection<JobKey> keys) {
        return UncheckedSql.wrap(() -> JobKeys.find(pipeline.connection(), keys));
    }

    @Override
    public List<DueExecution> lockDueExecutions(LaneSelector lane, Collection<StrandLook> looks) {
        return UncheckedSql.wrap(() -> LockDueExecutions.run(pipeline.connection(), lane, looks, now()));
    }

    @Override
    public Map<String, RuleState> lockRules(Collection<Rule> rules) {
        return UncheckedSql.wrap(() -> RuleReading.locked(pipeline.connection(), rules, now()));
    }

    @Override
    public LimitBook readLimits() {
        return UncheckedSql.wrap(() -> PostgresLimitStore.read(pipeline.connection()));
    }

    @Override
    public Map<RuleName, BreakerTurns> breakerTurns(Collection<RuleName> breakers) {
        return UncheckedSql.wrap(() -> BreakerRows.turns(pipeline.connection(), breakers));
    }

    @Override
    public Set<Permit> lockPermits(Collection<Permit> permits) {
        return UncheckedSql.wrap(() -> PermitRows.lock(pipeline.connection(), permits));
    }

    @Override
    public void givePermitsBack(Collection<Permit> permits) {
        UncheckedSql.run(() -> ChangePermits.giveBack(pipeline.connection(), permits));
    }

    @Override
    public void keepRates(Map<String, Instant> nextByRow) {
        UncheckedSql.run(() -> KeepRates.run(pipeline.connection(), nextByRow));
    }

    @Override
    public void moveToLines(Map<UUID, String> lines) {
        UncheckedSql.run(() -> MoveToLines.run(pipeline.connection(), lines));
    }

    @Override
    public Map<UUID, SetAside> findSetAside(Collection<UUID> instanceIds) {
        return UncheckedSql.wrap(() -> FindSetAside.run(pipeline.connection(), instanceIds));
    }

    @Override
    public List<KeptReport> loadKept(UUID instanceId) {
        return mail.loadKept(instanceId);
    }

    @Override
    public Set<UUID> findRows(Collection<UUID> executionIds) {
        return UncheckedSql.wrap(() -> FindRows.run(pipeline.connection(), executionIds))
                .keySet();
    }

    @Override
    public Map<UUID, Instant> lockLeases(Collection<UUID> executionIds) {
        return UncheckedSql.wrap(() -> LockLeases.run(pipeline.connection(), executionIds));
    }

    @Override
    public Map<String, Gate> lockGates(Collection<String> names) {
        return UncheckedSql.wrap(() -> GateReading.locked(pipeline.connection(), names));
    }

    @Override
    public List<UUID> findAdmissible(Collection<String> names) {
        return UncheckedSql.wrap(() -> FindAdmissible.of(pipeline.connection(), names));
    }

    @Override
    public void recordClaims(Collection<ClaimRow> changed, Collection<ClaimKey> gone) {
        UncheckedSql.run(() -> {
            if (!changed.isEmpty()) {
                UpsertClaims.run(pipeline.connection(), changed);
            }
            if (!gone.isEmpty()) {
                DeleteClaims.run(pipeline.connection(), gone);
            }
        });
    }

    @Override
    public List<RunMessage> loadMessages(Collection<UUID> receivers) {
        return mail.load(receivers);
    }

    @Override
    public Set<UUID> recordEvents(Collection<RunRecord> records) {
        Set<UUID> nameless = names.take(records, EndedRuns.gone(pipeline, records));
        List<RunRecord> named = records.stream()
                .filter(record -> !nameless.contains(record.instanceId()))
                .toList();
        seals.begin(named);
        Set<UUID> moved = compact.record(named);
        Set<UUID> taken = insertNew(named.stream()
                .filter(record -> getsRow(record) && !moved.contains(record.instanceId()))
                .toList());
        taken.addAll(moved);
        names.giveBack(records, taken);
        taken.addAll(nameless);
        List<Page> written = new ArrayList<>(compact.unpacked());
        records.stream()
                .filter(record -> record.hasRows() && !taken.contains(record.instanceId()))
                .flatMap(record ->
                        EventPage.pages(record.instanceId(), record.events(), seals.of(record.instanceId())).stream())
                .forEach(written::add);
        Set<UUID> lost = new HashSet<>(taken);
        written.forEach(page -> lost.add(page.instanceId()));
        insert(written).forEach(lost::remove);
        seals.end(named, lost);
        return lost;
    }

    /** Whether it had no row of its own until now. */
    private static boolean getsRow(RunRecord record) {
        return record.form() == Form.UNPACKED || (record.form() == Form.ROWS && record.isNew());
    }

    /** @return the runs whose page came in time */
    private List<UUID> insert(List<Page> written) {
        if (written.isEmpty()) {
            return List.of();
        }
        life.writes(written);
        if (!pages.isExpected()) {
            pipeline.add(to -> InsertPages.all(to, written));
            return written.stream().map(Page::instanceId).toList();
        }
        List<UUID> inTime = UncheckedSql.wrap(() -> InsertPages.thoseInTime(pipeline.connection(), written));
        if (inTime.size() < written.size()) {
            pages.met();
        }
        return inTime;
    }

    /** @return those whose key is taken */
    private Set<UUID> insertNew(List<RunRecord> created) {
        if (created.isEmpty()) {
            return new HashSet<>();
        }
        List<InstanceRow> rows = rows(created);
        if (!keys.isExpected()) {
            pipeline.add(to -> InsertInstances.all(to, rows, EventJson::print));
            return new HashSet<>();
        }
        Set<UUID> taken = new HashSet<>();
        created.forEach(record -> taken.add(record.instanceId()));
        UncheckedSql.wrap(() -> InsertInstances.thoseFree(pipeline.connection(), rows, EventJson::print))
                .forEach(taken::remove);
        if (!taken.isEmpty()) {
            keys.met();
        }
        return taken;
    }

    private List<InstanceRow> rows(Collection<RunRecord> records) {
        return records.stream()
                .map(RunRecord::instance)
                .filter(Objects::nonNull)
                .map(seals::sealed)
                .toList();
    }

    @Override
    public void watchLeases(Map<UUID, Instant> overAt) {
        pipeline.add(to -> InsertWatches.of(to, overAt));
    }

    @Override
    public Map<FairShare, Long> takePlaces(Collection<FairShare> shares) {
        return UncheckedSql.wrap(() -> TakePlaces.run(pipeline.connection(), shares));
    }

    @Override
    public void recordRows(Collection<RunRecord> records) {
        names.giveUp(records);
        List<RunRecord> ordinary = records.stream().filter(RunRecord::hasRows).toList();
        List<InstanceRow> instances =
                rows(ordinary.stream().filter(record -> !getsRow(record)).toList());
        List<ExecutionRow> inserted = all(ordinary, RunRecord::inserted);
        List<ExecutionRow> updated = all(ordinary, RunRecord::updated);
        List<UUID> deleted = all(ordinary, RunRecord::deleted);
        List<Permit> given = all(records, record -> record.permits().given());
        List<Permit> taken = all(records, record -> record.permits().taken());
        List<UUID> forgetful = records.stream()
                .filter(RunRecord::forgetsProgress)
                .map(RunRecord::instanceId)
                .toList();
        UncheckedSql.run(() -> {
            check(
                    instances,
                    instances.isEmpty()
                            ? 0
                            : pipeline.update(to -> UpdateInstances.of(to, instances, EventJson::print)));
            check(updated, updated.isEmpty() ? 0 : UpdateExecutions.run(pipeline.connection(), updated));
            check(deleted, deleted.isEmpty() ? 0 : DeleteExecutions.run(pipeline.connection(), deleted));
            check(inserted, inserted.isEmpty() ? 0 : InsertExecutions.run(pipeline.connection(), inserted));
            if (!forgetful.isEmpty()) {
                DeleteProgress.run(pipeline.connection(), forgetful);
            }
            if (!given.isEmpty()) {
                ChangePermits.giveBack(pipeline.connection(), given);
            }
            if (!taken.isEmpty()) {
                ChangePermits.take(pipeline.connection(), taken);
            }
        });
        new FindingWrites(pipeline, seals).record(records);
        compact.leave(records);
    }

    @Override
    public void recordMessages(Collection<RunMessage> told, Collection<RunMessage> heard) {
        mail.record(told, heard);
    }

    @Override
    public void keepReports(Collection<KeptReport> reports) {
        mail.keep(reports);
    }

    @Override
    public void closeIncidents(Collection<UUID> instanceIds, UUID server) {
        UncheckedSql.run(() -> {
            KeptReports.delete(pipeline.connection(), instanceIds);
            CloseIncidents.run(pipeline.connection(), instanceIds, server);
        });
    }

    void commit() throws SQLException {
        pipeline.commit();
        life.committed();
        seals.committed();
    }

    private static <T> List<T> all(Collection<RunRecord> records, Function<RunRecord, List<T>> part) {
        List<T> all = new ArrayList<>();
        records.forEach(record -> all.addAll(part.apply(record)));
        return all;
    }

    private static void check(List<?> rows, int written) {
        if (written != rows.size()) {
            throw new InvariantViolation("Expected to write " + rows.size() + " rows, wrote " + written + ": " + rows);
        }
    }
}
