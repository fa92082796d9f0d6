package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.request.WorkerHeartbeat;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.OpenLeases;
import com.orchestrator.engine.store.WorkerStore.PollingWorker;
import com.orchestrator.testkit.StatementMeter;
import com.orchestrator.testkit.StatementMeter.Cost;
import com.orchestrator.testkit.TestDatabase;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is asked and told of workers and queues costs the same beside many of them, and beside many tasks in a queue: a figure
 * is counted up to a limit, and beyond it costs no more.
 */
class FleetCostIT {

    private static final int FEW = 1_000;
    private static final int MANY = Integer.getInteger("fleet.workers", 20_000);
    /** Both are beyond what is counted. */
    private static final int FEW_TASKS = 12_000;

    private static final int MANY_TASKS = Integer.getInteger("fleet.tasks", 100_000);
    private static final int PAGE = 5;
    private static final int MEASURED = 4;

    /** Levels by which indexes get deeper: each of the three figures of each item looks into one or two. */
    private static final long DEEPER = 40;

    private enum Call {
        HEARTBEAT,
        POLLS,
        DRAIN,
        DRAINING,
        RETIRE,
        PUBLISH,
        ONE_WORKER,
        WORKERS,
        WORKERS_OF_QUEUE,
        IDENTITIES,
        ONE_QUEUE,
        QUEUES
    }

    private static TestDatabase database;
    private static PostgresEngineStore store;
    private static Map<Call, Cost> few;
    private static Map<Call, Cost> many;

    @BeforeAll
    static void measure() throws SQLException {
        database = TestDatabase.create();
        store = PostgresEngineStore.open(database.config());
        try (StatementMeter meter = StatementMeter.of(database)) {
            fillFleet(1, FEW);
            fillTasks(1, FEW_TASKS);
            few = meter.leastCostOfEach(MEASURED, FleetCostIT::calls);
            fillFleet(FEW + 1, MANY);
            fillTasks(FEW_TASKS + 1, MANY_TASKS);
            many = meter.leastCostOfEach(MEASURED, FleetCostIT::calls);
        }
    }

    @AfterAll
    static void close() {
        store.close();
    }

    /** Half of the workers are gone; each asks for a queue of its own, and the first hundred for one more. */
    private static void fillFleet(int from, int to) {
        String rows = " FROM generate_series(" + from + ", " + to + ") AS i";
        database.execute("SET synchronous_commit = off; INSERT INTO workers (worker_id, queues, capacity, current_load,"
                + " state, registered_at, last_heartbeat, gone) SELECT 'w' || i, '[\"q' || i || '\"]', 8, 3, 'RUNNING',"
                + " engine_now(), engine_now(), i % 2 = 1" + rows);
        database.execute("SET synchronous_commit = off; INSERT INTO worker_queues (queue, worker_id) SELECT 'q' || i,"
                + " 'w' || i" + rows);
        database.execute("SET synchronous_commit = off; INSERT INTO worker_queues (queue, worker_id) SELECT 'busy',"
                + " 'w' || i" + rows + " WHERE i <= 100");
        database.execute("SET synchronous_commit = off; INSERT INTO queue_polls (queue, last_poll_at) SELECT 'q' || i,"
                + " engine_now()" + rows);
        database.execute("ANALYZE");
    }

    /** Tasks that wait, and as many that are leased, in one queue and to one worker. */
    private static void fillTasks(int from, int to) {
        String id = "(lpad(to_hex(i), 12, '0') || '700080000000' || lpad(to_hex(i % 256), 2, '0') || '00000";
        String rows = " FROM generate_series(" + from + ", " + to + ") AS i";
        String columns =
                "SET synchronous_commit = off; INSERT INTO task_executions (execution_id, workflow_instance_id,"
                        + " shard, task_id, kind, task_type, queue, priority, state, held, lease_millis, available_at,"
                        + " lease_holder, lease_expires_at) SELECT ";
        database.execute(columns + id + "1')::uuid, " + id + "0')::uuid, i % 256, 'a', 'ACTION', 'busy', 'busy', 2,"
                + " 'READY', FALSE, 30000, engine_now(), NULL, NULL" + rows);
        database.execute(columns + id + "2')::uuid, " + id + "0')::uuid, i % 256, 'b', 'ACTION', 'busy', 'busy', 2,"
                + " 'LEASED', FALSE, 30000, engine_now(), 'w2', engine_now() + INTERVAL '1 d'" + rows);
        database.execute("VACUUM ANALYZE task_executions");
    }

    private static Map<Call, Runnable> calls() {
        UUID server = new UUID(1, 1);
        WorkerHeartbeat beat =
                new WorkerHeartbeat(null, null, List.of("q10"), 8, 3, null, null, WorkerHeartbeat.State.RUNNING);
        Map<Call, Runnable> calls = new LinkedHashMap<>();
        calls.put(Call.HEARTBEAT, () -> store.workers().heartbeat("w10", beat));
        calls.put(Call.POLLS, () -> store.workers().polled(List.of(new PollingWorker("w12", List.of("q12"), 4))));
        calls.put(Call.DRAIN, () -> store.workers().askToDrain("w14"));
        calls.put(Call.DRAINING, () -> assertThat(store.workers().draining()).containsExactly("w14"));
        calls.put(Call.RETIRE, () -> store.workers().retire("w1", 10));
        calls.put(Call.PUBLISH, () -> store.workers().publish(server, OpenLeases.NONE));
        calls.put(Call.ONE_WORKER, () -> assertThat(store.workers().find("w2")).isPresent());
        calls.put(
                Call.WORKERS,
                () -> assertThat(store.workers().list(null, page()).items()).hasSize(PAGE));
        calls.put(
                Call.WORKERS_OF_QUEUE,
                () -> assertThat(store.workers().list("busy", page()).items()).hasSize(PAGE));
        calls.put(Call.IDENTITIES, () -> store.workers().identities(List.of("w1", "w2", "w3")));
        calls.put(Call.ONE_QUEUE, () -> assertThat(store.queues().find("busy")).isPresent());
        calls.put(
                Call.QUEUES,
                () -> assertThat(store.queues().list(page()).items()).hasSize(PAGE));
        return calls;
    }

    private static ListQuery page() {
        return new ListQuery(PAGE, null);
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void call_costsTheSame_besideManyWorkersAndQueues(Call call) {
        many.get(call).mustBeLike(few.get(call), DEEPER);
    }
}
