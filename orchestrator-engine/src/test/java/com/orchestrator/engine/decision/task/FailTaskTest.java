package com.orchestrator.engine.decision.task;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.Failure;
import com.orchestrator.engine.decision.Operations;
import com.orchestrator.engine.decision.RunDriver;
import com.orchestrator.engine.decision.RunDriver.Lease;
import com.orchestrator.engine.plan.RetryPolicy;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailTaskTest {

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"RETRYABLE", "UNKNOWN", "CANCELLED"})
    void failureThatMayPass_isFollowedByAnotherAttemptAfterTheBackOff(FailureKind kind) {
        RunDriver run = RunDriver.start(workflow(task("a")));

        run.fail("a", kind);

        assertThat(run.live("a").attempt()).isEqualTo(2);
        assertThat(run.live("a").availableAt()).isEqualTo(run.now().plusSeconds(1));
        run.fail("a", kind);
        assertThat(run.live("a").availableAt()).isEqualTo(run.now().plusSeconds(2));
        run.fail("a", kind);
        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
        assertThat(run.cause().attempt()).isEqualTo(3);
    }

    @Test
    void unknown_leavesTheExecutionUnknown_othersFailed() {
        RunDriver run = RunDriver.start(workflow(task("a")));

        run.fail("a", FailureKind.UNKNOWN);
        run.fail("a", FailureKind.RETRYABLE);

        assertThat(run.executionsOf("a").stream().limit(2).map(execution -> execution.state()))
                .containsExactly(ExecutionState.UNKNOWN, ExecutionState.FAILED);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"FATAL", "COMPENSATE"})
    void failureThatWillNotPass_isNotRetried(FailureKind kind) {
        RunDriver run = RunDriver.start(workflow(task("a").attempts(5)));

        run.fail("a", kind);

        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
    }

    @Test
    void suspend_raisesAnIncidentAndHoldsTheRun() {
        RunDriver run = RunDriver.start(workflow(all("p").branch(task("a")).branch(task("b"))));

        run.fail("a", FailureKind.SUSPEND);

        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
        assertThat(run.live()).containsExactly("b");
        assertThat(run.live("b").held()).isTrue();
        run.accept(Operations.retry("a"));
        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        assertThat(run.live("b").held()).isFalse();
    }

    @Test
    void twoIncidents_holdTheRunUntilBothAreDealtWith() {
        RunDriver run = RunDriver.start(workflow(all("p").branch(task("a")).branch(task("b"))));
        Lease held = run.lease("b");
        run.fail("a", FailureKind.SUSPEND);
        run.fail(held, FailureKind.SUSPEND);

        run.accept(Operations.resolve("a"));
        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
        run.accept(Operations.resolve("b"));

        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        assertThat(run.live()).containsExactly("a", "b");
    }

    @Test
    void retryAfter_isTheWorkersWish() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        Lease lease = run.lease("a");

        run.accept(new FailTask(
                lease.executionId(),
                lease.workerId(),
                lease.token(),
                new Failure(FailureKind.RETRYABLE, "BUSY", null, null, Duration.ofMinutes(7))));

        assertThat(run.live("a").availableAt()).isEqualTo(run.now().plus(Duration.ofMinutes(7)));
    }

    @Test
    void nonRetryableCode_endsTheTask() {
        RunDriver run = RunDriver.start(workflow(task("a")
                .retry(new RetryPolicy(
                        9, Duration.ofSeconds(1), 1.0, Duration.ofSeconds(1), 0.0, null, Set.of("BROKEN")))));

        run.fail("a", FailureKind.RETRYABLE);

        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
    }

    @Test
    void maxElapsed_endsTheTask() {
        RunDriver run = RunDriver.start(workflow(task("a")
                .retry(new RetryPolicy(
                        0, Duration.ofSeconds(1), 1.0, Duration.ofSeconds(1), 0.0, Duration.ofMinutes(1), Set.of()))));
        run.fail("a", FailureKind.RETRYABLE);
        run.moveClock(Duration.ofSeconds(60));

        run.fail("a", FailureKind.RETRYABLE);

        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
    }

    @Test
    void maxElapsed_doesNotCountAPause() {
        RunDriver run = RunDriver.start(workflow(task("a")
                .retry(new RetryPolicy(
                        0, Duration.ofSeconds(1), 1.0, Duration.ofSeconds(1), 0.0, Duration.ofMinutes(1), Set.of()))));
        run.accept(Operations.pause());
        run.moveClock(Duration.ofHours(1));
        run.accept(Operations.resume());

        run.fail("a", FailureKind.RETRYABLE);

        assertThat(run.live()).containsExactly("a");
    }

    @Test
    void fail_repeated_isAcceptedWithoutEvents_andContradictedIsAConflict() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        Lease lease = run.lease("a");
        run.fail(lease, FailureKind.UNKNOWN);

        assertThat(run.fail(lease, FailureKind.UNKNOWN)).isEmpty();
        assertThat(run.refuse(RunDriver.failure(lease, FailureKind.FATAL)).code())
                .isEqualTo(ErrorCode.REPORT_CONFLICT);
        assertThat(run.refuse(RunDriver.completion(lease, "{}")).code()).isEqualTo(ErrorCode.REPORT_CONFLICT);
    }

    @Test
    void fail_repeatedWithTheSameDetailsInOtherBytes_isAcceptedWithoutEvents() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        Lease lease = run.lease("a");
        run.accept(failure(lease, "{\"limit\":1.10,\"left\":0}"));

        assertThat(run.accept(failure(lease, "{\"left\":0.0,\"limit\":1.1}"))).isEmpty();
        assertThat(run.refuse(failure(lease, "{\"left\":0,\"limit\":1.11}")).code())
                .isEqualTo(ErrorCode.REPORT_CONFLICT);
    }

    private static FailTask failure(Lease lease, String details) {
        Failure failure = new Failure(FailureKind.FATAL, "LIMIT", null, Payload.ofJson(details), null);
        return new FailTask(lease.executionId(), lease.workerId(), lease.token(), failure);
    }

    @Test
    void fail_afterASuccess_isAConflict() {
        RunDriver run = RunDriver.start(workflow(task("a"), task("b")));
        Lease lease = run.lease("a");
        run.complete(lease, "{}");

        assertThat(run.refuse(RunDriver.failure(lease, FailureKind.FATAL)).code())
                .isEqualTo(ErrorCode.REPORT_CONFLICT);
    }

    @Test
    void nextAttempt_hasTheSameKeyAndInputAndAHigherToken() {
        RunDriver run = RunDriver.start(workflow(task("a")), "{\"n\":1}");
        Lease first = run.lease("a");
        run.fail(first, FailureKind.RETRYABLE);

        Lease second = run.lease("a");

        assertThat(second.token()).isGreaterThan(first.token() + 1);
        assertThat(run.executionsOf("a").stream().map(run::idempotencyKey).distinct())
                .containsExactly("shop/order/run-1/a");
        assertThat(run.executionsOf("a").stream().map(run::inputOf).distinct()).hasSize(1);
    }
}
