package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.engine.store.EngineStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A run that one server has in memory is moved on by another. */
class TwoServersTest {

    private static final String WORKFLOW = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: test
            name: two
            tasks:
              - { id: a, task: work }
              - { id: b, task: work }
            """;

    private final InstantSource clock = SettableClock.standing();
    private final EngineStore store = new InMemoryEngineStore(clock);
    private final SteppedEngine first = engine();
    private final SteppedEngine second = engine();

    private SteppedEngine engine() {
        return new SteppedEngine(EngineConfig.DEFAULT, store, List.of(), clock, new Random(1), nanos -> {});
    }

    private static List<LeasedTask> poll(SteppedEngine engine, int max, List<TaskReport> reports) {
        var answer = engine.tasks()
                .poll(new PollRequest(
                        "w", List.of("work"), max, Duration.ZERO, Duration.ofMinutes(1), reports, List.of()));
        engine.settle();
        return answer.join().tasks();
    }

    /** As when a token is used elsewhere, or the other server's sweep finds a lease that has run out. */
    @Test
    void workThatTheOtherServerHasMadeReady_isHandedOutByTheOneThatRemembersTheRunWithoutIt() {
        first.workflows().registerWorkflow(WORKFLOW.getBytes(StandardCharsets.UTF_8));
        first.workflows()
                .startWorkflow(new StartWorkflowRequest(
                        "test", "two", "r", Payload.EMPTY_OBJECT, Map.of(), null, null, null, null));
        first.settle();
        LeasedTask a = poll(first, 1, List.of()).get(0);

        poll(second, 0, List.of(TaskReport.success(a.executionId(), a.fenceToken(), Payload.EMPTY_OBJECT)));
        first.sweep();

        assertThat(poll(first, 1, List.of())).extracting(LeasedTask::taskId).containsExactly("b");
    }
}
