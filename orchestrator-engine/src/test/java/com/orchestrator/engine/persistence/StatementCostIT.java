package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Priority;
import com.orchestrator.engine.persistence.sql.FindBacklog;
import com.orchestrator.engine.persistence.sql.FindDue;
import com.orchestrator.engine.persistence.sql.FindDueRuns;
import com.orchestrator.engine.persistence.sql.FindOpenRuns;
import com.orchestrator.engine.persistence.sql.FindQueues;
import com.orchestrator.engine.persistence.sql.LockDueExecutions;
import com.orchestrator.engine.persistence.sql.LookAtLeases;
import com.orchestrator.engine.persistence.sql.ReadNow;
import com.orchestrator.engine.persistence.sql.RenewLeases;
import com.orchestrator.engine.store.LaneSelector;
import com.orchestrator.engine.store.LeaseStore.Renewal;
import com.orchestrator.engine.store.QueuePosition;
import com.orchestrator.engine.store.Strand;
import com.orchestrator.engine.store.StrandLook;
import com.orchestrator.testkit.StatementMeter;
import com.orchestrator.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the statements that run all the time cost when tables are long, counted by the database itself: rows read, however
 * it got at them. Repeated so often that the plan is the one the server keeps.
 */
class StatementCostIT {

    private static final int REPEATED = 15;
    private static Connection connection;

    @BeforeAll
    static void fill() throws SQLException {
        TestDatabase database = TestDatabase.create();
        database.execute("""
                INSERT INTO task_executions (execution_id, workflow_instance_id, shard, task_id, kind, task_type, queue,
                    priority, state, held, lease_holder, fence_token, lease_expires_at, look_at, lease_millis, available_at)
                SELECT gen_random_uuid(), gen_random_uuid(), i % 256, 'work', 'ACTION', 'type',
                    CASE WHEN i % 200 = 0 THEN 'quiet-' || i % 2000 ELSE 'busy' END, 2,
                    CASE WHEN i <= 100000 THEN 'READY' ELSE 'LEASED' END, FALSE,
                    'w', 1, CASE WHEN i > 100000 THEN engine_now() + INTERVAL '1 h' END,
                    CASE WHEN i > 100000 THEN engine_now() + INTERVAL '1 h' END, 30000, engine_now()
                FROM generate_series(1, 100500) AS i
                """);
        database.execute("""
                INSERT INTO workflow_instances (instance_id, namespace, workflow_name, revision, run_id, state,
                    priority, created_at, wake_at)
                SELECT gen_random_uuid(), 'shop', 'order', 1, 'run-' || i, 'RUNNING', 2, engine_now(),
                    CASE WHEN i % 10 = 0 THEN engine_now() + INTERVAL '1 h' END
                FROM generate_series(1, 50000) AS i
                """);
        database.execute("ANALYZE");
        connection = database.connect();
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
    }

    @FunctionalInterface
    private interface Call {
        void run() throws SQLException;
    }

    /** Rows one call reads from a table or its indexes. */
    private static long rowsReadFrom(String table, Call call) throws SQLException {
        long before = count("seq_tup_read + idx_tup_fetch", table);
        for (int i = 0; i < REPEATED; i++) {
            call.run();
        }
        return (count("seq_tup_read + idx_tup_fetch", table) - before) / REPEATED;
    }

