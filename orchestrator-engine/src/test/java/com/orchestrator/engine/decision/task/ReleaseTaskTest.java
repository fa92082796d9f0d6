package com.orchestrator.engine.decision.task;

import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.Operations;
import com.orchestrator.engine.decision.RunDriver;
import com.orchestrator.engine.decision.RunDriver.Lease;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReleaseTaskTest {

    @Test
    void release_offersTheSameExecutionAgainAndCountsNothing() {
        RunDriver run = RunDriver.start(workflow(task("a").attempts(1)));
        Lease lease = run.lease("a");

        run.release(lease);

        assertThat(run.live("a").state()).isEqualTo(ExecutionState.READY);
        assertThat(run.task("a").failures()).isZero();
        assertThat(run.task("a").lost()).isZero();
        Lease next = run.lease("a", "other");
        assertThat(next.executionId()).isEqualTo(lease.executionId());
        assertThat(next.token()).isEqualTo(lease.token() + 2);
    }

    @Test
    void release_repeated_isAcceptedUntilSomebodyElseHasIt() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        Lease lease = run.lease("a");
        run.release(lease);

        assertThat(run.release(lease)).isEmpty();
        run.lease("a", "other");

        assertThat(run.refuse(new ReleaseTask(lease.executionId(), "worker", lease.token()))
                        .code())
                .isEqualTo(ErrorCode.FENCE_STALE);
    }

    @Test
    void release_afterAReportOrAnExpiry_isRefused() {
        RunDriver run = RunDriver.start(workflow(task("a"), task("b")));
        Lease lost = run.lose("a");
        Lease done = run.lease("a");
        run.complete(done, "{}");

        assertThat(run.refuse(new ReleaseTask(lost.executionId(), "worker", lost.token()))
                        .code())
                .isEqualTo(ErrorCode.FENCE_STALE);
        assertThat(run.refuse(new ReleaseTask(done.executionId(), "worker", done.token()))
                        .code())
                .isEqualTo(ErrorCode.FENCE_STALE);
        assertThat(run.refuse(new ReleaseTask(new UUID(9, 9), "worker", 1)).code())
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void reportAfterARelease_isRefusedAndNotKept() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        Lease lease = run.lease("a");
        run.release(lease);

        run.refuse(RunDriver.completion(lease, "{}"));

        assertThat(run.live("a").late()).isNull();
    }

    @Test
    void releaseOfAnUndo_offersItAgain() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        run.complete("a");
        run.fail("b", FailureKind.FATAL);
        Lease lease = run.lease("a");

        run.release(lease);

        assertThat(run.live()).containsExactly("undo a");
        assertThat(run.undoAll()).containsExactly("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void releaseWhilePaused_isHeld() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        Lease lease = run.lease("a");
        run.accept(Operations.pause());

        run.release(lease);

        assertThat(run.live("a").held()).isTrue();
        run.accept(Operations.resume());
        assertThat(run.live("a").held()).isFalse();
    }
}
