package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.coordinator.SteppedWorker;
import com.orchestrator.engine.service.Command;
import com.orchestrator.testkit.StatementMeter;
import com.orchestrator.testkit.StatementMeter.Cost;
import com.orchestrator.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What one completion costs the database does not depend on how many tasks a run has, nor on how much has happened to it. */
class WideRunCostIT {

    private static final int FEW = 50;
    private static final int MANY = 10_000;
    private static final int MEASURED = 4;

    /** An index of the events that is a level deeper, and an end of the table that has to be looked for. */
    private static final long DEEPER = 4;

    /** So that the history of the long run has more than ten thousand events when it is measured again. */
    private static final int DONE_MAX = 2_600;

    /** More than are under way at once, so that each end begins something, as in the beginning. */
    private static final int LEFT = 30;

    private static final EngineConfig ONE_LANE = new EngineConfig(
            EngineConfig.DEFAULT.leaseDefault(),
            EngineConfig.DEFAULT.renewalInterval(),
            3,
            EngineConfig.DEFAULT.sweepInterval(),
            1,
            100,
            100,
            MANY,
            1_000,
            1_000_000);
    private static final String MAP = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: test
            name: wide-%d
            tasks:
              - id: items
                map: { items: '${ input }', maxConcurrency: 20 }
                do:
                  - id: one
                    task: work
                    queue: wide-%1$d
                    input: { n: '${ item }' }
                    compensate: { task: undo, queue: wide-%1$d }
              - { id: last, task: last }
            """;

    private static TestDatabase database;
    private static PostgresEngineStore store;
    private static SteppedEngine engine;
    private static Costs few;
    private static Costs many;

    /**
     * Costs of a few completions.
     *
     * @param early when little has happened to the run
     * @param late when nearly all of its tasks are done
     * @param undoing when they are being undone
     */
    private record Costs(Cost early, Cost late, Cost undoing) {}

    @BeforeAll
    static void measure() throws SQLException {
        database = TestDatabase.create();
        store = PostgresEngineStore.open(database.config());
        engine = new SteppedEngine(ONE_LANE, store, List.of(), InstantSource.system(), new Random(1), nanos -> {});
        try (StatementMeter meter = StatementMeter.of(database)) {
            costs(FEW, meter);
            database.empty();
            few = costs(FEW, meter);
            many = costs(MANY, meter);
        }
    }

    @AfterAll
    static void close() {
        store.close();
    }

    private static Costs costs(int items, StatementMeter meter) throws SQLException {
        UUID run = start(items);
        SteppedWorker worker = new SteppedWorker(engine, "wide-" + items);
        Cost early = costOfOne(worker, meter);
        for (int done = 0; done < Math.min(items - LEFT, DONE_MAX); ) {
            done += worker.turn(1_000);
        }
        Cost late = costOfOne(worker, meter);
        worker.turn(0);
        var cancelled =
                engine.workflows().cancelWorkflow(new Command<>(run, new ControlRequest("enough", true), "test", null));
        engine.settle();
        cancelled.join();
        return new Costs(early, late, costOfOne(worker, meter));
    }

    private static Cost costOfOne(SteppedWorker worker, StatementMeter meter) throws SQLException {
        worker.turn(1);
        return meter.leastCostOf(MEASURED, () -> worker.turn(1));
    }

    private static UUID start(int items) {
        engine.workflows().registerWorkflow(MAP.formatted(items).getBytes(StandardCharsets.UTF_8));
        Payload input = Payload.ofJson(
                IntStream.range(0, items).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]")));
        var started = engine.workflows()
                .startWorkflow(new StartWorkflowRequest(
                        "test",
                        "wide-" + items,
                        "run-" + items + UUID.randomUUID(),
                        input,
                        Map.of(),
                        null,
                        null,
                        null,
                        null));
        engine.settle();
        return started.join().instanceId();
    }

    private static void assertSameCost(Cost many, Cost few) {
        assertThat(many.statements()).isEqualTo(few.statements());
        assertThat(many.rowsWritten()).isEqualTo(few.rowsWritten());
        assertThat(many.pages()).isLessThanOrEqualTo(few.pages() + DEEPER);
    }

    @Test
    void completing_costsTheSame_howeverManyTasksTheRunHas() {
        assertSameCost(many.early, few.early);
    }

    @Test
    void completing_costsTheSame_howeverMuchHasHappenedToTheRun() {
        assertSameCost(many.late, few.late);
    }

    @Test
    void undoing_costsTheSame_howeverMuchThereIsToUndo() {
        assertSameCost(many.undoing, few.undoing);
    }
}
