package com.orchestrator.engine.decision.task;

import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.Operations;
import com.orchestrator.engine.decision.RunDriver;
import com.orchestrator.engine.decision.RunDriver.Lease;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CompleteTaskTest {

    @Test
    void complete_isAcceptedAndBumpsTheToken() {
        RunDriver run = RunDriver.start(workflow(task("a"), task("b")));
        Lease lease = run.lease("a");

        run.complete(lease, "{\"n\":1.50}");

        assertThat(run.executionsOf("a").get(0).state()).isEqualTo(ExecutionState.SUCCEEDED);
        assertThat(run.executionsOf("a").get(0).fence()).isEqualTo(lease.token() + 1);
        assertThat(run.live()).containsExactly("b");
    }

    @Test
    void complete_repeatedWithTheSameOutput_isAcceptedWithoutEvents() {
        RunDriver run = RunDriver.start(workflow(task("a"), task("b")));
        Lease lease = run.lease("a");
        run.complete(lease, "{\"n\":1}");

        assertThat(run.complete(lease, "{\"n\":1}")).isEmpty();
    }

    @Test
    void complete_repeatedWithOtherBytesOfTheSameValue_isAcceptedWithoutEvents() {
        RunDriver run = RunDriver.start(workflow(task("a"), task("b")));
        Lease lease = run.lease("a");
        run.complete(lease, "{\"n\":1234567890123456.78,\"m\":1}");

        assertThat(run.complete(lease, "{ \"m\": 1.0, \"n\": 1234567890123456.780}"))
                .isEmpty();
        assertThat(run.refuse(RunDriver.completion(lease, "{\"n\":1234567890123456.79,\"m\":1}"))
                        .code())
                .isEqualTo(ErrorCode.REPORT_CONFLICT);
    }

    @Test
    void complete_repeatedWithAnotherOutput_isAConflict() {
        RunDriver run = RunDriver.start(workflow(task("a"), task("b")));
        Lease lease = run.lease("a");
        run.complete(lease, "{\"n\":1}");

        assertThat(run.refuse(RunDriver.completion(lease, "{\"n\":2}")).code()).isEqualTo(ErrorCode.REPORT_CONFLICT);
    }

    @Test
    void complete_withStaleFence_isRefused() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        Lease first = run.lose("a");
        Lease second = run.lease("a");

        assertThat(run.refuse(new CompleteTask(second.executionId(), "worker", first.token(), Payload.NULL)))
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.FENCE_STALE);
                    assertThat(refused.message())
                            .isEqualTo(
                                    "Task a is LEASED, and its lease, if there is one, is not that of this worker with fence token 1");
                });
    }

    @Test
    void complete_byAnotherWorkerWithTheRightToken_isRefused() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        Lease lease = run.lease("a");

        assertThat(run.refuse(new CompleteTask(lease.executionId(), "thief", lease.token(), Payload.NULL))
                        .code())
                .isEqualTo(ErrorCode.FENCE_STALE);
        assertThat(run.live("a").state()).isEqualTo(ExecutionState.LEASED);
    }

    @Test
    void complete_afterTheExpiryThatNobodySwept_isAccepted() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        Lease lease = run.lease("a");
        run.moveClock(Duration.ofDays(1));

        run.complete(lease, "{}");

        assertThat(run.state().isTerminal()).isTrue();
    }

    @Test
    void complete_ofWhatWasNeverLeased_isRefused() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        UUID ready = run.live("a").executionId();

        assertThat(run.refuse(new CompleteTask(ready, "worker", 0, Payload.NULL))
                        .message())
                .isEqualTo(
                        "Task a is READY, and its lease, if there is one, is not that of this worker with fence token 0");
    }

    @Test
    void complete_ofNothing_isNotFound() {
        RunDriver run = RunDriver.start(workflow(task("a")));

        assertThat(run.refuse(new CompleteTask(new UUID(9, 9), "worker", 1, Payload.NULL))
                        .code())
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void complete_whilePaused_isAcceptedAndHoldsWhatFollows() {
        RunDriver run = RunDriver.start(workflow(task("a"), task("b")));
        Lease lease = run.lease("a");
        run.accept(Operations.pause());

        run.complete(lease, "{}");

        assertThat(run.live("b").held()).isTrue();
        run.accept(Operations.resume());
        assertThat(run.live("b").held()).isFalse();
    }

    @Test
    void complete_ofTheLastTaskWhilePaused_completesTheRun() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        Lease lease = run.lease("a");
        run.accept(Operations.pause());

        run.complete(lease, "{}");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.run().isPaused()).isFalse();
    }
}
