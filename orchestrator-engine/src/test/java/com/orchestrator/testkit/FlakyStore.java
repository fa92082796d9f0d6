package com.orchestrator.testkit;

import com.orchestrator.engine.decision.Gate;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.limit.BreakerTurns;
import com.orchestrator.engine.limit.LimitBook;
import com.orchestrator.engine.limit.Rule;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.limit.RuleState;
import com.orchestrator.engine.service.EncryptionService;
import com.orchestrator.engine.store.BatchStore;
import com.orchestrator.engine.store.ClaimKey;
import com.orchestrator.engine.store.ClaimRow;
import com.orchestrator.engine.store.ClaimStore;
import com.orchestrator.engine.store.DefinitionStore;
import com.orchestrator.engine.store.DueExecution;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.engine.store.FairShare;
import com.orchestrator.engine.store.FeedStore;
import com.orchestrator.engine.store.IncidentStore;
import com.orchestrator.engine.store.JobKey;
import com.orchestrator.engine.store.JobStore;
import com.orchestrator.engine.store.KeptReport;
import com.orchestrator.engine.store.LaneSelector;
import com.orchestrator.engine.store.LeaseStore;
import com.orchestrator.engine.store.LimitStore;
import com.orchestrator.engine.store.LogStore;
import com.orchestrator.engine.store.Permit;
import com.orchestrator.engine.store.PermitStore;
import com.orchestrator.engine.store.QueueStore;
import com.orchestrator.engine.store.ReadStore;
import com.orchestrator.engine.store.RetentionStore;
import com.orchestrator.engine.store.RunKey;
import com.orchestrator.engine.store.RunRecord;
import com.orchestrator.engine.store.RunStore;
import com.orchestrator.engine.store.RunTransaction;
import com.orchestrator.engine.store.ScheduleStore;
import com.orchestrator.engine.store.SetAside;
import com.orchestrator.engine.store.SetAsideStore;
import com.orchestrator.engine.store.Snapshot;
import com.orchestrator.engine.store.StrandLook;
import com.orchestrator.engine.store.Surroundings;
import com.orchestrator.engine.store.WatchStore;
import com.orchestrator.engine.store.WebhookStore;
import com.orchestrator.engine.store.WorkerStore;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** One server's way to a store that others use as well: whatever may happen on the way is up to the weather. */
public final class FlakyStore implements EngineStore {

    /** Called at every moment at which a way to a database can fail or take long; may throw, or let others act. */
    public interface Weather {

        /** Before anything is sent. */
        void onTheWay();

        /** What is there has been read and everything is decided; nothing is written. */
        void beforeWrites();

        /** Somebody is about to look at several things at once. */
        default void beforeLook() {}

        /** Waiting work is about to be looked for, within a transaction. */
        default void beforeLock() {}

        /** A run is about to be written; may refuse it. */
        default void beforeWriting(UUID instanceId) {}

        /** Everything is written and nothing is durable. */
        void beforeCommit();

        /** Everything is durable, and nobody knows it. */
        void afterCommit();

        /** A transaction of a store, there and back. */
        default <T, R> R through(Function<Function<T, R>, R> inTransaction, Function<T, R> work) {
            onTheWay();
            R result = inTransaction.apply(transaction -> {
                R done = work.apply(transaction);
                beforeCommit();
                return done;
            });
            afterCommit();
            return result;
        }
    }

    private final EngineStore store;
    private final Weather weather;

    public FlakyStore(EngineStore store, Weather weather) {
        this.store = store;
        this.weather = weather;
    }

    @Override
    public RunStore runs() {
        return new RunStore() {
            @Override
            public <T> T inTransaction(Function<RunTransaction, T> work) {
                return FlakyStore.this.transact(work);
            }
        };
    }

    private <T> T transact(Function<RunTransaction, T> work) {
        return weather.through(
                store.runs()::inTransaction,
                (RunTransaction transaction) -> work.apply(new Observed(transaction, weather)));
    }

    @Override
    public BatchStore batches() {
        return new FlakyBatchStore(store.batches(), weather);
    }

    @Override
    public LogStore logs() {
        return store.logs();
    }

    @Override
    public LeaseStore leases() {
        return store.leases();
    }

    @Override
    public RetentionStore retention() {
        return store.retention();
    }

    @Override
    public IncidentStore incidents() {
        return store.incidents();
    }

    @Override
    public DefinitionStore definitions() {
        return store.definitions();
    }

    @Override
    public ReadStore reads() {
        return store.reads();
    }

    @Override
    public WorkerStore workers() {
        return store.workers();
    }

    @Override
    public QueueStore queues() {
        return store.queues();
    }

    @Override
    public WatchStore watch() {
        return new Looking(store.watch(), weather);
    }

    @Override
    public SetAsideStore setAside() {
        return store.setAside();
    }

    @Override
    public LimitStore limits() {
        return store.limits();
    }

    @Override
    public PermitStore permits() {
        return store.permits();
    }

    @Override
    public ScheduleStore schedules() {
        return new FlakyScheduleStore(store.schedules(), weather);
    }

    @Override
    public FeedStore feed() {
        return store.feed();
    }

