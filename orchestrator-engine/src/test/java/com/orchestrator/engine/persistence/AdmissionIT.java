package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.OrchestratorEngine;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.history.ClaimName;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Two servers with all their threads let runs in that want the same few places and one lock. */
class AdmissionIT {

    private static final String WORKFLOW = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: test
            name: crowd
            concurrency: { max: 3 }
            tasks:
              - { id: a, wait: 1ms }
              - { id: b, withLock: [till], do: [{ id: c, wait: 1ms }] }
            """;
    private static final String SLOT = ClaimName.ofSlot("test", "crowd", "");
    private static final String LOCK = ClaimName.ofLock("till");
    private static final int RUNS = 120;

    private final TestDatabase database = TestDatabase.create();

    @Test
    void noMoreAreLetInThanMayBe_atAnyMoment_andEverybodyHasHisTurn() {
        try (PostgresEngineStore ours = PostgresEngineStore.open(database.config());
                PostgresEngineStore theirs = PostgresEngineStore.open(database.config());
                OrchestratorEngine one = engine(ours);
                OrchestratorEngine other = engine(theirs)) {
            one.workflowService().registerWorkflow(WORKFLOW.getBytes(StandardCharsets.UTF_8));
            List<CompletableFuture<WorkflowInstance>> runs = new ArrayList<>();
            for (int i = 0; i < RUNS; i++) {
                runs.add(run((i % 2 == 0 ? one : other).workflowService(), "r" + i));
            }
            CompletableFuture<Void> all = CompletableFuture.allOf(runs.toArray(CompletableFuture[]::new));

            int looks = 0;
            while (!all.isDone()) {
                assertThat(holders(ours, SLOT)).as("runs at once").isLessThanOrEqualTo(3);
                assertThat(holders(ours, LOCK)).as("who holds the lock").isLessThanOrEqualTo(1);
                looks++;
            }

            assertThat(looks).isPositive();
            assertThat(runs).allSatisfy(run -> assertThat(run.join().state()).isEqualTo(WorkflowState.COMPLETED));
            assertThat(holders(ours, SLOT)).isZero();
            assertThat(ours.claims().listLocks(null, new ListQuery(10, null)).items())
                    .isEmpty();
        }
    }

    private static OrchestratorEngine engine(PostgresEngineStore store) {
        return new OrchestratorEngine(EngineConfig.DEFAULT, store, new DefinitionCompiler(new ExpressionCompiler()));
    }

    private static CompletableFuture<WorkflowInstance> run(WorkflowService workflows, String runId) {
        return workflows
                .startWorkflow(new StartWorkflowRequest(
                        "test", "crowd", runId, Payload.EMPTY_OBJECT, Map.of(), null, 1, null, null))
                .thenCompose(started -> workflows.awaitResult(started.instanceId(), Duration.ofSeconds(50)));
    }

    private static int holders(PostgresEngineStore store, String name) {
        return store.watch()
                .inSnapshot(snapshot ->
                        snapshot.lines(Set.of(name)).get(name).holders().size());
    }
}
