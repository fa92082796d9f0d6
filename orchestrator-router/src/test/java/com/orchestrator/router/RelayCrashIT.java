package com.orchestrator.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.job.Job;
import com.orchestrator.api.job.JobState;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.OrchestratorEngine;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.persistence.PostgresEngineStore;
import com.orchestrator.engine.service.JobOutcome;
import com.orchestrator.engine.service.JobService;
import com.orchestrator.testkit.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The process that relays is killed with -9 while jobs flow. {@code -Drouter.kills=100} is the long form; whole servers are killed by
 * {@code RouterClusterIT}.
 */
class RelayCrashIT {

    private static final int KILLS = Integer.getInteger("router.kills", 1);
    private static final int FLOWED_MIN = 100;
    private static final int BATCH = 10;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Broker broker = Broker.shared();
    private final TestDatabase database = TestDatabase.create();
    private final PostgresEngineStore store = PostgresEngineStore.open(database.config());
    private final OrchestratorEngine engine =
            new OrchestratorEngine(EngineConfig.DEFAULT, store, new DefinitionCompiler(new ExpressionCompiler()));
    private final JobRouter.Services services =
            new JobRouter.Services(engine.workflowService(), engine.jobService(), engine.taskService());
    private final CountingWorker worker = CountingWorker.on(broker);
    private final Contenders contenders = new Contenders(RelayProcess.class, database.config(), broker.uri());
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final AtomicInteger put = new AtomicInteger();

    @AfterEach
    void close() {
        isOver.set(true);
        worker.close();
        contenders.close();
        engine.close();
        store.close();
    }

    @Test
    void relayKilledUnderLoad_isFollowedInAHigherTerm_andNoJobIsLost() throws Exception {
        contenders.begin("n0");
        contenders.begin("n1");
        Thread load = new Thread(this::put);
        load.start();
        for (int kill = 0; kill <= KILLS; kill++) {
            String leader = contenders.next(PATIENCE);
            awaitFlow();
            if (kill < KILLS) {
                contenders.kill(leader);
                contenders.begin("n" + (kill + 2));
            }
        }
        isOver.set(true);
        load.join();

        int all = put.get();
        Awaitility.await("the end of " + all + " jobs")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(worker.effects()).isEqualTo(all));
        int again = 0;
        for (int number = 0; number < all; number++) {
            String id = "job-" + number;
            Awaitility.await("the end of " + id)
                    .pollDelay(Duration.ZERO)
                    .atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(engine.jobService().getJob(id).state())
                                    .as(() -> Standing.of(services, id))
                                    .isEqualTo(JobState.SUCCEEDED));
            Job job = engine.jobService().getJob(id);
            again += job.attempts() - 1;
        }
        System.out.println(KILLS + " kills, " + all + " jobs, " + worker.deliveries() + " deliveries, " + again
                + " attempts of which nobody has heard, term " + contenders.term());
    }

    /** Through whoever leads now. */
    private void awaitFlow() {
        int before = worker.effects();
        Awaitility.await("jobs flow")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> worker.effects() >= before + FLOWED_MIN);
    }

    private void put() {
        JobService jobs = engine.jobService();
        while (!isOver.get()) {
            List<JobOutcome.Item> items = new ArrayList<>();
            for (int one = 0; one < BATCH; one++) {
                items.add(WaitingJob.numbered(put.get() + one, Payload.EMPTY_OBJECT));
            }
            // Who is refused, as the server is overloaded, puts the same jobs again.
            if (Answers.of(jobs.putJobs(items)).stream().allMatch(outcome -> outcome.refusal() == null)) {
                put.addAndGet(BATCH);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
