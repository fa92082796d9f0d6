package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Explanation;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.ReasonCode;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.engine.service.StartedWorkflow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lost wakes are found, counted and repaired; what is well is left alone. Two servers, one database. */
class WakeAuditTest {

    private static final String HEAD = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: test
            name: %s
            tasks:
            """;

    private final SettableClock clock = SettableClock.standing();
    private final InMemoryEngineStore store = new InMemoryEngineStore(clock);
    private final SteppedEngine engine = server(1);
    private final SteppedEngine other = server(2);

    private SteppedEngine server(int seed) {
        return new SteppedEngine(SteppedEngine.ONE_LANE, store, List.of(), clock, new Random(seed), nanos -> {});
    }

    @BeforeEach
    void register() {
        register("work", "  - { id: a, task: do-a }\n  - { id: b, task: do-b }\n");
        register("message", "  - { id: s, signal: paid }\n");
        register("time", "  - { id: w, wait: 2h }\n");
    }

    private void register(String name, String tasks) {
        engine.workflows().registerWorkflow((HEAD.formatted(name) + tasks).getBytes(StandardCharsets.UTF_8));
    }

    private UUID start(String workflow) {
        var started = startLater(workflow);
        engine.settle();
        return started.join().instanceId();
    }

    private List<LeasedTask> poll(SteppedEngine at, String queue) {
        CompletableFuture<List<LeasedTask>> tasks = at.tasks()
                .poll(new PollRequest("w", List.of(queue), 1, Duration.ZERO, null, List.of(), List.of()))
                .thenApply(response -> response.tasks());
        at.settle();
        return tasks.join();
    }

    private static double lost(SteppedEngine at) {
        return at.figure("orchestrator_instances_without_wake_source");
    }

    private void audit(SteppedEngine at) {
        at.sweep();
        at.settle();
    }

    private List<ReasonCode> codes(UUID run) {
        Explanation explanation = engine.workflows().explainWorkflow(run);
        return explanation.reasons().stream().map(reason -> reason.code()).toList();
    }

    @Test
    void lostRowOfReadyWork_isFoundCountedAndWrittenAgain() {
        UUID run = start("work");
        store.loseRow(ExecutionId.of(run, 1));
        assertThat(poll(engine, "do-a")).isEmpty();
        assertThat(codes(run)).containsExactly(ReasonCode.WAKE_SOURCE_LOST);

        audit(engine);

        assertThat(lost(engine)).isEqualTo(1);
        assertThat(engine.figure("orchestrator_wake_sources_restored_total")).isEqualTo(1);
        assertThat(poll(engine, "do-a")).extracting(LeasedTask::taskId).containsExactly("a");
    }

    @Test
    void lostRow_isRepairedByAServerThatHasNeverSeenTheRun() {
        UUID run = start("work");
        store.loseRow(ExecutionId.of(run, 1));

        audit(other);

        assertThat(lost(other)).isEqualTo(1);
        assertThat(poll(other, "do-a")).hasSize(1);
    }

    @Test
    void lostWakeUp_isWrittenAgain() {
        UUID run = start("time");
        store.loseWakeUp(run);

        audit(engine);
        clock.advance(Duration.ofHours(2));
        audit(engine);

        assertThat(engine.figure("orchestrator_wake_sources_restored_total")).isEqualTo(1);
        assertThat(engine.workflows().getWorkflow(run).state().isTerminal()).isTrue();
    }

    /**
     * Runs of the same second are watched by one row, which is due with the first of them. The look at the other one meets a
     * timer, so that something is written and the run is not loaded anew.
     */
    @Test
    void lookThatComesAMomentEarly_isFollowedByAnother() {
        register("soon", "  - { id: a, task: do-a, timeouts: { lease: 30s } }\n");
        register(
                "later",
                "  - { id: p, parallel: { branches: [[{ id: b, task: do-b, timeouts: { lease: 30500ms } }],"
                        + " [{ id: w, wait: 30100ms }]] } }\n");
        var polled = engine.tasks()
                .poll(new PollRequest(
                        "w", List.of("do-a", "do-b"), 2, Duration.ofSeconds(1), null, List.of(), List.of()));
        startLater("soon");
        startLater("later");
        engine.settle();
        assertThat(polled.join().tasks()).hasSize(2);

        clock.advance(Duration.ofMillis(30_200));
        audit(engine);
        clock.advance(Duration.ofSeconds(1));
        audit(engine);

        clock.advance(Duration.ofMinutes(1));
        assertThat(poll(engine, "do-b")).extracting(LeasedTask::taskId).containsExactly("b");
        assertThat(engine.figure("orchestrator_wake_sources_restored_total")).isZero();
    }

    private CompletableFuture<StartedWorkflow> startLater(String workflow) {
        return engine.workflows()
                .startWorkflow(new StartWorkflowRequest(
                        "test", workflow, "r", Payload.EMPTY_OBJECT, Map.of(), null, null, null, null));
    }

    @Test
    void gauge_isZeroAgainAfterAWalkThatFoundNothing() {
        store.loseRow(ExecutionId.of(start("work"), 1));
        audit(engine);

        audit(engine);
        audit(engine);

        assertThat(lost(engine)).isZero();
    }

    @Test
    void runsThatAreWell_areLeftAlone_andCounted() {
        start("work");
        start("message");
        start("time");

        audit(engine);
        poll(engine, "do-a");
        audit(other);

        assertThat(lost(engine) + lost(other)).isZero();
        assertThat(other.figure("orchestrator_instances")).isEqualTo(3);
        assertThat(other.figure("orchestrator_wake_sources_restored_total")).isZero();
    }

    @Test
    void walk_goesOnWhereItStopped_whenThereIsMoreThanItMayRead() {
        register("waits", "  - { id: s, signal: paid }\n");
        for (int i = 0; i < 120; i++) {
            engine.workflows()
                    .startWorkflow(new StartWorkflowRequest(
                            "test", "waits", "run-" + i, Payload.EMPTY_OBJECT, Map.of(), null, null, null, null));
        }
        engine.settle();
        clock.advance(Duration.ofSeconds(1));
        UUID last = start("work");
        store.loseRow(ExecutionId.of(last, 1));

        audit(engine);
        assertThat(lost(engine)).as("far behind").isZero();
        for (int i = 0; i < 4; i++) {
            audit(engine);
        }

        assertThat(engine.figure("orchestrator_wake_sources_restored_total")).isEqualTo(1);
        assertThat(engine.figure("orchestrator_instances")).isEqualTo(121);
    }

    @Test
    void pollOnOneServer_isKnownToTheOther() {
        UUID run = start("work");
        assertThat(codes(run)).containsExactly(ReasonCode.NO_WORKER);
        store.loseRow(ExecutionId.of(run, 1));
        poll(other, "do-a");
        audit(other);

        assertThat(codes(run)).containsExactly(ReasonCode.HANDOVER_PENDING);
    }

    @Test
    void figures_countWhatHappens() {
        start("work");
        poll(engine, "do-b");
        audit(engine);
        assertThat(engine.figure("orchestrator_tasks_ready")).isEqualTo(1);

        LeasedTask task = poll(engine, "do-a").get(0);
        var refused = engine.tasks().releaseTask(task.executionId(), "w", task.fenceToken() + 5);
        engine.settle();

        assertThat(refused).isCompletedExceptionally();
        assertThat(engine.figure("orchestrator_polls_total")).isEqualTo(2);
        assertThat(engine.figure("orchestrator_polls_empty_total")).isEqualTo(1);
        assertThat(engine.figure("orchestrator_leases_granted_total")).isEqualTo(1);
        assertThat(engine.figure("orchestrator_commands_refused_total")).isEqualTo(1);
        assertThat(engine.figure("orchestrator_fence_rejections_total")).isEqualTo(1);
        assertThat(engine.figure("orchestrator_instance_transitions_total")).isEqualTo(1);
        assertThat(engine.figure("orchestrator_batches_total")).isPositive();
    }
}
