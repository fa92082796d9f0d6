package com.orchestrator.engine.decision.task;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.LateOutcome;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.RunDriver;
import com.orchestrator.engine.decision.RunDriver.Lease;
import com.orchestrator.engine.decision.Verdict.Refused;
import com.orchestrator.engine.decision.workflow.FireTimers;
import com.orchestrator.engine.run.ExecutionRun;
import org.junit.jupiter.api.Test;

/** The database was taken back to an earlier moment: whoever speaks of a lease of before is heard no more. */
class TakenBackTest {

    /** 2026-11-29T20:00:00Z in microseconds. */
    private static final long FLOOR = 1_795_982_400_000_000L;

    private static final Payload OUTPUT = Payload.ofJson("{}");

    @Test
    void reportOfBefore_isRefusedByName_isKept_andTheTaskIsGivenAgainUnderAHigherFence() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        Lease before = run.lease("a");
        ExecutionRun attempt = run.live("a");
        run.takenBack(FLOOR);

        Refused refusal = run.refuse(new CompleteTask(before.executionId(), "worker", before.token(), OUTPUT));

        assertThat(refusal.code()).isEqualTo(ErrorCode.FENCE_STALE);
        assertThat(refusal.message())
                .isEqualTo("Fence token 1 of task a is of before the database was restored, which was noticed at"
                        + " 2026-11-29T20:00:00Z; leases of before are over");
        assertThat(attempt.state()).isEqualTo(ExecutionState.UNKNOWN);
        assertThat(attempt.late()).isEqualTo(LateOutcome.LATE_SUCCESS);
        Lease after = run.lease("a");
        assertThat(after.token()).isEqualTo(FLOOR + 2);
        run.complete(after, "{}");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void leaseThatALostFutureHadGiven_isNotTheOneThatIsGivenNow() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        run.takenBack(FLOOR);
        Lease now = run.lease("a");

        assertThat(now.token()).isEqualTo(FLOOR + 1);
        Refused refusal = run.refuse(new CompleteTask(now.executionId(), "worker", 1, OUTPUT));

        assertThat(refusal.message()).contains("is of before the database was restored");
        assertThat(run.live("a").state()).isEqualTo(ExecutionState.LEASED);
    }

    @Test
    void leaseOfBefore_isOverAtOnce_oneOfNowIsNot() {
        RunDriver run = RunDriver.start(workflow(all("p").branch(task("a")).branch(task("b"))));
        run.lease("a");
        run.takenBack(FLOOR);
        Lease now = run.lease("b");

        run.accept(new FireTimers());

        assertThat(run.task("a").lost()).isEqualTo(1);
        assertThat(run.live("a").state()).isEqualTo(ExecutionState.READY);
        assertThat(run.live("b").holder()).isEqualTo(now.workerId());
    }

    @Test
    void renewalAndReleaseOfBefore_areRefused() {
        RunDriver run = RunDriver.start(workflow(all("p").branch(task("a")).branch(task("b"))));
        Lease a = run.lease("a");
        Lease b = run.lease("b");
        run.takenBack(FLOOR);

        assertThat(run.refuse(new KeepLease(a.executionId(), "worker", a.token()))
                        .message())
                .contains("restored");
        assertThat(run.refuse(new ReleaseTask(b.executionId(), "worker", b.token()))
                        .message())
                .contains("restored");
    }

    @Test
    void reportThatIsThere_mayBeRepeated() {
        RunDriver run = RunDriver.start(workflow(task("a"), task("b")));
        Lease before = run.lease("a");
        run.complete(before, "{}");
        run.takenBack(FLOOR);

        assertThat(run.accept(new CompleteTask(before.executionId(), "worker", before.token(), OUTPUT)))
                .isEmpty();
    }
}
