package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.OrchestratorEngine;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.service.AwaitedStart;
import com.orchestrator.testkit.StatementMeter;
import com.orchestrator.testkit.StatementMeter.Cost;
import com.orchestrator.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who waits for a result is answered from memory by the commit that brings it; it has to be what the database says. */
class ResultIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    /** How the mapper of rows calls a run. */
    private static final String READS_A_RUN = "wie1_0";

    private static TestDatabase database;
    private static PostgresEngineStore store;
    private static OrchestratorEngine engine;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
        store = PostgresEngineStore.open(database.config());
        engine = new OrchestratorEngine(EngineConfig.DEFAULT, store, new DefinitionCompiler(new ExpressionCompiler()));
        register("computed", "output: {got: \"${ tasks.t.output.n + 1 }\"}\n");
        register("passed-on", "output: \"${ tasks.t.output }\"\n");
        register("silent", "");
    }

    private static void register(String name, String output) {
        String definition = "apiVersion: orchestrator/v1\nkind: Workflow\nnamespace: shop\nname: " + name
                + "\ntasks:\n  - {id: t, task: w}\n" + output;
        engine.workflowService().registerWorkflow(definition.getBytes(StandardCharsets.UTF_8));
    }

    @AfterAll
    static void close() {
        engine.close();
        store.close();
    }

    private static UUID start(String workflow, @Nullable String runId) {
        return engine.workflowService()
                .startWorkflow(request(workflow, runId))
                .join()
                .instanceId();
    }

    private static StartWorkflowRequest request(String workflow, @Nullable String runId) {
        return new StartWorkflowRequest(
                "shop", workflow, runId, Payload.ofJson("{\"n\":3}"), Map.of("a", "b"), null, null, null, null);
    }

    private static AwaitedStart startAndAwait(String workflow, @Nullable String runId, Duration wait) {
        return engine.workflowService()
                .startAndAwait(request(workflow, runId), wait)
                .join();
    }

    private static void work() {
        PollRequest poll = new PollRequest("w", List.of("w"), 1, LONG, null, List.of(), List.of());
        LeasedTask task = engine.taskService().poll(poll).join().tasks().get(0);
        engine.taskService()
                .completeTask(
                        "w", TaskReport.success(task.executionId(), task.fenceToken(), Payload.ofJson("{\"n\":41}")))
                .join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"computed", "passed-on", "silent"})
    void awaitedResult_isTheStoredOne(String workflow) {
        UUID run = start(workflow, "awaited");
        CompletableFuture<WorkflowInstance> awaited = engine.workflowService().awaitResult(run, LONG);

        work();

        assertThat(awaited.join()).isEqualTo(engine.workflowService().getWorkflow(run));
        assertThat(awaited.join().state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void resultThatIsThere_isAnsweredAtOnce() {
        UUID run = start("computed", "ended");
        work();
        engine.workflowService().awaitResult(run, LONG).join();

        assertThat(engine.workflowService().awaitResult(run, LONG)).isCompleted();
    }

    @Test
    void waitThatIsOver_isAnsweredWithTheOpenRun() {
        UUID run = start("computed", "open");

        assertThat(engine.workflowService()
                        .awaitResult(run, Duration.ofMillis(20))
                        .join())
                .isEqualTo(engine.workflowService().getWorkflow(run));
        work();
    }

    @ParameterizedTest
    @ValueSource(strings = {"computed", "passed-on", "silent"})
    void startThatIsAwaited_hasTheStoredResult(String workflow) {
        AwaitedStart awaited = startAndAwait(workflow, "awaited-start", LONG);

        work();

        WorkflowInstance end = awaited.end().join();
        assertThat(end.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(end)
                .isEqualTo(engine.workflowService().getWorkflow(awaited.start().instanceId()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"computed", "passed-on", "silent"})
    void startThatIsAwaited_readsNothing(String workflow) throws SQLException {
        try (StatementMeter meter = StatementMeter.of(database)) {
            Cost cost = meter.costOf(
                    () -> {
                        AwaitedStart awaited = startAndAwait(workflow, null, LONG);
                        work();
                        awaited.end().join();
                    },
                    READS_A_RUN);
            Cost read = meter.costOf(() -> engine.workflowService().getWorkflow(start(workflow, null)), READS_A_RUN);
            work();

            assertThat(cost.statements()).isZero();
            assertThat(read.statements()).isPositive();
        }
    }

    @Test
    void startThatIsRepeatedAndAwaited_waitsForTheFirst() {
        UUID first = start("computed", "repeated");
        AwaitedStart again = startAndAwait("computed", "repeated", LONG);

        work();

        assertThat(again.start().deduplicated()).isTrue();
        assertThat(again.end().join().instanceId()).isEqualTo(first);
        assertThat(again.end().join().state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void waitForAStartThatIsOver_isAnsweredWithTheOpenRun() {
        AwaitedStart awaited = startAndAwait("computed", "open-start", Duration.ofMillis(20));

        assertThat(awaited.end().join().state()).isEqualTo(WorkflowState.RUNNING);
        work();
    }
}
