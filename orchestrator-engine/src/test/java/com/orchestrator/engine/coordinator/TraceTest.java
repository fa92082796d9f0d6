package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TraceContext;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The trace of a start goes with the run, to its workers and to its children. */
class TraceTest {

    private static final TraceContext CALLER =
            new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);

    private final SettableClock clock = SettableClock.standing();
    private final SteppedEngine engine = new SteppedEngine(
            SteppedEngine.ONE_LANE, new InMemoryEngineStore(clock), List.of(), clock, new Random(1), nanos -> {});

    @BeforeEach
    void register() {
        register("child", "{ id: a, task: do-a }");
        register("parent", "{ id: sub, workflow: { name: child } }");
    }

    private void register(String name, String task) {
        engine.workflows()
                .registerWorkflow(("apiVersion: orchestrator/v1\nkind: Workflow\nnamespace: test\nname: " + name
                                + "\ntasks:\n  - " + task + "\n")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private UUID start(String workflow, String traceparent) {
        var started = engine.workflows()
                .startWorkflow(StartWorkflowRequest.of("test", workflow, null, Payload.EMPTY_OBJECT)
                        .within(traceparent));
        engine.settle();
        return started.join().instanceId();
    }

    private LeasedTask poll() {
        var polled = engine.tasks()
                .poll(new PollRequest("w", List.of("do-a"), 1, Duration.ZERO, null, List.of(), List.of()));
        engine.settle();
        return polled.join().tasks().get(0);
    }

    private String traceparentOf(UUID run) {
        HistoryEntry first = engine.workflows().getHistory(run, 0, 1).items().get(0);
        return first.data().path("traceparent").asText();
    }

    @Test
    void workerIsToldTheTrace_insideOfItsAttempt() {
        UUID run = start("child", CALLER.traceparent());

        LeasedTask task = poll();

        assertThat(task.headers())
                .containsEntry("traceparent", CALLER.within(task.executionId()).traceparent());
        assertThat(traceparentOf(run)).isEqualTo(CALLER.traceparent());
    }

    @Test
    void childIsInTheTraceOfItsParent_insideOfItsSpan() {
        UUID parent = start("parent", CALLER.traceparent());

        LeasedTask task = poll();

        assertThat(traceparentOf(task.instanceId()))
                .isEqualTo(CALLER.within(parent).traceparent());
        assertThat(task.headers())
                .containsEntry("traceparent", CALLER.within(task.executionId()).traceparent());
    }

    @Test
    void withoutATrace_nothingIsSaid() {
        start("child", null);
        assertThat(poll().headers()).isEmpty();

        UUID unreadable = start("child", "00-no-trace-01");

        assertThat(poll().headers()).isEmpty();
        assertThat(traceparentOf(unreadable)).isEmpty();
    }
}
