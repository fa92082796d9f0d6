package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Priority;
import com.orchestrator.engine.persistence.sql.DeleteExecutions;
import com.orchestrator.engine.persistence.sql.LockDueExecutions;
import com.orchestrator.engine.persistence.sql.ReadNow;
import com.orchestrator.engine.persistence.sql.RenewLeases;
import com.orchestrator.engine.store.DueExecution;
import com.orchestrator.engine.store.LaneSelector;
import com.orchestrator.engine.store.LeaseStore.Renewal;
import com.orchestrator.engine.store.QueuePosition;
import com.orchestrator.engine.store.Strand;
import com.orchestrator.engine.store.StrandLook;
import com.orchestrator.testkit.StatementMeter;
import com.orchestrator.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What dead rows cost those who look for living ones, between two runs of the vacuum, and while somebody reads for so long
 * that nothing can be cleared away. The vacuum comes when the test says so.
 */
class ChurnCostIT {

    private static final int BACKLOG = 1_000;
    private static final int TAKEN = 50;
    private static final int ROUNDS = 100;
    private static final int LEASED = 20;
    private static final int ENTRIES_ON_A_PAGE = 100;
    private static final int ROWS_ON_A_PAGE = 25;
    private static final int ROWS_NEAR_THE_PLACE = 5;

    private TestDatabase database;
    private Connection connection;
    private Connection reader;
    private StatementMeter meter;
    private long made;

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.create();
        database.execute("ALTER TABLE task_executions SET (autovacuum_enabled = off)");
        meter = StatementMeter.of(database);
        connection = database.connect();
        execute(connection, "SET enable_seqscan = off");
        connection.setAutoCommit(false);
        reader = database.connect();
        reader.setAutoCommit(false);
        add(BACKLOG, "READY");
    }

    @AfterEach
    void close() throws SQLException {
        reader.close();
        connection.close();
        meter.close();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Ids rise, as the engine's own do. */
    private void add(int count, String state) throws SQLException {
        execute(connection, """
                INSERT INTO task_executions (execution_id, workflow_instance_id, shard, task_id, kind, task_type, queue,
                    priority, state, held, lease_holder, fence_token, lease_expires_at, lease_millis, available_at)
                SELECT lpad(to_hex(i), 32, '0')::uuid, gen_random_uuid(), i %% 256, 'a', 'ACTION', 'type', 'busy', 2, '%3$s',
                    FALSE, 'w', 1, CASE WHEN '%3$s' = 'LEASED' THEN engine_now() + INTERVAL '1 h' END, 30000, engine_now()
                FROM generate_series(%1$d, %2$d) AS i
                """.formatted(made + 1, made + count, state));
        connection.commit();
        made += count;
    }

    /**
     * As much comes as goes.
     *
     * @return up to where it is gone
     */
    private QueuePosition churn(int rounds) throws SQLException {
        QueuePosition passed = QueuePosition.START;
        for (int i = 0; i < rounds; i++) {
            add(TAKEN, "READY");
            List<DueExecution> taken = take(passed);
            passed = taken.get(taken.size() - 1).position();
            DeleteExecutions.run(
                    connection, taken.stream().map(DueExecution::executionId).toList());
            connection.commit();
        }
        return passed;
    }

    private List<DueExecution> take(QueuePosition after) throws SQLException {
        return LockDueExecutions.run(
                connection,
                new LaneSelector(0, 1),
                List.of(new StrandLook(Strand.of("busy", Priority.DEFAULT), after, TAKEN)),
                ReadNow.run(connection));
    }

    private long pagesOfOneTake(QueuePosition after) throws SQLException {
        return meter.costOf(
                        () -> {
                            assertThat(take(after)).hasSize(TAKEN);
                            connection.rollback();
                        },
                        "SKIP LOCKED")
                .pages();
    }

    private void readForLong() throws SQLException {
        reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        execute(reader, "SELECT count(*) FROM task_executions");
    }

    /** From the start, as once a second, dead entries are passed over by the page of the index. */
    @Test
    void taking_passesOverDeadEntriesByThePage_butOverNoneFromThePlaceReached() throws SQLException {
        churn(10);
        long before = pagesOfOneTake(QueuePosition.START);

        QueuePosition passed = churn(ROUNDS);

        long dead = (long) ROUNDS * TAKEN;
        assertThat(pagesOfOneTake(passed)).as("none of them").isLessThanOrEqualTo(before);
        assertThat(pagesOfOneTake(QueuePosition.START))
                .as("and of their rows, once")
                .isLessThan(before + dead / ENTRIES_ON_A_PAGE + dead / ROWS_ON_A_PAGE);
        assertThat(pagesOfOneTake(QueuePosition.START)).isLessThan(before + dead / ENTRIES_ON_A_PAGE);
        database.execute("VACUUM task_executions");
        assertThat(pagesOfOneTake(QueuePosition.START))
                .as("with a look at the visibility of each")
                .isLessThanOrEqualTo(before + TAKEN);
    }

    /** What died since somebody began to read has to be looked at in its table, until the reader is done. */
    @Test
    void taking_whileSomebodyReadsForLong_looksAtDeadRowsByThePage() throws SQLException {
        readForLong();
        churn(10);
        long before = pagesOfOneTake(QueuePosition.START);

        QueuePosition passed = churn(ROUNDS);

        long dead = (long) ROUNDS * TAKEN;
        assertThat(pagesOfOneTake(passed)).as("none of them").isLessThanOrEqualTo(before + ROWS_NEAR_THE_PLACE);
        assertThat(pagesOfOneTake(QueuePosition.START))
                .isLessThan(before + dead / ENTRIES_ON_A_PAGE + dead / ROWS_ON_A_PAGE);
        reader.rollback();
        pagesOfOneTake(QueuePosition.START);
        assertThat(pagesOfOneTake(QueuePosition.START)).isLessThan(before + dead / ENTRIES_ON_A_PAGE);
    }

    /** As many as in ten minutes: one page more for each that came before. */
    @Test
    void renewing_whileSomebodyReadsForLong_looksAtOneMorePageEachTime() throws SQLException {
        add(LEASED, "LEASED");
        List<Renewal> leases = LongStream.rangeClosed(made - LEASED + 1, made)
                .mapToObj(i -> new Renewal(new UUID(0, i), "w", 1, null, null))
                .toList();
        renew(leases, 5);
        long before = pagesOfOneRenewal(leases);
        readForLong();

        renew(leases, 60);

        assertThat(pagesOfOneRenewal(leases)).isLessThan(before + 61L * LEASED);
        reader.rollback();
        database.execute("VACUUM task_executions");
        assertThat(pagesOfOneRenewal(leases)).isLessThan(before * 2);
    }

    private long pagesOfOneRenewal(List<Renewal> leases) throws SQLException {
        return meter.costOf(() -> renew(leases, 1), "renewed").pages();
    }

    private void renew(List<Renewal> leases, int times) throws SQLException {
        for (int i = 0; i < times; i++) {
            assertThat(RenewLeases.run(connection, leases)).hasSize(leases.size());
            connection.commit();
        }
    }
}
