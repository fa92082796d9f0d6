package com.orchestrator.engine.persistence;

import com.orchestrator.engine.seal.KeyRing;
import com.orchestrator.engine.service.EncryptionService;
import com.orchestrator.engine.store.BatchStore;
import com.orchestrator.engine.store.ClaimStore;
import com.orchestrator.engine.store.DefinitionStore;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.engine.store.FeedStore;
import com.orchestrator.engine.store.IncidentStore;
import com.orchestrator.engine.store.JobStore;
import com.orchestrator.engine.store.LeaseStore;
import com.orchestrator.engine.store.LimitStore;
import com.orchestrator.engine.store.LogStore;
import com.orchestrator.engine.store.PermitStore;
import com.orchestrator.engine.store.QueueStore;
import com.orchestrator.engine.store.ReadStore;
import com.orchestrator.engine.store.RetentionStore;
import com.orchestrator.engine.store.RunStore;
import com.orchestrator.engine.store.ScheduleStore;
import com.orchestrator.engine.store.SetAsideStore;
import com.orchestrator.engine.store.WatchStore;
import com.orchestrator.engine.store.WebhookStore;
import com.orchestrator.engine.store.WorkerStore;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Everything durable, in one PostgreSQL (13 or newer). */
public final class PostgresEngineStore implements EngineStore {

    /**
     * Every statement of the engine has its index, and wants it read in order and no further than needed. Tables of waiting
     * work grow and shrink faster than the planner's statistics, so it would take one for small and read it from end to end,
     * or a queue for short and sort all of it. Committed by itself: the pool otherwise leaves it to the first transaction of
     * the connection, and a rollback would take it back for good.
     */
    private static final String USE_INDEXES = "SET enable_seqscan = off; SET enable_bitmapscan = off; SET jit = off";

    private final HikariDataSource pool;
    private final DatabaseLife life;
    private final HibernateAccess hibernate;
    private final RunStore runs;
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
    private final PostgresFeedStore feed;
    private final RetentionStore retention;
    private final IncidentStore incidents;
    private final BatchStore batches;
    private final WebhookStore webhooks;
    private final EncryptionService encryption;

    private PostgresEngineStore(HikariDataSource pool, @Nullable KeyRing ring, Seals seals, DatabaseLife life) {
        this.pool = pool;
        this.life = life;
        this.hibernate = new HibernateAccess(pool);
        JdbcAccess jdbc = new JdbcAccess(pool);
        this.runs = new PostgresRunStore(jdbc, seals, life);
        this.leases = new PostgresLeaseStore(jdbc, seals, life);
        this.definitions = new PostgresDefinitionStore(hibernate);
        this.reads = new PostgresReadStore(jdbc, hibernate, seals);
        this.workers = new PostgresWorkerStore(jdbc);
        this.queues = new PostgresQueueStore(jdbc);
        this.watch = new PostgresWatchStore(jdbc, pool, seals);
        this.logs = new PostgresLogStore(jdbc, seals);
        this.setAside = new PostgresSetAsideStore(jdbc, seals);
        this.limits = new PostgresLimitStore(jdbc);
        this.permits = new PostgresPermitStore(jdbc);
        this.schedules = new PostgresScheduleStore(jdbc, seals);
        this.claims = new PostgresClaimStore(jdbc);
        this.jobs = new PostgresJobStore(jdbc, seals);
        this.feed = new PostgresFeedStore(jdbc, seals);
        this.incidents = new PostgresIncidentStore(jdbc, seals);
        this.retention = new PostgresRetentionStore(jdbc, seals);
        this.batches = new PostgresBatchStore(jdbc, seals);
        this.webhooks = new PostgresWebhookStore(jdbc);
        this.encryption = new PostgresEncryption(jdbc, ring);
    }

    /**
     * Looks whether the database can be used, and brings its schema up to date. Says within seconds what is wrong.
     *
     * @return how many migrations that took
     * @throws com.orchestrator.engine.StartRefused when it cannot be used
     */
    public static int prepare(PostgresConfig config) {
        DatabaseCheck check = DatabaseCheck.of(config);
        check.run();
        return new SchemaMigrator(check).migrate();
    }

