package com.orchestrator.engine.coordinator;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.TaskRepair;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.OrchestratorEngine;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.service.TaskService;
import com.orchestrator.testkit.OneTaskWorkflow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** An engine at a standing clock, with one run of one task that waits in queue {@code work}. */
final class OneTask implements AutoCloseable {

    private final OrchestratorEngine engine = new OrchestratorEngine(
            EngineConfig.DEFAULT,
            new InMemoryEngineStore(InstantSource.fixed(Instant.EPOCH)),
            new DefinitionCompiler(new ExpressionCompiler()));

    OneTask() {
        engine.workflowService().registerWorkflow(OneTaskWorkflow.document("one"));
        engine.workflowService()
                .startWorkflow(OneTaskWorkflow.request("one", "r"))
                .join();
    }

    TaskService service() {
        return engine.taskService();
    }

    /** Leased to worker {@code w}. */
    LeasedTask poll() {
        PollRequest request =
                new PollRequest("w", List.of("work"), 1, Duration.ofSeconds(10), null, List.of(), List.of());
        return service().poll(request).join().tasks().get(0);
    }

    WorkflowInstance run(UUID instanceId) {
        return engine.workflowService().getWorkflow(instanceId);
    }

    WorkflowInstance retry(UUID instanceId, String taskId) {
        TaskRepair again = new TaskRepair(null, null, null, null, "mended");
        return engine.workflowService()
                .retryTask(taskId, new Command<>(instanceId, again, "kim", null))
                .join();
    }

    @Override
    public void close() {
        engine.close();
    }
}