    @Override
    public EncryptionService encryption() {
        return store.encryption();
    }

    @Override
    public WebhookStore webhooks() {
        return store.webhooks();
    }

    @Override
    public ClaimStore claims() {
        return store.claims();
    }

    @Override
    public JobStore jobs() {
        return store.jobs();
    }

    @Override
    public void close() {}

    /** Tells the weather when somebody is about to look. */
    private record Looking(WatchStore store, Weather weather) implements WatchStore {

        @Override
        public <T> T inSnapshot(Function<Snapshot, T> look) {
            weather.beforeLook();
            return store.inSnapshot(look);
        }

        @Override
        public void polled(Collection<Poll> polls) {
            store.polled(polls);
        }

        @Override
        public OpenRuns openRuns(UUID after, int limit) {
            return store.openRuns(after, limit);
        }

        @Override
        public List<Backlog> backlog() {
            return store.backlog();
        }

        @Override
        public Surroundings surroundings() {
            return store.surroundings();
        }

        @Override
        public Surroundings.Connections connections() {
            return store.connections();
        }

        @Override
        public Map<String, Long> queued() {
            return store.queued();
        }
    }

    /** Tells the weather when the writes begin. */
    private record Observed(RunTransaction transaction, Weather weather) implements RunTransaction {

        @Override
        public Instant now() {
            return transaction.now();
        }

        @Override
        public long fenceFloor() {
            return transaction.fenceFloor();
        }

        @Override
        public Map<UUID, List<Entry>> loadEvents(Map<UUID, Long> afterSequenceNumber) {
            return transaction.loadEvents(afterSequenceNumber);
        }

        @Override
        public Map<RunKey, UUID> findRuns(Collection<RunKey> keys) {
            return transaction.findRuns(keys);
        }

        @Override
        public Map<JobKey, UUID> findJobs(Collection<JobKey> keys) {
            return transaction.findJobs(keys);
        }

        @Override
        public List<DueExecution> lockDueExecutions(LaneSelector lane, Collection<StrandLook> looks) {
            weather.beforeLock();
            return transaction.lockDueExecutions(lane, looks);
        }

        @Override
        public Map<String, RuleState> lockRules(Collection<Rule> rules) {
            return transaction.lockRules(rules);
        }

        @Override
        public LimitBook readLimits() {
            return transaction.readLimits();
        }

        @Override
        public Map<RuleName, BreakerTurns> breakerTurns(Collection<RuleName> breakers) {
            return transaction.breakerTurns(breakers);
        }

        @Override
        public Set<Permit> lockPermits(Collection<Permit> permits) {
            return transaction.lockPermits(permits);
        }

        @Override
        public void givePermitsBack(Collection<Permit> permits) {
            transaction.givePermitsBack(permits);
        }

        @Override
        public Map<FairShare, Long> takePlaces(Collection<FairShare> shares) {
            return transaction.takePlaces(shares);
        }

        @Override
        public void keepRates(Map<String, Instant> nextByRow) {
            transaction.keepRates(nextByRow);
        }

        @Override
        public void moveToLines(Map<UUID, String> lines) {
            transaction.moveToLines(lines);
        }

        @Override
        public Map<UUID, SetAside> findSetAside(Collection<UUID> instanceIds) {
            return transaction.findSetAside(instanceIds);
        }

        @Override
        public List<KeptReport> loadKept(UUID instanceId) {
            return transaction.loadKept(instanceId);
        }

        @Override
        public Set<UUID> findRows(Collection<UUID> executionIds) {
            return transaction.findRows(executionIds);
        }

        @Override
        public void keepReports(Collection<KeptReport> reports) {
            transaction.keepReports(reports);
        }

        @Override
        public void closeIncidents(Collection<UUID> instanceIds, UUID server) {
            transaction.closeIncidents(instanceIds, server);
        }

        @Override
        public Map<UUID, Instant> lockLeases(Collection<UUID> executionIds) {
            return transaction.lockLeases(executionIds);
        }

        @Override
        public Set<UUID> recordEvents(Collection<RunRecord> records) {
            weather.beforeWrites();
            records.forEach(record -> weather.beforeWriting(record.instanceId()));
            return transaction.recordEvents(records);
        }

        @Override
        public void watchLeases(Map<UUID, Instant> overAt) {
            transaction.watchLeases(overAt);
        }

        @Override
        public void recordRows(Collection<RunRecord> records) {
            transaction.recordRows(records);
        }

        @Override
        public Map<String, Gate> lockGates(Collection<String> names) {
            return transaction.lockGates(names);
        }

        @Override
        public List<UUID> findAdmissible(Collection<String> names) {
            return transaction.findAdmissible(names);
        }

        @Override
        public void recordClaims(Collection<ClaimRow> changed, Collection<ClaimKey> gone) {
            transaction.recordClaims(changed, gone);
        }

        @Override
        public List<RunMessage> loadMessages(Collection<UUID> receivers) {
            return transaction.loadMessages(receivers);
        }

        @Override
        public void recordMessages(Collection<RunMessage> told, Collection<RunMessage> heard) {
            transaction.recordMessages(told, heard);
        }
    }
}