    /**
     * Looks whether the database can be used as it stands, and changes nothing.
     *
     * @throws com.orchestrator.engine.StartRefused when it cannot
     */
    public static void requirePrepared(PostgresConfig config) {
        DatabaseCheck check = DatabaseCheck.of(config);
        check.run();
        new SchemaMigrator(check).check();
    }

    /**
     * How the tables stand.
     *
     * @throws com.orchestrator.engine.StartRefused when the database cannot be used, or its tables are those of a newer server
     */
    public static SchemaReport schema(PostgresConfig config) {
        DatabaseCheck check = DatabaseCheck.of(config);
        check.run();
        return new SchemaMigrator(check).report();
    }

    /**
     * Says of a prepared database that it was taken back to an earlier moment, where nobody can see it. Servers that are up end.
     *
     * @return one sentence that says what holds now
     * @throws com.orchestrator.engine.StartRefused when the database cannot be used
     */
    public static String declareRestored(PostgresConfig config) {
        return DatabaseCheck.of(config).ask(DatabaseLife::declare).sentence();
    }

    /**
     * Whether a prepared database was taken back to an earlier moment.
     *
     * @return one sentence; empty when it never was
     * @throws com.orchestrator.engine.StartRefused when the database cannot be used
     */
    public static String restored(PostgresConfig config) {
        return DatabaseCheck.of(config).ask(DatabaseLife::read).sentence();
    }

    /** What the start has found, if that is news: one sentence. */
    public Optional<String> justRestored() {
        return life.found().isNew() ? Optional.of(life.found().sentence()) : Optional.empty();
    }

    /**
     * Prepares the database and connects.
     *
     * @throws com.orchestrator.engine.StartRefused when it cannot be used
     */
    public static PostgresEngineStore open(PostgresConfig config) {
        prepare(config);
        return connect(config);
    }

    /**
     * Connects to a database that is prepared, and seals nothing.
     *
     * @throws com.orchestrator.engine.StartRefused when something there is sealed
     */
    public static PostgresEngineStore connect(PostgresConfig config) {
        return connect(config, null);
    }

    /**
     * Connects to a database that is prepared.
     *
     * @param ring what payloads are sealed with from now on; null when they are not
     * @throws com.orchestrator.engine.StartRefused when it lacks a key that something there is sealed with
     */
    public static PostgresEngineStore connect(PostgresConfig config, @Nullable KeyRing ring) {
        return connect(config, ring, () -> {});
    }

    /**
     * The same.
     *
     * @param whenTakenBack is called when the database goes on from an earlier moment than this store knows of: it does nothing more, and
     *     whoever uses it has to begin anew, for all that he remembers may never have been
     */
    public static PostgresEngineStore connect(PostgresConfig config, @Nullable KeyRing ring, Runnable whenTakenBack) {
        DatabaseLife life = new DatabaseLife(whenTakenBack);
        HikariDataSource pool = new HikariDataSource(poolConfig(config, life));
        try {
            Seals seals = new Seals(ring);
            PostgresEngineStore store = new PostgresEngineStore(pool, ring, seals, life);
            new JdbcAccess(pool).transaction(connection -> {
                life.begin(connection);
                seals.begin(connection);
                return true;
            });
            store.feed.catchUp();
            return store;
        } catch (RuntimeException failure) {
            pool.close();
            throw failure;
        }
    }

    /**
     * No query timeout: cancelling a commit can report success for work that is not replicated; a silent connection is given up by the
     * socket timeout instead.
     */
    private static HikariConfig poolConfig(PostgresConfig config, DatabaseLife life) {
        HikariConfig pool = new HikariConfig();
        pool.setDataSource(new WatchedSource(config, life));
        pool.setMaximumPoolSize(config.poolSize());
        pool.setAutoCommit(false);
        pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        pool.setConnectionTimeout(TimeUnit.SECONDS.toMillis(10));
        pool.setPoolName("orchestrator");
        pool.setConnectionInitSql(USE_INDEXES);
        pool.setIsolateInternalQueries(true);
        return pool;
    }

    @Override
    public RunStore runs() {
        return runs;
    }

    @Override
    public BatchStore batches() {
        return batches;
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
        return encryption;
    }

    @Override
    public WebhookStore webhooks() {
        return webhooks;
    }

    @Override
    public ClaimStore claims() {
        return claims;
    }

    @Override
    public JobStore jobs() {
        return jobs;
    }

    @Override
    public void close() {
        hibernate.close();
        pool.close();
    }
}
