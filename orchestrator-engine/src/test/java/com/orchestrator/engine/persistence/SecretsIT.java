package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.OrchestratorEngine;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.service.TaskService;
import com.orchestrator.testkit.OneTaskWorkflow;
import com.orchestrator.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A worker is given a secret; no table of the database has it then, whatever became of the task. */
class SecretsIT {

    private static final String SECRET = "sealed-canary";

    private static final String WORKFLOW = """
        apiVersion: orchestrator/v1
        kind: Workflow
        namespace: test
        name: one
        tasks:
          - { id: a, task: work, input: { key: "${ secrets.psp_key }", plain: "plain-canary" } }
        """;

    @Test
    void noTable_hasASecretThatAWorkerWasGiven() {
        TestDatabase database = TestDatabase.create();
        try (PostgresEngineStore store = PostgresEngineStore.open(database.config());
                OrchestratorEngine engine = new OrchestratorEngine(
                        EngineConfig.DEFAULT, store, new DefinitionCompiler(new ExpressionCompiler()))) {
            TaskService tasks = engine.taskService((namespace, name) -> Optional.of(SECRET));
            engine.workflowService().registerWorkflow(WORKFLOW.getBytes(StandardCharsets.UTF_8));
            engine.workflowService()
                    .startWorkflow(OneTaskWorkflow.request("one", "r"))
                    .join();
            LeasedTask task = tasks.poll(new PollRequest(
                            "w", List.of("work"), 1, Duration.ofSeconds(60), null, List.of(), List.of()))
                    .join()
                    .tasks()
                    .get(0);
            assertThat(task.input().toString()).contains(SECRET);
            assertThat(rowsWith(database, "plain-canary")).isNotEmpty();
            assertThat(rowsWith(database, SECRET)).isEmpty();

            tasks.completeTask("w", TaskReport.success(task.executionId(), task.fenceToken(), Payload.NULL))
                    .join();
            assertThat(rowsWith(database, SECRET)).isEmpty();
        }
    }

    /** Names of tables of which a row has it, as text or in bytes. */
    private static List<String> rowsWith(TestDatabase database, String text) {
        return database.query("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'").stream()
                .filter(table -> !database.query("SELECT 1 FROM " + table + " AS row WHERE row::text LIKE '%" + text
                                + "%' OR row::text LIKE '%" + hex(text) + "%' LIMIT 1")
                        .isEmpty())
                .toList();
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
