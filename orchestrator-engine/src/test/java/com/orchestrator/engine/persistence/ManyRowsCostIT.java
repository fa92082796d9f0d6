package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.coordinator.SteppedWorker;
import com.orchestrator.engine.service.InstanceQuery;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.testkit.Queries;
import com.orchestrator.testkit.StatementMeter;
import com.orchestrator.testkit.StatementMeter.Cost;
import com.orchestrator.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a server does with one run or one poll costs the database the same beside a thousand runs and waiting tasks as beside a
 * hundred thousand, or as many as {@code -Dmany.runs} says: one more level of an index here and there.
 */
class ManyRowsCostIT {

    private static final int FEW = 1_000;
    private static final int MANY = Integer.getInteger("many.runs", 100_000);
    private static final int PAGE = 20;
    private static final int MEASURED = 5;

    /** An index over a million rows is a level or two deeper than over a thousand, and each look goes down once. */
    private static final long DEEPER = 20;

    private static final String WORKFLOW = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: shop
            name: order
            tasks:
              - { id: a, task: live }
            """;

    private enum Call {
        START,
        TAKE,
        COMPLETE,
        TAKE_FROM_THE_BACKLOG,
        LOOK_FOR_WHAT_IS_DUE,
        FIND_BY_RUN_ID,
        FIRST_PAGE
    }

    private static TestDatabase database;
    private static PostgresEngineStore store;
    private static SteppedEngine engine;
    private static Map<Call, Cost> few;
    private static Map<Call, Cost> many;
    private static int runs;

    @BeforeAll
    static void measure() throws SQLException {
        database = TestDatabase.create();
        store = PostgresEngineStore.open(database.config());
        engine = new SteppedEngine(
                EngineConfig.DEFAULT, store, List.of(), InstantSource.system(), new Random(1), nanos -> {});
        engine.workflows().registerWorkflow(WORKFLOW.getBytes(StandardCharsets.UTF_8));
        try (StatementMeter meter = StatementMeter.of(database)) {
            for (int i = 0; i < PAGE; i++) {
                start("newest-" + i);
            }
            fill(1, FEW);
            few = costs(meter);
            fill(FEW + 1, MANY);
            many = costs(meter);
        }
    }

    @AfterAll
    static void close() {
        store.close();
    }

    /** Runs that have ended, and tasks that wait; ids rise with time, as the engine's own do. */
    private static void fill(int from, int to) {
        String id = "(lpad(to_hex(i), 12, '0') || '700080000000' || lpad(to_hex(i %% 256), 2, '0') || '00000%d')::uuid";
        String rows = " FROM generate_series(" + from + ", " + to + ") AS i";
        database.execute(
                "SET synchronous_commit = off; INSERT INTO workflow_instances (instance_id, namespace, workflow_name,"
                        + " revision, run_id, state, priority, created_at, ended_at) SELECT " + id.formatted(0)
                        + ", 'shop', 'order', 1, 'old-' || i, 'COMPLETED', 2, engine_now(), engine_now()" + rows);
        database.execute(
                "SET synchronous_commit = off; INSERT INTO task_executions (execution_id, workflow_instance_id,"
                        + " shard, task_id, kind, task_type, queue, priority, state, held, lease_millis, available_at) SELECT "
                        + id.formatted(1) + ", " + id.formatted(0)
                        + ", i % 256, 'a', 'ACTION', 'old', 'old', 2, 'READY', FALSE, 30000, engine_now()" + rows);
        database.execute("ANALYZE");
    }

    /** The least of a few, after so many that everything is prepared; the database plans anew from time to time. */
    private static Map<Call, Cost> costs(StatementMeter meter) throws SQLException {
        for (int i = 0; i < PAGE; i++) {
            calls().values().forEach(ManyRowsCostIT::run);
        }
        return meter.leastCostOfEach(MEASURED, ManyRowsCostIT::calls);
    }

    private static void run(Runnable call) {
        call.run();
    }

    private static Map<Call, Runnable> calls() {
        SteppedWorker worker = new SteppedWorker(engine, "live");
        String runId = "live-" + ++runs;
        Map<Call, Runnable> calls = new LinkedHashMap<>();
        calls.put(Call.START, () -> start(runId));
        calls.put(Call.TAKE, () -> assertThat(worker.turn(1)).isEqualTo(1));
        calls.put(Call.COMPLETE, () -> worker.turn(0));
        calls.put(Call.TAKE_FROM_THE_BACKLOG, () -> new SteppedWorker(engine, "old").turn(10));
        calls.put(Call.LOOK_FOR_WHAT_IS_DUE, () -> store.leases().whatIsDue(Set.of("old", "live")));
        calls.put(
                Call.FIND_BY_RUN_ID,
                () -> assertThat(list("shop", "order", runId)).isEqualTo(1));
        calls.put(Call.FIRST_PAGE, () -> assertThat(list(null, null, null)).isEqualTo(PAGE));
        return calls;
    }

    private static void start(String runId) {
        var started = engine.workflows()
                .startWorkflow(new StartWorkflowRequest(
                        "shop", "order", runId, Payload.EMPTY_OBJECT, Map.of(), null, null, null, null));
        engine.settle();
        started.join();
    }

    private static int list(String namespace, String workflow, String runId) {
        InstanceQuery query = Queries.runs(Set.of(), namespace, workflow, runId, null, new ListQuery(PAGE, null));
        return engine.workflows().listInstances(query).items().size();
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void call_costsTheSame_besideManyRuns(Call call) {
        many.get(call).mustBeLike(few.get(call), DEEPER);
    }
}
