package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.assign;
import static com.orchestrator.engine.decision.PlanBuilder.choice;
import static com.orchestrator.engine.decision.PlanBuilder.sleep;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest.Then;
import com.orchestrator.engine.decision.workflow.RetryTask;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.plan.RetryPolicy;
import com.orchestrator.engine.plan.SagaPlan.Order;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.TaskRun;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is undone (5.1), recorded with the step (5.2), after everything forward has stopped (5.4), once (5.5). */
class RollbackTest {

    // ---- 5.1 what is undone

    @Test
    void completedTask_isUndone() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b"), task("c")));
        run.complete("a", "b");

        run.fail("c", FailureKind.FATAL);

        assertThat(run.live()).containsExactly("undo a");
        assertThat(run.live("a").mayNotHaveHappened()).isFalse();
        run.complete("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"FATAL", "COMPENSATE"})
    void failureThatSaysNothingHappened_isNotUndone(FailureKind kind) {
        RunDriver run = RunDriver.start(workflow(task("a").undo()));

        run.fail("a", kind);

        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
        assertThat(run.executionsOf("a")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"RETRYABLE", "UNKNOWN", "CANCELLED"})
    void failureThatMayHaveHappened_isUndoneAndSaysSo(FailureKind kind) {
        RunDriver run = RunDriver.start(workflow(task("a").undo().attempts(1)));

        run.fail("a", kind);

        assertThat(run.live("a").mayNotHaveHappened()).isTrue();
        assertThat(run.undoAll()).containsExactly("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void incidentThatIsCancelled_isUndone() {
        RunDriver run = RunDriver.start(workflow(task("a").undo()));
        run.fail("a", FailureKind.SUSPEND);

        run.accept(Operations.cancel());

        assertThat(run.undoAll()).containsExactly("a");
    }

    @Test
    void lostWorker_isUndoneEvenIfALaterAttemptSaysNothingHappened() {
        RunDriver run = RunDriver.start(workflow(task("a").undo()));
        run.lose("a");

        run.fail("a", FailureKind.FATAL);

        assertThat(run.live("a").mayNotHaveHappened()).isTrue();
    }

    @Test
    void doubtThatALaterSuccessSettled_isNoDoubt() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        run.lose("a");
        run.complete("a");

        run.fail("b", FailureKind.FATAL);

        assertThat(run.live("a").mayNotHaveHappened()).isFalse();
        assertThat(run.undoAll()).containsExactly("a");
    }

    @Test
    void undoWhenCompleted_leavesDoubtAlone() {
        RunDriver run = RunDriver.start(workflow(task("a").undoWhenCompleted().attempts(1)));

        run.fail("a", FailureKind.UNKNOWN);

        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
    }

    @Test
    void skippedTask_isNotUndone() {
        RunDriver run = RunDriver.start(workflow(
                task("a").undo().onlyIf(Expressions.never()),
                choice("s").when(Expressions.never(), task("b").undo()),
                task("c")));

        run.fail("c", FailureKind.FATAL);

        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
    }

    @Test
    void runWithoutSaga_failsWithoutUndo() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")).compensateOn());
        run.complete("a");

        run.fail("b", FailureKind.FATAL);

        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
        assertThat(run.run().wasRolledBack()).isFalse();
    }

    @Test
    void attemptHeldWhileARunWithoutSagaFails_canBeUndoneByHandLater() {
        RunDriver run = RunDriver.start(
                workflow(all("p").branch(task("a").undo()).branch(task("b"))).compensateOn());
        run.lease("a");
        run.fail("b", FailureKind.FATAL);
        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);

        run.compensate(null, Then.STOP);

