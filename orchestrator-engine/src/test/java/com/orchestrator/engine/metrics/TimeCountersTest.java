package com.orchestrator.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.engine.service.Figure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How long things wait and take, by a clock that is moved. */
class TimeCountersTest {

    private final SettableClock clock = SettableClock.standing();
    private final SteppedEngine engine = new SteppedEngine(
            SteppedEngine.ONE_LANE, new InMemoryEngineStore(clock), List.of(), clock, new Random(1), nanos -> {});

    private LeasedTask poll() {
        var polled = engine.tasks()
                .poll(new PollRequest("w", List.of("do-a"), 1, Duration.ZERO, null, List.of(), List.of()));
        engine.settle();
        return polled.join().tasks().get(0);
    }

    /** Classes that are not empty. */
    private Map<Double, Long> spread(String name, Map<String, String> labels) {
        return engine.figures().stream()
                .filter(figure -> figure.name().equals(name))
                .flatMap(figure -> figure.spreads().stream())
                .filter(spread -> spread.labels().equals(labels))
                .flatMap(spread -> spread.counts().stream())
                .filter(bucket -> bucket.count() > 0)
                .collect(Collectors.toMap(Figure.Bucket::upTo, Figure.Bucket::count));
    }

    @Test
    void attemptsAndRuns_areCountedByWhatTheyTook() {
        engine.workflows().registerWorkflow("""
                apiVersion: orchestrator/v1
                kind: Workflow
                namespace: test
                name: work
                tasks:
                  - { id: a, task: do-a }
                """.getBytes(StandardCharsets.UTF_8));
        engine.workflows().startWorkflow(StartWorkflowRequest.of("test", "work", null, Payload.EMPTY_OBJECT));
        engine.settle();
        clock.advance(Duration.ofSeconds(3));
        LeasedTask task = poll();
        clock.advance(Duration.ofSeconds(20));
        engine.tasks().completeTask("w", TaskReport.success(task.executionId(), task.fenceToken(), Payload.NULL));
        engine.settle();

        assertThat(spread("orchestrator_task_wait_seconds", Map.of())).isEqualTo(Map.of(5.0, 1L));
        assertThat(spread("orchestrator_task_run_seconds", Map.of("outcome", "SUCCEEDED")))
                .isEqualTo(Map.of(30.0, 1L));
        assertThat(spread("orchestrator_task_run_seconds", Map.of("outcome", "FAILED")))
                .isEmpty();
        assertThat(spread("orchestrator_instance_duration_seconds", Map.of("state", "COMPLETED")))
                .isEqualTo(Map.of(30.0, 1L));
    }
}
