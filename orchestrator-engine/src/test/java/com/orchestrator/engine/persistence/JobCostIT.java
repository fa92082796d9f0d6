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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a job that keeps no history writes in its life, counted by the database itself. */
class JobCostIT {

    private static final int JOBS = 100;
    private static final KeyRing RING =
            SettledKeyRing.parse("k:" + Base64.getEncoder().encodeToString(DataKey.random()));

    private record Life(Cost put, Cost leased, Cost done) {}

    @ParameterizedTest
    @CsvSource({"NONE, 1, 1, 1", "OUTCOME, 1, 1, 2"})
    void job_writesOneRowForEachStepOfItsLife(JobHistory history, int put, int leased, int done) throws SQLException {
        Life life = life(history, null);

        assertThat(life.put().rowsWritten()).isEqualTo((long) put * JOBS);
        assertThat(life.leased().rowsWritten()).isEqualTo((long) leased * JOBS);
        assertThat(life.done().rowsWritten()).isEqualTo((long) done * JOBS);
    }

    /** A statement more when they are put, and one for each batch in which they go; what is between costs none. */
    @Test
    void sealedJobs_costAStatementAtEachEnd() throws SQLException {
        Life plain = life(JobHistory.NONE, null);
        Life sealed = life(JobHistory.NONE, RING);

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

    /** After others have gone the same way. */
    private static Life life(JobHistory history, @Nullable KeyRing ring) throws SQLException {
        TestDatabase database = TestDatabase.create();
        try (PostgresEngineStore store = PostgresEngineStore.connect(database.config(), ring);
                OrchestratorEngine engine =
                        new OrchestratorEngine(quiet(), store, new DefinitionCompiler(new ExpressionCompiler()));
                StatementMeter meter = StatementMeter.of(database)) {
            put(engine, history);
            complete(engine, take(engine));
            List<LeasedTask> tasks = new ArrayList<>();
            return new Life(
                    meter.costOf(() -> put(engine, history)),
                    meter.costOf(() -> tasks.addAll(take(engine))),
                    meter.costOf(() -> complete(engine, tasks)));
        }
    }

    /** The broker's queue of a job router is full of such jobs. */
    @ParameterizedTest
    @CsvSource({"30, 0", "180, 100"})
    void job_isReadAgain_whenItWasLeasedForLong(int leaseSeconds, int read) {
        TestDatabase database = TestDatabase.create();
        try (PostgresEngineStore store = PostgresEngineStore.open(database.config());
                OrchestratorEngine engine =
                        new OrchestratorEngine(quiet(), store, new DefinitionCompiler(new ExpressionCompiler()))) {
            put(engine, JobHistory.NONE);
            List<LeasedTask> tasks = take(engine, Duration.ofSeconds(leaseSeconds));
            assertThat(loaded(engine)).isZero();

            complete(engine, tasks);
            assertThat(loaded(engine)).isEqualTo(read);
            assertThat(database.query("SELECT 1 FROM task_executions")).isEmpty();
        }
    }

    private static int loaded(OrchestratorEngine engine) {
        return engine.metrics().read().stream()
                .filter(figure -> figure.name().equals("orchestrator_runs_loaded_total"))
                .mapToInt(figure -> (int) figure.samples().get(0).value())
                .sum();
    }

    /** Nothing of it moves by itself for a minute. */
    private static EngineConfig quiet() {
        EngineConfig usual = EngineConfig.DEFAULT;
        return new EngineConfig(
                usual.leaseDefault(),
                usual.renewalInterval(),
                usual.lostMax(),
                Duration.ofMinutes(1),
                1,
                usual.batchMax(),
                usual.cachedBytesMax(),
                usual.mapItemsMax(),
                usual.signalsMax(),
                usual.signalBytesMax());
    }

    private static void put(OrchestratorEngine engine, JobHistory history) {
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
                history,
                null);
        engine.jobService()
                .putJobs(Collections.nCopies(JOBS, new JobOutcome.Item(job, null)))
                .join();
    }

    private static List<LeasedTask> take(OrchestratorEngine engine) {
        return take(engine, null);
    }

    private static List<LeasedTask> take(OrchestratorEngine engine, @Nullable Duration lease) {
        PollRequest poll =
                new PollRequest("w", List.of("cost"), JOBS, Duration.ofSeconds(1), lease, List.of(), List.of());
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
