package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.LeaseRenewal;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.OrchestratorEngine;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.service.TaskService;
import com.orchestrator.testkit.InMemoryEngineStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a worker has reported as progress is handed to whoever goes on with the task. */
class ProgressTest {

    private static final String WORKFLOW = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: test
            name: one
            tasks:
              - { id: a, task: work }
            """;

    private final OrchestratorEngine engine = new OrchestratorEngine(
            EngineConfig.DEFAULT,
            new InMemoryEngineStore(InstantSource.fixed(Instant.EPOCH)),
            new DefinitionCompiler(new ExpressionCompiler()));
    private final TaskService tasks = engine.taskService();

    @BeforeEach
    void start() {
        engine.workflowService().registerWorkflow(WORKFLOW.getBytes(StandardCharsets.UTF_8));
        engine.workflowService()
                .startWorkflow(
                        new StartWorkflowRequest("test", "one", "r", Payload.EMPTY_OBJECT, Map.of(), null, null, null))
                .join();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private LeasedTask poll() {
        PollRequest request =
                new PollRequest("w", List.of("work"), 1, Duration.ofSeconds(10), null, List.of(), List.of());
        return tasks.poll(request).join().tasks().get(0);
    }

    @Test
    void firstLease_hasNone() {
        assertThat(poll().lastProgress()).isNull();
    }

    @Test
    void taskThatIsGivenBack_keepsIt() {
        LeasedTask first = poll();
        Payload half = Payload.ofJson("{\"done\": 0.5}");
        tasks.renewLease("w", new LeaseRenewal(first.executionId(), first.fenceToken(), half))
                .join();

        tasks.releaseTask(first.executionId(), "w", first.fenceToken()).join();

        assertThat(poll().lastProgress()).isEqualTo(half);
    }
}
