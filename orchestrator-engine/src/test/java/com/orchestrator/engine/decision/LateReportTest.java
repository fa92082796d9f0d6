package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.LateOutcome;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest.Then;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.plan.SagaPlan;
import com.orchestrator.engine.run.ExecutionRun;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** 5.6: a report that comes after the engine stopped waiting is refused, kept, and if need be undone once more. */
class LateReportTest {

    @Test
    void lateSuccess_whileTheNextAttemptRuns_isKeptAndChangesNothingForward() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        RunDriver.Lease late = run.lose("a");
        run.lease("a", "other");

        Verdict.Refused refused = run.refuse(RunDriver.completion(late, "{\"late\":1}"));

        assertThat(refused.code()).isEqualTo(ErrorCode.FENCE_STALE);
        assertThat(run.executionsOf("a").get(0).late()).isEqualTo(LateOutcome.LATE_SUCCESS);
        assertThat(run.live()).containsExactly("a");
        run.fail("a", FailureKind.FATAL);
        assertThat(run.live("a").mayNotHaveHappened()).isFalse();
        assertThat(run.inputOf(run.live("a"))).isEqualTo(Payload.ofJson("{\"input\":{},\"output\":{\"late\":1}}"));
    }

    @Test
    void lateSuccess_afterALaterAttemptSucceeded_isCoveredByItsUndo() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        RunDriver.Lease late = run.lose("a");
        run.complete("a");

        run.refuse(RunDriver.completion(late, "{}"));
        run.fail("b", FailureKind.FATAL);

        assertThat(run.undoAll()).containsExactly("a");
    }

    @Test
    void lateSuccess_afterTheUndoOfALaterAttempt_isUndoneOnceMore() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        RunDriver.Lease late = run.lose("a");
        run.complete("a");
        run.fail("b", FailureKind.FATAL);
        run.complete("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);

        run.refuse(RunDriver.completion(late, "{\"late\":1}"));

        assertThat(run.idempotencyKey(run.live("a"))).isEqualTo("shop/order/run-1/a:undo:2");
        assertThat(run.undoAll()).containsExactly("a", "a");
    }

    @Test
    void lateSuccesses_thatMeetASecondUndoNotYetBegun_shareItAndTheNewestGivesItsInput() {
        RunDriver run = RunDriver.start(
                workflow(task("z").undo(), task("a").undo(), task("b")).parallelismMax(1));
        run.complete("z");
        RunDriver.Lease first = run.lose("a");
        RunDriver.Lease second = run.lose("a");
        run.complete("a");
        run.fail("b", FailureKind.FATAL);
        run.complete("a");
        run.lease("z");
        assertThat(run.live()).containsExactly("undo z");

        run.refuse(RunDriver.completion(first, "{\"late\":1}"));
        run.refuse(RunDriver.completion(second, "{\"late\":2}"));
        run.complete("z");

        assertThat(run.inputOf(run.live("a"))).isEqualTo(Payload.ofJson("{\"input\":{},\"output\":{\"late\":2}}"));
        run.complete("a");
        assertThat(run.undone()).containsExactly("a", "z", "a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    /** The rollback has come to a, and b turns out to have happened after all. */
    private static RunDriver.Lease lateAfterTheUndoBeforeIt(RunDriver run) {
        run.complete("a");
        RunDriver.Lease late = run.lose("b");
        run.accept(Operations.cancel());
        assertThat(run.live()).containsExactly("undo a");
        return late;
    }

    private static RunDriver startOfTwo(SagaPlan.Order order) {
        return RunDriver.start(workflow(task("a").undo(), task("b").undoWhenCompleted(), task("c"))
                .order(order)
                .parallelismMax(1));
    }

    @ParameterizedTest
    @EnumSource(names = {"GRAPH", "REVERSE"})
    void lateSuccess_takesBackAnEarlierUndoThatNobodyHasBegun(SagaPlan.Order order) {
        RunDriver run = startOfTwo(order);
        RunDriver.Lease late = lateAfterTheUndoBeforeIt(run);

        run.refuse(RunDriver.completion(late, "{}"));

        assertThat(run.live()).containsExactly("undo b");
        assertThat(run.undoAll()).containsExactly("b", "a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void lateSuccess_takesNothingBack_whenTheOrderDoesNotMatter() {
        RunDriver run = startOfTwo(SagaPlan.Order.PARALLEL);
        RunDriver.Lease late = lateAfterTheUndoBeforeIt(run);

        run.refuse(RunDriver.completion(late, "{}"));

        assertThat(run.live()).containsExactly("undo a");
        assertThat(run.undoAll()).containsExactly("a", "b");
    }

    @Test
    void lateSuccess_letsAnUndoThatHasBegunGoOn_alsoWhenItIsToBeTriedAgain() {
        RunDriver run = startOfTwo(SagaPlan.Order.GRAPH);
        RunDriver.Lease late = lateAfterTheUndoBeforeIt(run);
        run.fail("a", FailureKind.RETRYABLE);

        run.refuse(RunDriver.completion(late, "{}"));

        assertThat(run.live()).containsExactly("undo a");
        assertThat(run.undoAll()).containsExactly("a", "b");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    /** What was tried may have happened, so the success needs an undo under a key of its own, however often it is retried. */
    @Test
    void lateSuccess_whileItsUndoWaitsForRoomAfterADeadLetter_isUndoneOnceMore() {
        RunDriver run = RunDriver.start(
                workflow(all("p").branch(task("x").undo()).branch(task("a").undo()), task("b"))
                        .onUndoFailure(SagaPlan.OnUndoFailure.CONTINUE)
                        .parallelismMax(1));
        run.complete("x");
        RunDriver.Lease late = run.lose("a");
        run.complete("a");
        run.fail("b", FailureKind.FATAL);
        run.fail("a", FailureKind.FATAL);
        assertThat(run.live()).containsExactly("undo x");
        run.accept(Operations.retry("a"));
        assertThat(run.live()).containsExactly("undo x");

        run.refuse(RunDriver.completion(late, "{\"late\":1}"));

        assertThat(run.undoAll()).containsExactly("x", "a", "a");
        assertThat(run.idempotencyKey(
                        run.executionsOf("a").get(run.executionsOf("a").size() - 1)))
                .isEqualTo("shop/order/run-1/a:undo:2");
    }

    @Test
    void lateSuccess_afterATerminationThatWantedUndo_isUndone_evenIfThereWasNothingToUndo() {
        RunDriver run = RunDriver.start(workflow(task("a").undoWhenCompleted()));
        RunDriver.Lease late = run.lose("a");
        run.accept(Operations.terminateWithUndo());
        assertThat(run.state()).isEqualTo(WorkflowState.TERMINATED);

        run.refuse(RunDriver.completion(late, "{\"late\":1}"));

        assertThat(run.undoAll()).containsExactly("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void lateSuccess_afterATerminationThatWantedNone_stays() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        RunDriver.Lease late = run.lose("a");
        run.complete("a");
        run.fail("b", FailureKind.FATAL);
        run.accept(Operations.terminateWithoutUndo());

        run.refuse(RunDriver.completion(late, "{\"late\":1}"));

        assertThat(run.state()).isEqualTo(WorkflowState.TERMINATED);
        assertThat(run.live()).isEmpty();
    }

    @Test
    void lateSuccess_beforeItsUndoBegan_needsNoSecondOne() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b"), task("c")));
        RunDriver.Lease late = run.lose("a");
        run.accept(Operations.skip("a"));
        run.lease("b");
        run.accept(Operations.cancel());
        assertThat(run.live()).containsExactly("b");

        run.refuse(RunDriver.completion(late, "{}"));
        run.complete("b");

        assertThat(run.live("a").mayNotHaveHappened()).isFalse();
        assertThat(run.undoAll()).containsExactly("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void lateSuccess_whileItsUndoRuns_isUndoneOnceMoreUnderAnotherKey() {
        RunDriver run = RunDriver.start(workflow(silent("a").undo(), task("b")));
        RunDriver.Lease late = run.lose("a");
        run.lease("a");

        run.refuse(RunDriver.completion(late, "{\"late\":1}"));
        run.complete("a");

        assertThat(run.live()).containsExactly("undo a");
        assertThat(run.idempotencyKey(run.live("a"))).isEqualTo("shop/order/run-1/a:undo:2");
        assertThat(run.live("a").mayNotHaveHappened()).isFalse();
        assertThat(run.inputOf(run.live("a"))).isEqualTo(Payload.ofJson("{\"input\":{},\"output\":{\"late\":1}}"));
        run.complete("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void lateSuccess_whileItsUndoIsRetried_doesNotChangeTheInputUnderTheSameKey() {
        RunDriver run = RunDriver.start(workflow(silent("a").undo(), task("b")));
        RunDriver.Lease late = run.lose("a");
        run.lease("a");
        run.refuse(RunDriver.completion(late, "{\"late\":1}"));

        run.fail("a", FailureKind.RETRYABLE);

        List<ExecutionRun> all = run.executionsOf("a");
        assertThat(run.idempotencyKey(run.live("a"))).isEqualTo("shop/order/run-1/a:undo");
        assertThat(run.inputOf(run.live("a"))).isEqualTo(run.inputOf(all.get(all.size() - 2)));
    }

    @Test
    void lateSuccess_afterItsUndo_reopensTheEndedRollback() {
        RunDriver run = RunDriver.start(workflow(silent("a").undo(), task("b")));
        RunDriver.Lease late = run.lose("a");
        run.complete("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);

        run.refuse(RunDriver.completion(late, "{}"));

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
        assertThat(run.idempotencyKey(run.live("a"))).isEqualTo("shop/order/run-1/a:undo:2");
        run.complete("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void lateSuccess_sentTwice_isUndoneOnceMoreOnly() {
        RunDriver run = RunDriver.start(workflow(silent("a").undo(), task("b")));
        RunDriver.Lease late = run.lose("a");
        run.complete("a");

        run.refuse(RunDriver.completion(late, "{}"));
        run.refuse(RunDriver.completion(late, "{}"));

        assertThat(run.undoAll()).containsExactly("a", "a");
    }

    @Test
    void lateSuccess_ofATaskUndoneOnlyWhenCompleted_isUndoneNow() {
        RunDriver run = RunDriver.start(workflow(silent("a").undoWhenCompleted(), task("b")));
        RunDriver.Lease late = run.lose("a");
        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);

        run.refuse(RunDriver.completion(late, "{}"));

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
        assertThat(run.idempotencyKey(run.live("a"))).isEqualTo("shop/order/run-1/a:undo");
        run.complete("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(run.cause().code()).isEqualTo("EXECUTION_TIMEOUT");
    }

    @Test
    void lateSuccess_whileItsUndoIsADeadLetter_isUndoneOnceMoreAfterThat() {
        RunDriver run = RunDriver.start(workflow(silent("a").undo(), task("b")));
        RunDriver.Lease late = run.lose("a");
        run.fail("a", FailureKind.FATAL);
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATION_FAILED);

        run.refuse(RunDriver.completion(late, "{}"));
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATION_FAILED);
        run.accept(Operations.resolve("a"));

        assertThat(run.idempotencyKey(run.live("a"))).isEqualTo("shop/order/run-1/a:undo:2");
        run.complete("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void lateSuccess_afterACancelThatFoundNothingToUndo_isUndone() {
        RunDriver run = RunDriver.start(workflow(task("a").undoWhenCompleted()));
        RunDriver.Lease late = run.lose("a");
        run.accept(Operations.cancel());
        assertThat(run.state()).isEqualTo(WorkflowState.CANCELLED);

        run.refuse(RunDriver.completion(late, "{}"));

        assertThat(run.undoAll()).containsExactly("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void lateSuccess_afterACancelThatWantedNoUndo_isOnlyKept() {
        RunDriver run = RunDriver.start(workflow(task("a").undo()));
        RunDriver.Lease held = run.lease("a");
        run.accept(Operations.cancelWithoutUndo());

        run.refuse(RunDriver.completion(held, "{}"));

        assertThat(run.state()).isEqualTo(WorkflowState.CANCELLED);
        assertThat(run.executionsOf("a").get(0).late()).isEqualTo(LateOutcome.LATE_SUCCESS);
    }

    @Test
    void lateSuccess_afterATermination_isOnlyKept() {
        RunDriver run = RunDriver.start(workflow(silent("a").undo(), task("b")));
        RunDriver.Lease late = run.lose("a");
        run.accept(Operations.terminateWithoutUndo());

        run.refuse(RunDriver.completion(late, "{}"));

        assertThat(run.state()).isEqualTo(WorkflowState.TERMINATED);
        assertThat(run.run().liveExecutions()).isEmpty();
    }

    @Test
    void lateSuccess_outsideThePartThatWasUndone_isOnlyKept() {
        RunDriver run = RunDriver.start(
                workflow(silent("a").undo().continueOnError(), task("b").undo(), task("c")));
        RunDriver.Lease late = run.lose("a");
        run.complete("b");
        run.compensate("b", Then.STOP);
        run.undoAll();

        run.refuse(RunDriver.completion(late, "{}"));

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(run.count(LifecycleEvent.WorkflowEnded.class)).isEqualTo(1);
        assertThat(run.undone()).containsExactly("b");
    }

    @Test
    void lateFailure_isKeptAndChangesNothing() {
        RunDriver run = RunDriver.start(workflow(silent("a").undo(), task("b")));
        RunDriver.Lease late = run.lose("a");

        Verdict.Refused refused = run.refuse(RunDriver.failure(late, FailureKind.FATAL));

        assertThat(refused.code()).isEqualTo(ErrorCode.FENCE_STALE);
        assertThat(run.executionsOf("a").get(0).late()).isEqualTo(LateOutcome.LATE_FAILURE);
        assertThat(run.undoAll()).containsExactly("a");
    }

    @Test
    void lateSuccessOfAnUndo_isKeptAndTheUndoGoesOn() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        run.complete("a");
        run.fail("b", FailureKind.FATAL);
        RunDriver.Lease late = run.lose("a");

        run.refuse(RunDriver.completion(late, "{}"));

        assertThat(run.live()).containsExactly("undo a");
        run.complete("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    /** One attempt of five seconds: silence leaves its outcome unknown and fails the run. */
    private static NodeBuilder.Work silent(String id) {
        return task(id).attempts(1).executionTimeout(Duration.ofSeconds(5));
    }
}
