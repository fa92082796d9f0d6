package com.orchestrator.engine.memory;

import com.orchestrator.engine.service.EncryptionService;
import com.orchestrator.engine.store.BatchStore;
import com.orchestrator.engine.store.ClaimRow;
import com.orchestrator.engine.store.ClaimStore;
import com.orchestrator.engine.store.DefinitionStore;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.engine.store.FeedStore;
import com.orchestrator.engine.store.IncidentStore;
import com.orchestrator.engine.store.JobStore;
import com.orchestrator.engine.store.LeaseStore;
import com.orchestrator.engine.store.LimitStore;
import com.orchestrator.engine.store.LogStore;
import com.orchestrator.engine.store.Permit;
import com.orchestrator.engine.store.PermitStore;
import com.orchestrator.engine.store.QueueStore;
import com.orchestrator.engine.store.ReadStore;
import com.orchestrator.engine.store.RetentionStore;
import com.orchestrator.engine.store.RunStore;
import com.orchestrator.engine.store.RunTransaction;
import com.orchestrator.engine.store.ScheduleStore;
import com.orchestrator.engine.store.SetAsideStore;
import com.orchestrator.engine.store.WatchStore;
import com.orchestrator.engine.store.WebhookStore;
import com.orchestrator.engine.store.WorkerStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * A second implementation of the store, held to the same contract as PostgreSQL. Keeps events as the JSON text and bytes a
 * database would, checks the constraints of the schema, counts what it is asked, and fails when a test orders it.
 */
public final class InMemoryEngineStore implements EngineStore {

    private final MemoryTables tables = new MemoryTables();
    private final StoreFaults faults = new StoreFaults();
    private final AtomicLong transactions = new AtomicLong();
    private final AtomicLong statements = new AtomicLong();
    private final InstantSource clock;
    private final LeaseStore leases;
    private final DefinitionStore definitions;
    private final ReadStore reads;
    private final WorkerStore workers;
    private final QueueStore queues;
    private final WatchStore watch;
    private final LogStore logs;
    private final SetAsideStore setAside;
    private final LimitStore limits;
    private final PermitStore permits;
    private final ScheduleStore schedules;
    private final ClaimStore claims;
    private final JobStore jobs;
    private final FeedStore feed;
    private final RetentionStore retention;
    private final IncidentStore incidents;
    private final BatchStore batches;
    private final WebhookStore webhooks;

    public InMemoryEngineStore(InstantSource clock) {
        this.clock = clock;
        this.leases = new MemoryLeaseStore(tables, clock);
        this.definitions = new MemoryDefinitionStore(tables, clock);
        this.reads = new MemoryReadStore(tables, clock);
        this.workers = new MemoryWorkerStore(tables, clock);
        this.queues = new MemoryQueueStore(tables, clock);
        this.watch = new MemoryWatchStore(tables, clock);
        this.logs = new MemoryLogStore(tables, clock);
        this.setAside = new MemorySetAsideStore(tables, clock);
        this.limits = new MemoryLimitStore(tables, clock);
        this.permits = new MemoryPermitStore(tables, clock);
        this.schedules = new MemoryScheduleStore(tables, clock);
        this.claims = new MemoryClaimStore(tables);
        this.jobs = new MemoryJobStore(tables);
        this.feed = new MemoryFeedStore(tables, clock);
        this.incidents = new MemoryIncidentStore(tables, clock);
        this.retention = new MemoryRetentionStore(tables, clock);
        this.batches = new MemoryBatchStore(clock);
        this.webhooks = new MemoryWebhookStore(clock);
    }

    // ---- what tests order and ask

    /** The next transaction that writes is lost. */
    public void failNextBeforeCommit() {
        faults.orderBeforeCommit();
    }

    /** The next transaction that writes is durable, but its writer does not learn of it. */
    public void failNextAfterCommit() {
        faults.orderAfterCommit();
    }

    /** A lock that another transaction has is not waited for, as with a lock timeout of nothing. */
    public void neverWaitForLocks() {
        tables.locks.neverWait();
    }

