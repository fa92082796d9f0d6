package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.retention.RetentionRule;
import com.orchestrator.engine.service.Author;
import com.orchestrator.engine.store.RetentionStore;
import com.orchestrator.engine.store.RetentionStore.Place;
import com.orchestrator.engine.store.RunTree;
import com.orchestrator.testkit.StatementMeter;
import com.orchestrator.testkit.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Deleting costs the same statements however many runs go, rows by their number alone, and the room it leaves is used again. {@code
 * -Dretention.runs=200000} with more of them.
 */
class RetentionCostIT {

    private static final int RUNS = Integer.getInteger("retention.runs", 2_000);
    private static final int PAGES = 8;
    private static final RetentionRule RULE = new RetentionRule(Duration.ofDays(30), null, null, null, null, false);

    private TestDatabase database;
    private PostgresEngineStore store;
    private RetentionStore retention;
    private int planted;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
        store = PostgresEngineStore.open(database.config());
        retention = store.retention();
        retention.change("aged", RULE, new Author("ann", "test", null));
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** Runs of eight pages that have ended a year ago. */
    private void plant(int runs) {
        int first = planted + 1;
        planted += runs;
        database.execute(
                "INSERT INTO workflow_instances (instance_id, namespace, workflow_name, revision, run_id, state,"
                        + " priority, created_at, started_at, ended_at) SELECT (lpad(to_hex(n), 16, '0') ||"
                        + " '80000000ff000000')::uuid, 'aged', 'order', 1, 'r' || n, 'COMPLETED', 2, now() - INTERVAL '1"
                        + " year', now() - INTERVAL '1 year', now() - INTERVAL '1"
                        + " year' FROM"
                        + " generate_series(" + first + ", " + planted + ") AS n");
        database.execute(
                "INSERT INTO events (workflow_instance_id, sequence_number, last_sequence_number, at, data, payload)"
                        + " SELECT i.instance_id, page, page, now(), repeat('x', 200), decode(repeat('00', 200), 'hex')"
                        + " FROM workflow_instances i, generate_series(1, " + PAGES
                        + ") AS page WHERE i.run_id = ANY (SELECT 'r' || n"
                        + " FROM generate_series(" + first + ", " + planted + ") AS n)");
        database.execute("VACUUM (ANALYZE) workflow_instances");
    }

    private List<RunTree> due(int runs) {
        List<UUID> due = retention.walk("aged", RULE, Place.of("order"), runs).due();
        return retention.trees(due);
    }

    private int deleteAll() {
        int deleted = 0;
        for (List<RunTree> due = due(250); !due.isEmpty(); due = due(250)) {
            deleted += retention.delete(due, null).size();
        }
        return deleted;
    }

    private long size() {
        return Long.parseLong(database.query(
                        "SELECT pg_total_relation_size('events')" + " + pg_total_relation_size('workflow_instances')")
                .get(0));
    }

    @Test
    void statementsAreTheSame_howeverManyRunsGo() throws SQLException {
        plant(200);
        List<RunTree> one = due(1);
        List<RunTree> many =
                due(101).stream().filter(tree -> !one.contains(tree)).toList();
        try (StatementMeter meter = StatementMeter.of(database)) {
            StatementMeter.Cost ofOne = meter.costOf(() -> retention.delete(one, null));
            StatementMeter.Cost ofMany = meter.costOf(() -> retention.delete(many, null));

            assertThat(ofMany.statements()).isEqualTo(ofOne.statements());
            assertThat(ofOne.rowsWritten()).isEqualTo(PAGES + 1);
            assertThat(ofMany.rowsWritten()).isEqualTo(100L * (PAGES + 1));
        }
    }

    @Test
    void roomThatIsLeft_isUsedAgain() {
        List<Long> sizes = new ArrayList<>();
        for (int churn = 0; churn < 4; churn++) {
            plant(RUNS);
            sizes.add(size());
            assertThat(deleteAll()).isEqualTo(RUNS);
            database.execute("VACUUM events");
            database.execute("VACUUM workflow_instances");
        }

        long second = sizes.get(1);
        assertThat(second).isLessThan(sizes.get(0) * 5 / 4);
        assertThat(sizes.subList(2, 4)).allSatisfy(size -> assertThat(size).isLessThan(second + second / 50));
    }
}
