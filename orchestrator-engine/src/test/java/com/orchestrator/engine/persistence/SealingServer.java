package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.request.Failure;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.OrchestratorEngine;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.seal.KeyRing;
import com.orchestrator.engine.seal.SettledKeyRing;
import com.orchestrator.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A server, and what is asked of it by tests of what it seals. */
record SealingServer(PostgresEngineStore store, OrchestratorEngine engine) implements AutoCloseable {

    /** What whatever is carried has in it. */
    static final String CANARY = "sealed-canary";

    static final Payload JSON = Payload.ofJson("{\"x\":\"" + CANARY + "\"}");

    static final String CHILD = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: test
            name: child
            tasks:
              - { id: b, task: work, input: "${ input }" }
            """;

    /** @param keys the id of each key and a number, by which its bytes differ from those of others; the first one wraps */
    static KeyRing ring(Object... keys) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < keys.length; i += 2) {
            byte[] key = new byte[32];
            key[0] = ((Integer) keys[i + 1]).byteValue();
            text.append(keys[i])
                    .append(':')
                    .append(Base64.getEncoder().encodeToString(key))
                    .append(' ');
        }
        return SettledKeyRing.parse(text.toString());
    }

    static SealingServer on(TestDatabase database, @Nullable KeyRing ring) {
        PostgresEngineStore store = PostgresEngineStore.connect(database.config(), ring);
        return new SealingServer(
                store,
                new OrchestratorEngine(EngineConfig.DEFAULT, store, new DefinitionCompiler(new ExpressionCompiler())));
    }

    void register(String... definitions) {
        for (String definition : definitions) {
            engine.workflowService().registerWorkflow(definition.getBytes(StandardCharsets.UTF_8));
        }
    }

    UUID start(String workflow, String runId) {
        return engine.workflowService()
                .startWorkflow(
                        new StartWorkflowRequest("test", workflow, runId, JSON, Map.of(), null, null, null, null))
                .join()
                .instanceId();
    }

    LeasedTask take(String queue) {
        List<LeasedTask> tasks = engine.taskService()
                .poll(new PollRequest("w", List.of(queue), 1, Duration.ofSeconds(20), null, List.of(), List.of()))
                .join()
                .tasks();
        assertThat(tasks).hasSize(1);
        return tasks.get(0);
    }

    void complete(LeasedTask task) {
        engine.taskService()
                .completeTask("w", TaskReport.success(task.executionId(), task.fenceToken(), JSON))
                .join();
    }

    void fail(LeasedTask task, FailureKind kind) {
        engine.taskService()
                .failTask(
                        "w",
                        TaskReport.failure(
                                task.executionId(), task.fenceToken(), new Failure(kind, "NO", CANARY, JSON, null)))
                .join();
    }

    WorkflowInstance run(UUID id) {
        return engine.workflowService().getWorkflow(id);
    }

    @Override
    public void close() {
        engine.close();
        store.close();
    }
}
