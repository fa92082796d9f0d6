package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.limit.Breaker;
import com.orchestrator.api.limit.Breaker.State;
import com.orchestrator.api.limit.Limit;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.Failure;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.PollResponse;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.limit.Rule;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.limit.RuleUse;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.engine.service.Author;
import com.orchestrator.engine.store.EngineStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What workers report moves the breaker of their type. */
class BreakerHealthTest {

    private static final RuleName CHARGE = RuleName.breaker("charge");
    private static final String WORKFLOW = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: test
            name: pay
            tasks:
              - { id: a, task: charge, retry: { maxAttempts: 1 }, timeouts: { lease: 5m } }
            """;

    private final SettableClock clock = SettableClock.standing();
    private final EngineStore store = new InMemoryEngineStore(clock);
    private SteppedEngine engine;
    private int runs;

    @BeforeEach
    void start() {
        Limit breaker = new Breaker(2, Duration.ofMinutes(1), Duration.ofSeconds(30));
        store.limits().change(CHARGE, before -> Optional.of(breaker), new Author("kim", "why", null));
        engine = new SteppedEngine(EngineConfig.DEFAULT, store, List.of(), clock, new Random(1), nanos -> {});
        engine.workflows().registerWorkflow(WORKFLOW.getBytes(StandardCharsets.UTF_8));
    }

    private PollResponse poll(List<TaskReport> reports) {
        CompletableFuture<PollResponse> answer = engine.tasks()
                .poll(new PollRequest("w", List.of("charge"), 1, Duration.ZERO, null, reports, List.of()));
        engine.settle();
        return answer.join();
    }

    private LeasedTask lease() {
        engine.workflows()
                .startWorkflow(new StartWorkflowRequest(
                        "test", "pay", "r" + ++runs, Payload.EMPTY_OBJECT, Map.of(), null, null, null, null));
        engine.settle();
        return poll(List.of()).tasks().get(0);
    }

    private void fails(FailureKind kind) {
        LeasedTask task = lease();
        poll(List.of(TaskReport.failure(
                task.executionId(), task.fenceToken(), new Failure(kind, "DOWN", "it is down", null, null))));
    }

    private State state() {
        engine.sweep();
        engine.settle();
        Rule rule = Rule.of(CHARGE, null, null);
        RuleUse use = store.limits().use(Set.of(rule)).get(rule);
        return use.breaker().state();
    }

    @Test
    void failuresThatSayTheTypeIsIll_openIt_othersDoNot() {
        fails(FailureKind.FATAL);
        fails(FailureKind.COMPENSATE);
        fails(FailureKind.RETRYABLE);
        assertThat(state()).isEqualTo(State.CLOSED);

        fails(FailureKind.RETRYABLE);
        assertThat(state()).isEqualTo(State.OPEN);
    }

    @Test
    void success_afterItHasLetOneThrough_closesIt() {
        LeasedTask early = lease();
        LeasedTask probe = lease();
        fails(FailureKind.RETRYABLE);
        fails(FailureKind.UNKNOWN);
        assertThat(state()).isEqualTo(State.OPEN);

        clock.advance(Duration.ofSeconds(20));
        succeeds(early);
        assertThat(state()).isEqualTo(State.OPEN);

        clock.advance(Duration.ofSeconds(9));
        assertThat(state()).isEqualTo(State.OPEN);
        clock.advance(Duration.ofSeconds(2));
        assertThat(state()).isEqualTo(State.HALF_OPEN);
        succeeds(probe);
        assertThat(state()).isEqualTo(State.CLOSED);
    }

    private void succeeds(LeasedTask task) {
        poll(List.of(TaskReport.success(task.executionId(), task.fenceToken(), Payload.EMPTY_OBJECT)));
    }
}
