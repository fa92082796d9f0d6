package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.OrchestratorEngine;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.testkit.OneTaskWorkflow;
import com.orchestrator.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Somebody deletes the row of an attempt in the database, and clears a run's wake-up: a running engine gets over it. */
class LostWakeIT {

    private static final String WORKFLOW = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: test
            name: one
            timeouts: { execution: 48h }
            tasks:
              - { id: a, task: work }
            """;

    private static final EngineConfig EAGER = new EngineConfig(
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            3,
            Duration.ofMillis(20),
            1,
            100,
            100,
            10_000,
            1_000,
            1_000_000);

    @Test
    void lostWake_isFoundCountedAndRepaired() {
        TestDatabase database = TestDatabase.create();
        try (PostgresEngineStore store = PostgresEngineStore.open(database.config())) {
            try (OrchestratorEngine engine = engine(store)) {
                engine.workflowService().registerWorkflow(WORKFLOW.getBytes(StandardCharsets.UTF_8));
                engine.workflowService()
                        .startWorkflow(OneTaskWorkflow.request("one", "r"))
                        .join();
            }
            database.execute("DELETE FROM task_executions");
            database.execute("UPDATE workflow_instances SET wake_at = NULL");
            try (OrchestratorEngine engine = engine(store)) {
                assertThat(poll(engine)).extracting(LeasedTask::taskId).containsExactly("a");
                assertThat(restored(engine)).isEqualTo(2);
            }
            assertThat(database.query("SELECT wake_at IS NOT NULL FROM workflow_instances"))
                    .containsExactly("t");
        }
    }

    private static OrchestratorEngine engine(PostgresEngineStore store) {
        return new OrchestratorEngine(EAGER, store, new DefinitionCompiler(new ExpressionCompiler()));
    }

    private static List<LeasedTask> poll(OrchestratorEngine engine) {
        return engine.taskService()
                .poll(new PollRequest("w", List.of("work"), 1, Duration.ofSeconds(60), null, List.of(), List.of()))
                .join()
                .tasks();
    }

    private static double restored(OrchestratorEngine engine) {
        return engine.metrics().read().stream()
                .filter(figure -> figure.name().equals("orchestrator_wake_sources_restored_total"))
                .mapToDouble(figure -> figure.samples().get(0).value())
                .sum();
    }
}
