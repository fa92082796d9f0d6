package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.engine.StartRefused;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.engine.store.ExecutionBuilder;
import com.orchestrator.engine.store.LeaseStore.Renewal;
import com.orchestrator.engine.store.RunFixture;
import com.orchestrator.engine.store.RunRecord;
import com.orchestrator.engine.store.RunTransaction;
import com.orchestrator.engine.store.RunsMovedException;
import com.orchestrator.engine.store.StoreUnavailableException;
import com.orchestrator.testkit.TestDatabase;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only a database can show: lock order, its clock, what it refuses. */
class PostgresBehaviourIT {

    private static TestDatabase database;
    private static EngineStore store;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
        store = PostgresEngineStore.open(database.config());
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @BeforeEach
    void empty() {
        database.empty();
    }

    private static Instant now() {
        return store.runs().inTransaction(RunTransaction::now);
    }

    private static void record(List<RunRecord> records) {
        Set<UUID> lost = store.runs().inTransaction(transaction -> {
            Set<UUID> moved = transaction.recordEvents(records);
            transaction.recordRows(records.stream()
                    .filter(record -> !moved.contains(record.instanceId()))
                    .toList());
            return moved;
        });
        assertThat(lost).isEmpty();
    }

    @Test
    void batchesInOppositeOrder_neverDeadlock() throws Exception {
        Instant now = now();
        List<RunFixture> runs = new ArrayList<>(IntStream.range(0, 100)
                .mapToObj(i -> new RunFixture("opposite-" + i, now))
                .toList());
        record(runs.stream().map(RunFixture::start).toList());

        for (int round = 0; round < 10; round++) {
            List<RunRecord> forth = runs.stream().map(RunFixture::move).toList();
            List<RunRecord> back = new ArrayList<>(forth);
            Collections.reverse(back);
            CompletableFuture<Set<UUID>> first = CompletableFuture.supplyAsync(() -> move(forth));
            CompletableFuture<Set<UUID>> second = CompletableFuture.supplyAsync(() -> move(back));

            Set<UUID> lost = new HashSet<>(first.get(20, TimeUnit.SECONDS));
            lost.addAll(second.get(20, TimeUnit.SECONDS));
            assertThat(lost).hasSize(100);
        }
    }

    private static Set<UUID> move(List<RunRecord> records) {
        try {
            return store.runs().inTransaction(transaction -> transaction.recordEvents(records));
        } catch (RunsMovedException met) {
            return store.runs().inTransaction(transaction -> transaction.recordEvents(records));
        }
    }

    @Test
    void sameKeysInOppositeOrder_neverDeadlock() throws Exception {
        Instant now = now();
        for (int round = 0; round < 10; round++) {
            int number = round;
            List<RunRecord> forth = IntStream.range(0, 100)
                    .mapToObj(i -> new RunFixture(number + "-" + i, now).start())
                    .toList();
            List<RunRecord> back = IntStream.range(0, 100)
                    .mapToObj(i -> new RunFixture(number + "-" + (99 - i), now).start())
                    .toList();
            CompletableFuture<Set<UUID>> first = CompletableFuture.supplyAsync(() -> move(forth));
            CompletableFuture<Set<UUID>> second = CompletableFuture.supplyAsync(() -> move(back));

            assertThat(first.get(20, TimeUnit.SECONDS).size()
                            + second.get(20, TimeUnit.SECONDS).size())
                    .isEqualTo(100);
        }
    }

    @Test
    void renewalsInOppositeOrder_neverDeadlock() throws Exception {
        Instant now = now();
        List<RunRecord> records = new ArrayList<>();
        List<Renewal> forth = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            RunFixture run = new RunFixture("renewed-" + i, now);
            ExecutionBuilder execution = run.execution().leased("w", 1, now.plusSeconds(30));
            records.add(run.start(execution.row()));
            forth.add(new Renewal(execution.row().executionId(), "w", 1, null, null));
        }
        record(records);
        List<Renewal> back = new ArrayList<>(forth);
        Collections.reverse(back);

        for (int round = 0; round < 10; round++) {
            var first = CompletableFuture.supplyAsync(() -> store.leases().renew(forth));
            var second = CompletableFuture.supplyAsync(() -> store.leases().renew(back));

            assertThat(first.get(20, TimeUnit.SECONDS)).hasSize(200);
            assertThat(second.get(20, TimeUnit.SECONDS)).hasSize(200);
        }
    }

    @Test
    void offsetOfTheEngineClock_movesNow() {
        Instant before = now();

        database.advance(Duration.ofHours(5));

        assertThat(Duration.between(before, now()))
                .isBetween(Duration.ofHours(5), Duration.ofHours(5).plusSeconds(30));
    }

    /** Whoever asked may repeat it; it is no fault of ours. */
    @Test
    void connectionThatBreaksBeforeItsCommit_isADatabaseThatDidNotAnswer() {
        try (HikariDataSource pool = pool();
                HibernateAccess access = new HibernateAccess(pool)) {
            assertThatThrownBy(() -> access.transaction(session -> {
                        Object backend = session.createNativeQuery("SELECT pg_backend_pid()", Object.class)
                                .getSingleResult();
                        return database.query("SELECT pg_terminate_backend(" + backend + ", 10000)");
                    }))
                    .isInstanceOf(StoreUnavailableException.class);
        }
    }

    private static HikariDataSource pool() {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(database.config().jdbcUrl());
        pool.setUsername(database.config().username());
        pool.setPassword(database.config().password());
        pool.setAutoCommit(false);
        return new HikariDataSource(pool);
    }

    @Test
    void databaseThatIsNotDurable_isRefusedUnlessAllowed() {
        TestDatabase careless = TestDatabase.create();
        String name = careless.query("SELECT current_database()").get(0);
        careless.execute("ALTER DATABASE " + name + " SET synchronous_commit = off");
        PostgresConfig config = careless.config();

        assertThatThrownBy(() -> PostgresEngineStore.open(config))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("synchronous_commit=off");
        PostgresEngineStore.open(new PostgresConfig(
                        config.jdbcUrl(), config.username(), config.password(), config.poolSize(), true))
                .close();
    }

    @Test
    void schemaOfANewerServer_isRefused() {
        TestDatabase newer = TestDatabase.create();
        newer.execute("""
                INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,
                    installed_by, execution_time, success)
                VALUES (99, '999', 'future', 'SQL', 'V999__future.sql', 1, 'test', 1, TRUE)
                """);

        assertThatThrownBy(() -> PostgresEngineStore.open(newer.config()))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("999");
    }
}
