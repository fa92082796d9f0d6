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
import com.orchestrator.engine.seal.DataKey;
import com.orchestrator.engine.seal.KeyRing;
import com.orchestrator.engine.seal.SettledKeyRing;
import com.orchestrator.engine.service.JobOutcome;
import com.orchestrator.testkit.StatementMeter;
import com.orchestrator.testkit.StatementMeter.Cost;
import com.orchestrator.testkit.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A hundred jobs that are sealed cost one statement more when they are put, and one for each batch in which they go; what is between costs none. */
class SealCostIT {

    private static final int JOBS = 100;
    private static final KeyRing RING =
            SettledKeyRing.parse("k:" + Base64.getEncoder().encodeToString(DataKey.random()));

    /** Nothing moves by itself for a minute. */
    private static final EngineConfig QUIET = new EngineConfig(
            EngineConfig.DEFAULT.leaseDefault(),
            EngineConfig.DEFAULT.renewalInterval(),
            EngineConfig.DEFAULT.lostMax(),
            Duration.ofMinutes(1),
            1,
            EngineConfig.DEFAULT.batchMax(),
            EngineConfig.DEFAULT.cachedBytesMax(),
            EngineConfig.DEFAULT.mapItemsMax(),
            EngineConfig.DEFAULT.signalsMax(),
            EngineConfig.DEFAULT.signalBytesMax());

    private record Life(Cost put, Cost leased, Cost done) {}

    @Test
    void sealedJobs_costAStatementAtEachEnd() throws SQLException {
        Life plain = life(null);
        Life sealed = life(RING);

        assertMore(plain.put(), sealed.put(), 1, JOBS);
        assertMore(plain.leased(), sealed.leased(), 0, 0);
        assertThat(sealed.done().rowsWritten()).isEqualTo(plain.done().rowsWritten() + JOBS);
        assertThat(sealed.done().statements())
                .as("in however many batches the reports came")
                .isLessThan(JOBS / 2);
    }

    private static void assertMore(Cost plain, Cost sealed, int statements, int rows) {
        assertThat(sealed.statements()).isEqualTo(plain.statements() + statements);
        assertThat(sealed.rowsWritten()).isEqualTo(plain.rowsWritten() + rows);
    }

    private static Life life(@Nullable KeyRing ring) throws SQLException {
        TestDatabase database = TestDatabase.create();
        try (PostgresEngineStore store = PostgresEngineStore.connect(database.config(), ring);
                OrchestratorEngine engine =
                        new OrchestratorEngine(QUIET, store, new DefinitionCompiler(new ExpressionCompiler()));
                StatementMeter meter = StatementMeter.of(database)) {
            put(engine);
            complete(engine, take(engine));
            List<LeasedTask> tasks = new ArrayList<>();
            return new Life(
                    meter.costOf(() -> put(engine)),
                    meter.costOf(() -> tasks.addAll(take(engine))),
                    meter.costOf(() -> complete(engine, tasks)));
        }
    }

    private static void put(OrchestratorEngine engine) {
        JobRequest job = new JobRequest(
                "cost",
                Payload.ofJson("{\"n\":1}"),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                JobHistory.NONE,
                null);
        engine.jobService()
                .putJobs(Collections.nCopies(JOBS, new JobOutcome.Item(job, null)))
                .join();
    }

    private static List<LeasedTask> take(OrchestratorEngine engine) {
        PollRequest poll =
                new PollRequest("w", List.of("cost"), JOBS, Duration.ofSeconds(20), null, List.of(), List.of());
        List<LeasedTask> tasks = engine.taskService().poll(poll).join().tasks();
        assertThat(tasks).hasSize(JOBS);
        return tasks;
    }

    private static void complete(OrchestratorEngine engine, List<LeasedTask> tasks) {
        List<TaskReport> reports = tasks.stream()
                .map(task -> TaskReport.success(task.executionId(), task.fenceToken(), Payload.ofJson("7")))
                .toList();
        engine.taskService()
                .poll(new PollRequest("w", List.of("none"), 0, Duration.ZERO, null, reports, List.of()))
                .join();
    }
}
