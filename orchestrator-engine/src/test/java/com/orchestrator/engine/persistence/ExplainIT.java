package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Reason;
import com.orchestrator.api.model.ReasonCode;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.PollResponse;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.OrchestratorEngine;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Somebody asks without pause why runs do not move, while they do: none is ever called lost. */
class ExplainIT {

    private static final int LOOKS = 150;
    private static final int RUNS = 8;
    private static final String CHAIN = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: test
            name: chain
            tasks:
              - { id: a, task: work }
              - { id: b, parallel: { branches: [[{ id: c, task: work }], [{ id: d, task: work }]] } }
              - { id: e, task: work }
            """;

    @Test
    void runsThatMove_areNeverCalledLost() {
        TestDatabase database = TestDatabase.create();
        AtomicBoolean isOver = new AtomicBoolean();
        try (PostgresEngineStore store = PostgresEngineStore.open(database.config());
                OrchestratorEngine engine = new OrchestratorEngine(
                        EngineConfig.DEFAULT, store, new DefinitionCompiler(new ExpressionCompiler()))) {
            engine.workflowService().registerWorkflow(CHAIN.getBytes(StandardCharsets.UTF_8));
            CompletableFuture<Void> work = CompletableFuture.runAsync(() -> work(engine, isOver));
            List<UUID> runs = new ArrayList<>();
            for (int look = 0; look < LOOKS; look++) {
                if (look % (LOOKS / 50) == 0) {
                    runs.add(start(engine, "run-" + look));
                }
                UUID run = runs.get(Math.max(0, runs.size() - 1 - look % RUNS));
                assertThat(engine.workflowService().explainWorkflow(run).reasons())
                        .isNotEmpty()
                        .extracting(Reason::code)
                        .doesNotContain(ReasonCode.WAKE_SOURCE_LOST);
            }
            isOver.set(true);
            work.join();
        }
    }

    private static UUID start(OrchestratorEngine engine, String runId) {
        return engine.workflowService()
                .startWorkflow(new StartWorkflowRequest(
                        "test", "chain", runId, Payload.EMPTY_OBJECT, Map.of(), null, null, null, null))
                .join()
                .instanceId();
    }

    /** Takes one at a time, so that work waits in the queue and is handed out from there. */
    private static void work(OrchestratorEngine engine, AtomicBoolean isOver) {
        List<TaskReport> done = List.of();
        while (!isOver.get()) {
            PollResponse answer = engine.taskService()
                    .poll(new PollRequest("w", List.of("work"), 1, Duration.ofMillis(50), null, done, List.of()))
                    .join();
            done = answer.tasks().stream()
                    .map(task -> TaskReport.success(task.executionId(), task.fenceToken(), Payload.EMPTY_OBJECT))
                    .toList();
        }
    }
}