    /** Units of work that were begun. */
    public long transactions() {
        return transactions.get();
    }

    /** Statements in units of work, counted as PostgreSQL would get them, without the one that reads the clock. */
    public long statements() {
        return statements.get();
    }

    /** What rules have given out. */
    public Set<Permit> heldPermits() {
        synchronized (tables) {
            return Set.copyOf(tables.rules.permits);
        }
    }

    /** What no engine does: a permit whose attempt is over. */
    public void leavePermitBehind(Permit permit) {
        synchronized (tables) {
            tables.rules.permits.add(permit);
        }
    }

    // ---- the store

    @Override
    public RunStore runs() {
        return new RunStore() {
            @Override
            public <T> T inTransaction(Function<RunTransaction, T> work) {
                return InMemoryEngineStore.this.transact(work);
            }
        };
    }

    private <T> T transact(Function<RunTransaction, T> work) {
        MemoryRunTransaction transaction =
                new MemoryRunTransaction(tables, clock.instant(), statements, transactions.incrementAndGet());
        try {
            T result = work.apply(transaction);
            commit(transaction);
            return result;
        } finally {
            transaction.end();
        }
    }

    private void commit(MemoryRunTransaction transaction) {
        if (transaction.hasWritten()) {
            faults.beforeCommit();
            transaction.commit();
            faults.afterCommit();
        }
    }

    @Override
    public LeaseStore leases() {
        return leases;
    }

    @Override
    public DefinitionStore definitions() {
        return definitions;
    }

    @Override
    public ReadStore reads() {
        return reads;
    }

    @Override
    public WorkerStore workers() {
        return workers;
    }

    @Override
    public QueueStore queues() {
        return queues;
    }

    @Override
    public WatchStore watch() {
        return watch;
    }

    @Override
    public LogStore logs() {
        return logs;
    }

    @Override
    public SetAsideStore setAside() {
        return setAside;
    }

    @Override
    public LimitStore limits() {
        return limits;
    }

    @Override
    public PermitStore permits() {
        return permits;
    }

    @Override
    public ScheduleStore schedules() {
        return schedules;
    }

    @Override
    public BatchStore batches() {
        return batches;
    }

    @Override
    public FeedStore feed() {
        return feed;
    }

    @Override
    public RetentionStore retention() {
        return retention;
    }

    @Override
    public IncidentStore incidents() {
        return incidents;
    }

    @Override
    public EncryptionService encryption() {
        return EncryptionService.NONE;
    }

    @Override
    public WebhookStore webhooks() {
        return webhooks;
    }

    @Override
    public ClaimStore claims() {
        return claims;
    }

    /** What runs hold and wait for. */
    public List<ClaimRow> claimRows() {
        synchronized (tables) {
            return tables.claims.all();
        }
    }

    @Override
    public JobStore jobs() {
        return jobs;
    }

    /** What no engine does: a page of a run's history is damaged. */
    public void damage(UUID instanceId) {
        synchronized (tables) {
            tables.damaged.add(instanceId);
        }
    }

    /** Whether a run cannot be read, or is set aside. */
    public boolean isAtFault(UUID instanceId) {
        synchronized (tables) {
            return tables.damaged.contains(instanceId)
                    || tables.incident(instanceId).isPresent();
        }
    }

    /** The page is there again, as it was. */
    public void mend(UUID instanceId) {
        synchronized (tables) {
            tables.damaged.remove(instanceId);
        }
    }

    /** What no engine does: somebody has deleted the row of an attempt. */
    public void loseRow(UUID executionId) {
        synchronized (tables) {
            tables.deleteExecution(executionId);
        }
    }

    /** What no engine does: somebody has cleared the time at which a run wakes up. */
    public void loseWakeUp(UUID instanceId) {
        synchronized (tables) {
            tables.putInstance(
                    MemoryTables.present(tables.instances.get(instanceId), "a run that is changed exists", instanceId)
                            .wakingAt(null));
        }
    }

    @Override
    public void close() {}
}
