package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.limit.Breaker;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.ReasonCode;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.Failure;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.limit.Rule;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.engine.service.Author;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Work of a type that has failed too often, on two servers. */
class BreakersTest {

    private static final RuleName CHARGE = RuleName.breaker("charge");
    private static final Author KIM = new Author("kim", "psp down", null);

    private final SettableClock clock = SettableClock.standing();
    private final InMemoryEngineStore store = new InMemoryEngineStore(clock);
    private final SteppedEngine first = engine(1);
    private final SteppedEngine second = engine(2);
    private final List<UUID> runs = new ArrayList<>();

    private SteppedEngine engine(int seed) {
        SteppedEngine engine =
                new SteppedEngine(SteppedEngine.ONE_LANE, store, List.of(), clock, new Random(seed), nanos -> {});
        engine.workflows().registerWorkflow("""
                apiVersion: orchestrator/v1
                kind: Workflow
                namespace: test
                name: pay
                tasks:
                  - id: charge
                    task: charge
                    retry: {maxAttempts: 2, initialInterval: 1ms}
                    timeouts: {schedule: 20s}
                """.getBytes(StandardCharsets.UTF_8));
        return engine;
    }

    @BeforeEach
    void set() {
        store.limits()
                .change(
                        CHARGE,
                        none -> Optional.of(new Breaker(2, Duration.ofMinutes(1), Duration.ofSeconds(30))),
                        KIM);
        sweep();
    }

    private void sweep() {
        for (SteppedEngine server : List.of(first, second)) {
            server.sweep();
            server.settle();
        }
    }

    private void pass(int seconds) {
        for (int second = 0; second < seconds; second++) {
            clock.advance(Duration.ofSeconds(1));
            sweep();
        }
    }

    private void start(int count) {
        for (int i = 0; i < count; i++) {
            var started = first.workflows()
                    .startWorkflow(new StartWorkflowRequest(
                            "test", "pay", "r" + runs.size(), Payload.EMPTY_OBJECT, Map.of(), null, null, null, null));
            first.settle();
            runs.add(started.join().instanceId());
        }
        sweep();
    }

    private static List<LeasedTask> poll(SteppedEngine server, int max, TaskReport... reports) {
        var answer = server.tasks()
                .poll(new PollRequest(
                        "w",
                        List.of("charge"),
                        max,
                        Duration.ZERO,
                        Duration.ofMinutes(1),
                        List.of(reports),
                        List.of()));
        server.settle();
        return answer.join().tasks();
    }

    private static TaskReport failed(LeasedTask task) {
        return TaskReport.failure(
                task.executionId(),
                task.fenceToken(),
                new Failure(FailureKind.RETRYABLE, "PSP_DOWN", "no answer", null, null));
    }

    private static TaskReport done(LeasedTask task) {
        return TaskReport.success(task.executionId(), task.fenceToken(), Payload.EMPTY_OBJECT);
    }

    /** Two of eight fail, and it opens. */
    private void open() {
        start(8);
        List<LeasedTask> taken = poll(first, 2);
        assertThat(taken).hasSize(2);
        poll(first, 0, taken.stream().map(BreakersTest::failed).toArray(TaskReport[]::new));
        sweep();
        assertThat(state()).isEqualTo(Breaker.State.OPEN);
    }

    private Breaker.State state() {
        return store.limits().use(List.of(rule())).get(rule()).breaker().state();
    }

    private static Rule rule() {
        return Rule.of(CHARGE, null, null);
    }

    private Stream<WorkflowState> states() {
        return runs.stream().map(run -> first.workflows().getWorkflow(run).state());
    }

    @Test
    void whileItIsOpen_nothingIsHandedOut_byNobody() {
        open();

        for (int second = 0; second < 29; second++) {
            assertThat(poll(first, 9)).isEmpty();
            assertThat(poll(this.second, 9)).isEmpty();
            pass(1);
        }

        assertThat(first.workflows().explainWorkflow(runs.get(5)).reasons())
                .extracting(reason -> reason.code())
                .containsExactly(ReasonCode.BREAKER_OPEN);
    }

    @Test
    void afterItsTime_itLetsOneThrough_overServers_andClosesWhenThatSucceeds() {
        open();
        poll(second, 9);
        pass(31);
        assertThat(state()).isEqualTo(Breaker.State.HALF_OPEN);

        List<LeasedTask> one = Stream.of(poll(second, 9), poll(first, 9), poll(second, 9))
                .flatMap(List::stream)
                .toList();
        assertThat(one).hasSize(1);
        poll(second, 0, done(one.get(0)));
        sweep();

        assertThat(state()).isEqualTo(Breaker.State.CLOSED);
        assertThat(poll(first, 9)).hasSize(7);
    }

    @Test
    void oneThatFails_opensItAgain() {
        open();
        pass(31);
        List<LeasedTask> one = poll(first, 9);
        assertThat(one).hasSize(1);

        poll(first, 0, failed(one.get(0)));
        sweep();

        assertThat(state()).isEqualTo(Breaker.State.OPEN);
        pass(15);
        assertThat(poll(first, 9)).isEmpty();
        pass(16);
        assertThat(poll(first, 9)).hasSize(1);
    }

    /** Two attempts and twenty seconds each, of which an hour of an open breaker takes nothing. */
    @Test
    void whatWaits_usesUpNeitherAttemptsNorItsTime() {
        open();
        store.limits().moveBreaker(CHARGE, true, KIM);
        for (int minute = 0; minute < 60; minute++) {
            pass(60);
        }
        assertThat(states()).containsOnly(WorkflowState.RUNNING);

        store.limits().moveBreaker(CHARGE, false, KIM);
        sweep();
        List<LeasedTask> taken = poll(first, 9);
        assertThat(taken).hasSize(8);
        assertThat(taken).extracting(LeasedTask::attempt).containsExactlyInAnyOrder(2, 2, 1, 1, 1, 1, 1, 1);
        poll(first, 0, taken.stream().map(BreakersTest::done).toArray(TaskReport[]::new));
        assertThat(states()).containsOnly(WorkflowState.COMPLETED);
    }

    /** What it has waited while the breaker was closed counts. */
    @Test
    void whatNobodyTakesAfterItHasClosed_hasItsTimeAndNoMore() {
        start(1);
        pass(12);
        store.limits().moveBreaker(CHARGE, true, KIM);
        pass(5);
        store.limits().moveBreaker(CHARGE, false, KIM);

        pass(7);
        assertThat(states()).containsExactly(WorkflowState.RUNNING);
        pass(2);
        assertThat(states()).containsExactly(WorkflowState.FAILED);
    }
}
