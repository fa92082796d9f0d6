package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.coordinator.SteppedWorker;
import com.orchestrator.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A run's row is written when it starts and when it ends, and its end touches no index. */
class RunRowCostIT {

    private static final int RUNS = 200;
    private static final String WORKFLOW = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: shop
            name: order
            tasks:
              - { id: a, task: waiting }
            """;

    private final TestDatabase database = TestDatabase.create();

    private static SteppedEngine engine(PostgresEngineStore store) {
        return new SteppedEngine(
                EngineConfig.DEFAULT, store, List.of(), InstantSource.system(), new Random(1), nanos -> {});
    }

    /** By a server that knows the runs only from the database, a batch at a time, all rows of a page together. */
    @Test
    void workingOffABacklog_writesEachRowOnce_andTouchesNoIndex() {
        try (PostgresEngineStore store = PostgresEngineStore.open(database.config())) {
            SteppedEngine first = engine(store);
            first.workflows().registerWorkflow(WORKFLOW.getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < RUNS; i++) {
                first.workflows()
                        .startWorkflow(new StartWorkflowRequest(
                                "shop", "order", "run-" + i, Payload.EMPTY_OBJECT, Map.of(), null, null, null, null));
            }
            first.settle();
            SteppedWorker worker = new SteppedWorker(engine(store), "waiting");

            assertThat(worker.turn(RUNS)).isEqualTo(RUNS);
            worker.turn(0);
        }

        awaitGoodbyes();
        assertThat(count("SELECT count(*) FROM workflow_instances WHERE state = 'COMPLETED'"))
                .isEqualTo(RUNS);
        assertThat(updates("n_tup_upd")).isEqualTo(RUNS);
        assertThat(updates("n_tup_hot_upd")).isEqualTo(RUNS);
    }

    /** A connection tells what it has done at the latest when it ends. */
    private void awaitGoodbyes() {
        Awaitility.await()
                .until(() -> count("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'orchestrator'"
                                + " AND datname = current_database()")
                        == 0);
    }

    private long updates(String counter) {
        return count("SELECT " + counter + " FROM pg_stat_user_tables WHERE relname = 'workflow_instances'");
    }

    private long count(String sql) {
        return Long.parseLong(database.query(sql).get(0));
    }
}