    private static long count(String what, String table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_stat_force_next_flush()");
            try (ResultSet row = statement.executeQuery(
                    "SELECT coalesce(" + what + ", 0) FROM pg_stat_user_tables WHERE relname = '" + table + "'")) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    @Test
    void acquiring_readsAsManyRowsAsItTakes_howeverLongTheBacklog() throws SQLException {
        Instant now = ReadNow.run(connection);

        long rows = rowsReadFrom(
                "task_executions",
                () -> assertThat(LockDueExecutions.run(connection, new LaneSelector(1, 2), List.of(first(50)), now))
                        .hasSize(50));

        assertThat(rows).isBetween(50L, 300L);
    }

    private static StrandLook first(int limit) {
        return new StrandLook(Strand.of("busy", Priority.DEFAULT), QueuePosition.START, limit);
    }

    @Test
    void acquiring_usesTheReadyIndex() throws SQLException {
        Instant now = ReadNow.run(connection);
        long before = scansOfReadyIndex();

        LockDueExecutions.run(connection, new LaneSelector(0, 1), List.of(first(10)), now);

        assertThat(scansOfReadyIndex() - before).isEqualTo(1);
    }

    private static long scansOfReadyIndex() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_stat_force_next_flush()");
            try (ResultSet row = statement.executeQuery(
                    "SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = 'ix_executions_ready'")) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Of what is ready it reads one row for each queue; of what is leased none. */
    @Test
    void lookingForWhatIsDue_probesEachQueue_insteadOfReadingAll() throws SQLException {
        Set<String> queues = Set.of("busy", "quiet-0", "quiet-200", "empty-1", "empty-2");

        long rows = rowsReadFrom(
                "task_executions",
                () -> assertThat(FindDue.run(connection, queues).strands()).hasSize(3));

        assertThat(rows).isLessThanOrEqualTo(100);
    }

    @Test
    void lookingAtLeases_readsThoseOnlyThatSomebodyHasToLookAt() throws SQLException {
        long rows = rowsReadFrom(
                "task_executions",
                () -> assertThat(LookAtLeases.run(connection, 500)).isEmpty());

        assertThat(rows).isLessThanOrEqualTo(10);
    }

    @Test
    void lookingForDueRuns_readsDueOnesOnly() throws SQLException {
        long rows = rowsReadFrom(
                "workflow_instances",
                () -> assertThat(FindDueRuns.run(connection, 500)).isEmpty());

        assertThat(rows).isLessThan(100);
    }

    @Test
    void walkingOverRuns_readsThePieceItTakes() throws SQLException {
        UUID start = new UUID(0, 0);
        long runs = rowsReadFrom(
                "workflow_instances",
                () -> assertThat(FindOpenRuns.run(connection, start, 50).open()).hasSize(50));
        long attempts = rowsReadFrom("task_executions", () -> FindOpenRuns.run(connection, start, 50));

        assertThat(runs).isLessThan(200);
        assertThat(attempts).isLessThan(100);
    }

    @Test
    void countingBacklog_readsABoundedPieceOfEachQueue() throws SQLException {
        long rows = rowsReadFrom(
                "task_executions",
                () -> inTransaction(
                        () -> assertThat(FindBacklog.run(connection)).hasSizeGreaterThan(5)));

        assertThat(rows).isLessThan(12_000);
    }

    @Test
    void lookingAtAQueue_readsABoundedPieceOfIt() throws SQLException {
        long rows = rowsReadFrom(
                "task_executions",
                () -> inTransaction(() -> assertThat(FindQueues.run(connection, Set.of("busy", "quiet-0")))
                        .hasSize(2)));

        assertThat(rows).isLessThan(12_000);
    }

    private static void inTransaction(Call call) throws SQLException {
        connection.setAutoCommit(false);
        try {
            call.run();
        } finally {
            connection.setAutoCommit(true);
        }
    }

    @Test
    void renewals_changeNoIndex() throws SQLException {
        List<Renewal> leased = leasedIds().stream()
                .map(id -> new Renewal(id, "w", 1, null, null))
                .toList();
        long updatesBefore = count("n_tup_upd", "task_executions");
        long hotBefore = count("n_tup_hot_upd", "task_executions");

        for (int i = 0; i < 4; i++) {
            assertThat(RenewLeases.run(connection, leased)).hasSameSizeAs(leased);
        }

        long updates = count("n_tup_upd", "task_executions") - updatesBefore;
        assertThat(updates).isEqualTo(4L * leased.size());
        assertThat(count("n_tup_hot_upd", "task_executions") - hotBefore).isGreaterThan(updates * 9 / 10);
    }

    /** Filled so fast that the planner knows nothing of it yet: as when somebody takes a whole backlog. */
    @Test
    void renewing_looksForEachByItself_howeverManyItsWorkerHolds() throws SQLException {
        TestDatabase database = TestDatabase.create();
        database.execute("""
                INSERT INTO task_executions (execution_id, workflow_instance_id, shard, task_id, kind, task_type, queue,
                    priority, state, held, lease_holder, fence_token, lease_expires_at, lease_millis, available_at)
                SELECT CAST(md5(CAST(i AS TEXT)) AS UUID), gen_random_uuid(), i % 256, 'work', 'ACTION', 'type', 'busy', 2,
                    'LEASED', FALSE, 'w', 1, engine_now() + INTERVAL '1 h', 30000, engine_now()
                FROM generate_series(1, 5000) AS i
                """);
        try (Connection fresh = database.connect();
                StatementMeter meter = StatementMeter.of(database)) {
            List<Renewal> renewals =
                    database.query("SELECT execution_id FROM task_executions ORDER BY execution_id LIMIT 200").stream()
                            .map(id -> new Renewal(UUID.fromString(id), "w", 1, null, null))
                            .toList();
            long pages = meter.costOf(
                            () -> assertThat(RenewLeases.run(fresh, renewals)).hasSameSizeAs(renewals))
                    .pages();
            assertThat(pages).isLessThan(renewals.size() * 50L);
        }
    }

    private static List<UUID> leasedIds() throws SQLException {
        List<UUID> ids = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT execution_id FROM task_executions WHERE state = 'LEASED'
                        ORDER BY execution_id LIMIT 20""")) {
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
            }
        }
        return ids;
    }
}
