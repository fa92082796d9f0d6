package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.job.JobHistory;
import com.orchestrator.api.job.JobRequest;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.OrchestratorEngine;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.service.JobOutcome;
import com.orchestrator.testkit.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * One customer with very many jobs beside nine with some, on PostgreSQL. A wait is counted in jobs that are handed out meanwhile, which
 * is time for workers that are busy, and the same on every machine; the time that it took here is printed.
 */
class FairnessIT {

    private static final int BIG = Integer.getInteger("fairness.big", 5_000);
    private static final int LANES = Integer.getInteger("fairness.lanes", 1);
    private static final int SMALL = 100;
    private static final int SMALL_KEYS = 9;
    private static final int BATCH = 1_000;
    private static final String QUEUE = "fair";
    private static final String BIG_KEY = "big";

    /** Of the nine, when they were handed out. */
    private record Waits(List<Integer> places, List<Long> nanos) {

        int p95() {
            return places.get(places.size() * 95 / 100);
        }

        @Override
        public String toString() {
            return p95() + " jobs, "
                    + Duration.ofNanos(nanos.get(nanos.size() * 95 / 100)).toMillis() + " ms";
        }
    }

    @Test
    void aCustomerWithVeryManyJobs_costsTheOthers_noMoreThanTwiceTheirWait() {
        TestDatabase database = TestDatabase.create();
        try (PostgresEngineStore store = PostgresEngineStore.open(database.config());
                OrchestratorEngine engine =
                        new OrchestratorEngine(config(), store, new DefinitionCompiler(new ExpressionCompiler()))) {
            putSmall(engine);
            Waits alone = work(engine);

            put(engine, BIG_KEY, BIG);
            putSmall(engine);
            Waits beside = work(engine);

            System.out.println(
                    "p95 wait of the nine: alone " + alone + "; beside " + BIG + " jobs of another " + beside);
            assertThat(beside.p95()).isLessThanOrEqualTo(2 * alone.p95());
        }
    }

    /** Each lane shares out what is its own; which of two hands out first is a matter of luck. */
    private static EngineConfig config() {
        EngineConfig usual = EngineConfig.DEFAULT;
        return new EngineConfig(
                usual.leaseDefault(),
                usual.renewalInterval(),
                usual.lostMax(),
                usual.sweepInterval(),
                LANES,
                usual.batchMax(),
                usual.cachedBytesMax(),
                usual.mapItemsMax(),
                usual.signalsMax(),
                usual.signalBytesMax());
    }

    private static void putSmall(OrchestratorEngine engine) {
        for (int key = 0; key < SMALL_KEYS; key++) {
            put(engine, "small" + key, SMALL);
        }
    }

    private static void put(OrchestratorEngine engine, String customer, int count) {
        JobRequest job = new JobRequest(
                QUEUE,
                Payload.ofJson("\"" + customer + "\""),
                null,
                customer,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                JobHistory.NONE,
                null);
        for (int left = count; left > 0; left -= BATCH) {
            engine.jobService()
                    .putJobs(Collections.nCopies(Math.min(left, BATCH), new JobOutcome.Item(job, null)))
                    .join();
        }
    }

    /** A worker of ten slots, until the nine have nothing left. */
    private static Waits work(OrchestratorEngine engine) {
        Waits waits = new Waits(new ArrayList<>(), new ArrayList<>());
        long begun = System.nanoTime();
        List<TaskReport> done = List.of();
        for (int handedOut = 0; waits.places().size() < SMALL * SMALL_KEYS; ) {
            List<LeasedTask> tasks = engine.taskService()
                    .poll(new PollRequest("w", List.of(QUEUE), 10, Duration.ofSeconds(5), null, done, List.of()))
                    .join()
                    .tasks();
            assertThat(tasks).as("jobs after %d", handedOut).isNotEmpty();
            for (LeasedTask task : tasks) {
                handedOut++;
                if (!task.input().tree().asText().equals(BIG_KEY)) {
                    waits.places().add(handedOut);
                    waits.nanos().add(System.nanoTime() - begun);
                }
            }
            done = tasks.stream()
                    .map(task -> TaskReport.success(task.executionId(), task.fenceToken(), Payload.EMPTY_OBJECT))
                    .toList();
        }
        engine.taskService()
                .poll(new PollRequest("w", List.of("none"), 0, Duration.ZERO, null, done, List.of()))
                .join();
        return waits;
    }
}
