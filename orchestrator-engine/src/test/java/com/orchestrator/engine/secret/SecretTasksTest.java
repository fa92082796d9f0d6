package com.orchestrator.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.Failure;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskRepair;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.OrchestratorEngine;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.service.TaskService;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks that name secrets: what a worker is given, and what is kept of it. */
class SecretTasksTest {

    private static final String WORKFLOW = """
        apiVersion: orchestrator/v1
        kind: Workflow
        namespace: shop
        name: order
        tasks:
          - id: pay
            task: work
            retry: { initialInterval: 1ms }
            input:
              order: ${ input.order }
              auth: [ { key: "${ secrets.psp_key }" }, "${secrets.other}" ]
              text: "$${ secrets.psp_key }"
            compensate: { task: work, input: "${ secrets.psp_key }" }
          - { id: fail, fail: { code: NO } }
        """;

    private final Map<String, String> secrets = new ConcurrentHashMap<>(Map.of("psp_key", "s-1", "other", "o-1"));
    private OrchestratorEngine engine;
    private TaskService tasks;
    private UUID run;

    @BeforeEach
    void open() {
        engine = new OrchestratorEngine(
                EngineConfig.DEFAULT,
                new InMemoryEngineStore(SettableClock.running()),
                new DefinitionCompiler(new ExpressionCompiler()));
        tasks = engine.taskService((namespace, name) ->
                namespace.equals("shop") ? Optional.ofNullable(secrets.get(name)) : Optional.empty());
        engine.workflowService().registerWorkflow(WORKFLOW.getBytes(StandardCharsets.UTF_8));
        run = engine.workflowService()
                .startWorkflow(new StartWorkflowRequest(
                        "shop",
                        "order",
                        "r",
                        Payload.ofJson("{\"order\":\"${ secrets.psp_key }\"}"),
                        Map.of(),
                        null,
                        null,
                        null,
                        null))
                .join()
                .instanceId();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private List<LeasedTask> poll() {
        return tasks.poll(new PollRequest("w", List.of("work"), 1, Duration.ofMillis(200), null, List.of(), List.of()))
                .join()
                .tasks();
    }

    private LeasedTask next() {
        List<LeasedTask> handed = poll();
        return handed.isEmpty() ? next() : handed.get(0);
    }

    private String history() {
        return engine.workflowService().getHistory(run, 0, 1_000).items().toString();
    }

    @Test
    void aWorker_isGivenThem_andTheHistoryHasTheirNames() {
        LeasedTask task = next();

        assertThat(task.input())
                .hasToString("{\"order\":\"${ secrets.psp_key }\",\"auth\":[{\"key\":\"s-1\"},\"o-1\"],"
                        + "\"text\":\"${ secrets.psp_key }\"}");
        assertThat(history()).contains("${ secrets.psp_key }").doesNotContain("s-1", "o-1");
    }

    @Test
    void whatACallerWrites_isNoReference() {
        assertThat(next().input().toString()).contains("\"order\":\"${ secrets.psp_key }\"");
    }

    @Test
    void aRetry_isGivenWhatTheyAreThen_andAnUndoItsOwn() {
        LeasedTask first = next();
        tasks.failTask(
                        "w",
                        TaskReport.failure(
                                first.executionId(), first.fenceToken(), Failure.of(FailureKind.RETRYABLE, "AGAIN")))
                .join();
        secrets.put("psp_key", "s-2");
        LeasedTask second = next();
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.idempotencyKey()).isEqualTo(first.idempotencyKey());
        assertThat(second.input().toString()).contains("\"key\":\"s-2\"");

        tasks.completeTask("w", TaskReport.success(second.executionId(), second.fenceToken(), Payload.NULL))
                .join();
        LeasedTask undo = next();
        assertThat(undo.kind()).isEqualTo(ExecutionKind.COMPENSATION);
        assertThat(undo.input()).hasToString("\"s-2\"");
        assertThat(history()).doesNotContain("s-1", "s-2");
    }

    @Test
    void oneThatIsMissing_isHandedToAPerson_andGoesOnWhenItIsThere() {
        secrets.remove("other");

        assertThat(poll()).isEmpty();
        assertThat(engine.workflowService()
                        .awaitResult(run, Duration.ofSeconds(10))
                        .join())
                .extracting(instance -> instance.state())
                .isEqualTo(WorkflowState.SUSPENDED);
        assertThat(history()).contains("SECRET_MISSING", "has no secret 'other'");
        assertThat(engine.metrics().read())
                .filteredOn(figure -> figure.name().equals("orchestrator_secrets_missing_total"))
                .singleElement()
                .satisfies(figure -> assertThat(figure.samples().get(0).value()).isEqualTo(1));

        secrets.put("other", "o-2");
        engine.workflowService()
                .retryTask(
                        "pay", new Command<>(run, new TaskRepair(null, null, null, null, "it is there"), "kim", null))
                .join();
        assertThat(next().input().toString()).contains("\"o-2\"");
    }

    @Test
    void anInputThatAPersonGives_isAsItStands_butForReferencesInTheirPlaces() {
        LeasedTask first = next();
        tasks.failTask(
                        "w",
                        TaskReport.failure(
                                first.executionId(), first.fenceToken(), Failure.of(FailureKind.SUSPEND, "HELP")))
                .join();
        Payload given = Payload.ofJson(
                "{\"auth\":[{\"key\":\"${ secrets.psp_key }\"},\"mine\"],\"else\":\"${ secrets.psp_key }\"}");
        engine.workflowService()
                .retryTask("pay", new Command<>(run, new TaskRepair(given, null, null, null, "so"), "kim", null))
                .join();

        assertThat(next().input())
                .hasToString("{\"auth\":[{\"key\":\"s-1\"},\"mine\"],\"else\":\"${ secrets.psp_key }\"}");
    }

    @Test
    void whoTakesATaskByItsId_isGivenThem_orToldWhatIsMissing() {
        LeasedTask task = next();
        tasks.releaseTask(task.executionId(), "w", task.fenceToken()).join();
        LeasedTask again = tasks.acquireTask(task.executionId(), "w").join();
        assertThat(again.input().toString()).contains("s-1");

        tasks.releaseTask(task.executionId(), "w", again.fenceToken()).join();
        secrets.clear();
        assertThatThrownBy(() -> tasks.acquireTask(task.executionId(), "w").join())
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("takes a secret that is not there");
    }
}
