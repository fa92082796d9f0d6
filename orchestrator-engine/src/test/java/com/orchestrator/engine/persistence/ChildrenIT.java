package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.Failure;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.PollResponse;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.OrchestratorEngine;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.service.InstanceQuery;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.testkit.Queries;
import com.orchestrator.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Parents and children on a real database that two engines share, with workers that talk to both in turn. */
class ChildrenIT {

    private static final String HEAD = "apiVersion: orchestrator/v1\nkind: Workflow\nnamespace: shop\n";
    private static final Duration LONG = Duration.ofSeconds(60);

    private static TestDatabase database;
    private static final List<PostgresEngineStore> STORES = new ArrayList<>();
    private static final List<OrchestratorEngine> ENGINES = new ArrayList<>();
    private final List<String> done = new ArrayList<>();

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
        for (int i = 0; i < 2; i++) {
            PostgresEngineStore store = PostgresEngineStore.open(database.config());
            STORES.add(store);
            ENGINES.add(new OrchestratorEngine(
                    EngineConfig.DEFAULT, store, new DefinitionCompiler(new ExpressionCompiler())));
        }
        register(
                "name: child\ntasks:\n  - {id: one, task: w, compensate: {task: w}}\noutput: {got: \"${ input.n }\"}\n");
        register("name: parent\ntasks:\n  - {id: sub, workflow: {name: child, input: {n: 7}}}\n"
                + "  - {id: after, task: w}\n");
    }

    private static void register(String definition) {
        ENGINES.get(0).workflowService().registerWorkflow((HEAD + definition).getBytes(StandardCharsets.UTF_8));
    }

    @AfterAll
    static void close() {
        ENGINES.forEach(OrchestratorEngine::close);
        STORES.forEach(PostgresEngineStore::close);
    }

    private static UUID start(String runId) {
        StartWorkflowRequest request = new StartWorkflowRequest(
                "shop", "parent", runId, Payload.EMPTY_OBJECT, Map.of(), null, null, null, null);
        return ENGINES.get(0).workflowService().startWorkflow(request).join().instanceId();
    }

    /** Takes and does one task after the other, each through the other engine, until the run has ended. */
    private WorkflowInstance work(UUID root, String failing) {
        for (int turn = 0; ; turn++) {
            OrchestratorEngine engine = ENGINES.get(turn % 2);
            WorkflowInstance instance = engine.workflowService().getWorkflow(root);
            if (instance.state().isTerminal()) {
                return instance;
            }
            PollRequest request =
                    new PollRequest("w", List.of("w"), 1, Duration.ofMillis(200), null, List.of(), List.of());
            PollResponse response = engine.taskService().poll(request).join();
            response.tasks().forEach(task -> report(engine, task, failing));
        }
    }

    private void report(OrchestratorEngine engine, LeasedTask task, String failing) {
        if (task.taskId().equals(failing)) {
            Failure broken = Failure.of(FailureKind.FATAL, "BROKEN");
            engine.taskService()
                    .failTask("w", TaskReport.failure(task.executionId(), task.fenceToken(), broken))
                    .join();
        } else {
            done.add(task.idempotencyKey());
            engine.taskService()
                    .completeTask("w", TaskReport.success(task.executionId(), task.fenceToken(), Payload.NULL))
                    .join();
        }
    }

    private static List<WorkflowInstance> childrenOf(UUID parent) {
        InstanceQuery query = Queries.runs(Set.of(), null, null, null, parent, new ListQuery(10, null));
        return ENGINES.get(1).workflowService().listInstances(query).items();
    }

    @Test
    void child_isDoneAndHeardOf_acrossServers() {
        UUID parent = start("forward");

        assertThat(work(parent, "none").state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(done).containsExactly("shop/child/shop/parent/forward/sub/one", "shop/parent/forward/after");
        assertThat(childrenOf(parent)).extracting(WorkflowInstance::state).containsExactly(WorkflowState.COMPLETED);
        assertThat(database.query("SELECT receiver_id FROM run_messages")).isEmpty();
    }

    @Test
    void completedChild_isUndoneWithItsParent_acrossServers() {
        UUID parent = start("back");

        assertThat(work(parent, "after").state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(done)
                .containsExactly("shop/child/shop/parent/back/sub/one", "shop/child/shop/parent/back/sub/one:undo");
        UUID child = childrenOf(parent).get(0).instanceId();
        assertThat(ENGINES.get(0)
                        .workflowService()
                        .awaitResult(child, LONG)
                        .join()
                        .state())
                .isEqualTo(WorkflowState.COMPENSATED);
        assertThat(database.query("SELECT receiver_id FROM run_messages")).isEmpty();
    }
}