        assertThat(run.live("a").mayNotHaveHappened()).isTrue();
        assertThat(run.inputOf(run.live("a"))).isEqualTo(Payload.ofJson("{\"input\":{},\"output\":{}}"));
    }

    // ---- 5.2 recorded with the step

    @Test
    void undoInput_isRecordedInTheCommitOfTheOutcome() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")), "{\"order\":7}");

        var events = run.complete("a");

        assertThat(RunDriver.names(events)).containsSubsequence("TaskCompleted", "UndoRecorded", "TaskScheduled");
        run.fail("b", FailureKind.FATAL);
        assertThat(run.inputOf(run.live("a")))
                .isEqualTo(Payload.ofJson("{\"input\":{\"order\":7},\"output\":{\"did\":\"a\"}}"));
    }

    @Test
    void undoInput_doesNotSeeLaterVariables() {
        RunDriver run = RunDriver.start(workflow(
                assign("v1", "{\"v\":1}"),
                task("a").undo(Expressions.template(scope -> scope.root("vars"))),
                assign("v2", "{\"v\":2}"),
                task("b")));
        run.complete("a");

        run.fail("b", FailureKind.FATAL);

        assertThat(run.inputOf(run.live("a"))).isEqualTo(Payload.ofJson("{\"v\":1}"));
    }

    @Test
    void undoInput_ofAnUnknownOutcome_hasAnEmptyOutputAndTheError() {
        RunDriver run = RunDriver.start(workflow(task("a")
                .undo(Expressions.template(scope -> Payload.ofJson("[" + scope.root("output") + ","
                        + scope.root("error").tree().path("code") + "]")))
                .attempts(1)));

        run.fail("a", FailureKind.UNKNOWN);

        assertThat(run.inputOf(run.live("a"))).isEqualTo(Payload.ofJson("[{},\"BROKEN\"]"));
    }

    @Test
    void undoInput_ofASuccess_hasTheOutputAndAnEmptyError() {
        RunDriver run = RunDriver.start(workflow(
                task("a")
                        .undo(Expressions.template(
                                scope -> Payload.ofJson("[" + scope.root("output") + "," + scope.root("error") + "]"))),
                task("b")));
        run.complete("a");

        run.fail("b", FailureKind.FATAL);

        assertThat(run.inputOf(run.live("a"))).isEqualTo(Payload.ofJson("[{\"did\":\"a\"},{}]"));
    }

    @Test
    void undoInput_thatCannotBeEvaluated_isADeadLetterAndNotForgotten() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(Expressions.broken()), task("b")));
        run.complete("a");

        run.fail("b", FailureKind.FATAL);

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATION_FAILED);
        assertThat(run.task("a").undo().error().code()).isEqualTo("UNDO_INPUT_FAILED");
        run.accept(new RetryTask(NodeKey.of("a"), Payload.ofJson("{\"by\":\"hand\"}"), "known now"));
        assertThat(run.inputOf(run.live("a"))).isEqualTo(Payload.ofJson("{\"by\":\"hand\"}"));
        run.undoAll();
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void undoInput_thatCannotBeEvaluated_keepsItsReasonOverARetryWithoutInput() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(Expressions.broken()), task("b")));
        run.complete("a");
        run.fail("b", FailureKind.FATAL);

        run.accept(Operations.retry("a"));

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATION_FAILED);
        assertThat(run.task("a").undo().error().code()).isEqualTo("UNDO_INPUT_FAILED");
    }

    @Test
    void undoKey_isTheForwardKeyWithAMark_overAllAttempts() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        run.complete("a");
        run.fail("b", FailureKind.FATAL);

        run.fail("a", FailureKind.RETRYABLE);
        run.lose("a");
        run.complete("a");

        assertThat(run.executionsOf("a").stream().map(run::idempotencyKey))
                .containsExactly(
                        "shop/order/run-1/a",
                        "shop/order/run-1/a:undo",
                        "shop/order/run-1/a:undo",
                        "shop/order/run-1/a:undo");
    }

    // ---- 5.4 stop first

    @Test
    void rollback_cancelsWhatIsReadyAndAsksWhatIsLeasedToStop() {
        RunDriver run = RunDriver.start(workflow(all("p").branch(task("a"))
                .branch(task("b").undo())
                .branch(task("c"))
                .branch(sleep("w", "1h"))));
        run.lease("b");

        run.fail("a", FailureKind.FATAL);

        assertThat(run.executionsOf("c").get(0).state()).isEqualTo(ExecutionState.CANCELLED);
        assertThat(run.live()).containsExactly("b");
        assertThat(run.live("b").cancelDeadline()).isEqualTo(run.now().plusSeconds(30));
        assertThat(run.run().waitingTasks()).isEmpty();
        assertThat(run.run().timerDueAt()).isNull();
    }

    @Test
    void attemptAskedToStop_thatSucceedsAllTheSame_isUndoneAndLeadsNowhere() {
        RunDriver run = RunDriver.start(
                workflow(all("p").branch(task("a")).branch(task("b").undo(), task("c")), task("d")));
        run.lease("b");
        run.fail("a", FailureKind.FATAL);
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);

        run.complete("b");

        assertThat(run.live()).containsExactly("undo b");
        assertThat(run.executionsOf("c")).isEmpty();
    }

    @Test
    void attemptAskedToStop_isNotTriedAgain() {
        RunDriver run = RunDriver.start(
                workflow(all("p").branch(task("a")).branch(task("b").undo())));
        run.lease("b");
        run.fail("a", FailureKind.FATAL);

        run.fail("b", FailureKind.RETRYABLE);

        assertThat(run.live()).containsExactly("undo b");
        assertThat(run.taskState("b")).isEqualTo(TaskRun.State.CANCELLED);
    }

    @Test
    void attemptAskedToStop_thatIsReleased_isOverAndDidNotHappen() {
        RunDriver run = RunDriver.start(
                workflow(all("p").branch(task("a")).branch(task("b").undo())));
        RunDriver.Lease held = run.lease("b");
        run.fail("a", FailureKind.FATAL);

        run.release(held);

        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
        run.release(held);
    }

    @Test
    void undo_waitsUntilItsOwnForwardLeaseIsOver_alsoInParallelOrder() {
        RunDriver run = RunDriver.start(workflow(all("p").branch(task("a").undo())
                        .branch(task("b").undo())
                        .branch(task("c").undo()))
                .order(Order.PARALLEL));
        run.complete("c");
        run.lose("b");
        run.lease("b");

        run.fail("a", FailureKind.FATAL);

        assertThat(run.live()).containsExactlyInAnyOrder("b", "undo c");
        assertThat(run.live("b").kind()).isEqualTo(ExecutionKind.ACTION);
        run.expire("b");
        assertThat(run.live()).containsExactlyInAnyOrder("undo b", "undo c");
    }

    @Test
    void rollback_waitsForForwardWorkEvenIfItHasNothingToUndo() {
        RunDriver run = RunDriver.start(workflow(all("p").branch(task("a")).branch(task("b"))));
        run.lease("b");

        run.fail("a", FailureKind.FATAL);

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
        run.expire("b");
        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
    }

    // ---- 5.5 log before act, and no undo twice

    @Test
    void decisionToRollBack_standsInTheLogBeforeTheFirstUndo() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        run.complete("a");

        var events = RunDriver.names(run.fail("b", FailureKind.FATAL));

        assertThat(events).containsExactly("TaskFailed", "TaskGaveUp", "RollbackStarted", "TaskScheduled");
    }

    @Test
    void acceptedUndo_isNotRepeated() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b").undo(), task("c")));
        run.complete("a", "b");
        run.fail("c", FailureKind.FATAL);
        RunDriver.Lease undo = run.lease("b");
        run.complete(undo, "{}");

        assertThat(run.complete(undo, "{}")).isEmpty();

        assertThat(run.undoAll()).containsExactly("b", "a");
    }

    @Test
    void undoThatFails_isRetriedByItsOwnPolicy() {
        RunDriver run = RunDriver.start(workflow(task("a").undoAttempts(3), task("b")));
        run.complete("a");
        run.fail("b", FailureKind.FATAL);

        run.fail("a", FailureKind.RETRYABLE);
        run.fail("a", FailureKind.UNKNOWN);
        run.complete("a");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(run.executionsOf("a").stream().map(ExecutionRun::attempt)).containsExactly(1, 1, 2, 3);
    }

    // ---- endings

    @Test
    void cause_isTheFirstReason_whateverTheRollbackMeets() {
        RunDriver run = RunDriver.start(workflow(
                all("p").branch(task("a").attempts(2)).branch(task("b").undo().attempts(1))));
        run.lease("b");
        run.fail("a", FailureKind.RETRYABLE);
        run.fail("a", FailureKind.RETRYABLE);

        run.fail("b", FailureKind.UNKNOWN);
        run.undoAll();

        assertThat(run.cause()).isEqualTo(new Cause(Cause.Kind.FAILED, "BROKEN", null, "a", 2));
    }

    @Test
    void pauseDuringUndo_holdsTheNextUndoAndLetsTheRunningOneReport() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b").undo(), task("c")));
        run.complete("a", "b");
        run.fail("c", FailureKind.FATAL);
        run.lease("b");

        run.accept(Operations.pause());
        run.complete("b");

        assertThat(run.state()).isEqualTo(WorkflowState.PAUSED);
        assertThat(run.live("a").held()).isTrue();
        run.accept(Operations.resume());
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
        assertThat(run.undoAll()).containsExactly("b", "a");
    }

    @Test
    void failureWhilePaused_rollsBackOnlyAfterTheResume() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        run.complete("a");
        run.lease("b");
        run.accept(Operations.pause());

        run.fail("b", FailureKind.FATAL);

        assertThat(run.state()).isEqualTo(WorkflowState.PAUSED);
        assertThat(run.live("a").held()).isTrue();
        run.accept(Operations.resume());
        assertThat(run.live("a").held()).isFalse();
    }

    @Test
    void pauseDuringUndo_doesNotUseUpTheUndosTime() {
        RunDriver run = RunDriver.start(workflow(task("a").undoRetry(RetryPolicy.UNDO_DEFAULT), task("b")));
        run.complete("a");
        run.fail("b", FailureKind.FATAL);

        run.accept(Operations.pause());
        run.moveClock(Duration.ofHours(48));
        run.accept(Operations.resume());
        run.fail("a", FailureKind.RETRYABLE);

        assertThat(run.live()).containsExactly("undo a");
    }
}
