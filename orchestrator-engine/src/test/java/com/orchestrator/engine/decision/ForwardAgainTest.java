package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.any;
import static com.orchestrator.engine.decision.PlanBuilder.atLeast;
import static com.orchestrator.engine.decision.PlanBuilder.choice;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest.Then;
import com.orchestrator.engine.decision.workflow.RetryTask;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.run.TaskRun;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Going forward again, after {@code compensate then: retry} or a retry by hand: what was stopped goes on. */
class ForwardAgainTest {

    @Test
    void thenRetry_runsTheUndoneTasksUnderANewKey() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b").undo(), task("c")));
        run.complete("a", "b");

        run.compensate("b", Then.RETRY);
        run.complete("b");

        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        assertThat(run.undone()).containsExactly("b");
        assertThat(run.idempotencyKey(run.live("b"))).isEqualTo("shop/order/run-1/b@2");
        assertThat(run.live("b").attempt()).isEqualTo(2);
        run.complete("b", "c");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.cause()).isNull();
    }

    @Test
    void cancel_onTheWayBack_goesAllTheWay() {
        RunDriver run = RunDriver.start(
                workflow(task("a").undo(), task("b").undo(), task("c").undo(), task("d")));
        run.complete("a", "b", "c");
        run.compensate("b", Then.RETRY);

        run.apply(Operations.cancel());
        run.apply(Operations.cancel());
        run.undoAll();

        assertThat(run.undone()).containsExactly("c", "b", "a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(run.executionsOf("b")).hasSize(2);
    }

    @Test
    void cancel_onTheWayBackForGood_orWithoutUndo_isRefused() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b").undo(), task("c")));
        run.complete("a", "b");
        run.compensate("b", Then.RETRY);

        assertThat(run.refuse(Operations.cancelWithoutUndo()).code()).isEqualTo(ErrorCode.ILLEGAL_STATE);

        RunDriver stopping =
                RunDriver.start(workflow(task("a").undo(), task("b").undo(), task("c")));
        stopping.complete("a", "b");
        stopping.compensate("b", Then.STOP);
        assertThat(stopping.refuse(Operations.cancel()).code()).isEqualTo(ErrorCode.ILLEGAL_STATE);
    }

    @Test
    void thenRetry_undoesTheSecondRoundUnderItsOwnKey() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        run.complete("a");
        run.compensate("a", Then.RETRY);
        run.complete("a");
        run.complete("a");

        run.fail("b", FailureKind.FATAL);

        assertThat(run.idempotencyKey(run.live("a"))).isEqualTo("shop/order/run-1/a@2:undo");
        run.undoAll();
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void thenRetry_whenNothingHasToBeUndone_goesForwardAtOnce() {
        RunDriver run = RunDriver.start(workflow(task("a"), task("b")));
        run.complete("a");

        run.compensate("a", Then.RETRY);

        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        assertThat(run.live()).containsExactly("a");
    }

    @Test
    void thenRetry_insideABranch_leavesTheOtherBranchDone() {
        RunDriver run = RunDriver.start(workflow(
                all("p").branch(task("a").undo(), task("b").undo())
                        .branch(task("c").undo()),
                task("d")));
        run.complete("a", "c");

        run.compensate("a", Then.RETRY);
        run.complete("a");
        run.complete("a", "b", "d");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.undone()).containsExactly("a");
        assertThat(run.executionsOf("c")).hasSize(1);
    }

    @Test
    void thenRetry_ofABlock_undoesAndRepeatsAllOfIt() {
        RunDriver run = RunDriver.start(workflow(
                task("z").undo(),
                choice("s").otherwise(task("a").undo(), task("b").undo()),
                task("c")));
        run.complete("z", "a", "b");

        run.compensate("s", Then.RETRY);
        run.undoAll();

        assertThat(run.undone()).startsWith("b", "a");
        assertThat(run.executionsOf("z")).hasSize(1);
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void thenRetry_reopensABlockThatWasDone() {
        RunDriver run = RunDriver.start(
                workflow(choice("s").otherwise(task("a").undo(), task("b").undo()), task("c")));
        run.complete("a", "b");

        run.compensate("b", Then.RETRY);
        run.complete("b");
        run.complete("b", "c");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.executionsOf("a")).hasSize(1);
    }

    @Test
    void thenRetry_restartsABranchThatFailedWhileItWasAskedToStop() {
        RunDriver run =
                RunDriver.start(workflow(all("p").branch(task("a").undo()).branch(task("b"))));
        run.complete("a");
        run.lease("b");

        run.compensate("a", Then.RETRY);
        run.fail("b", FailureKind.FATAL);
        run.complete("a");

        assertThat(run.live()).containsExactlyInAnyOrder("a", "b");
        run.complete("a", "b");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void thenRetry_restartsABranchWhoseWorkerWasLostWhileItWasAskedToStop() {
        RunDriver run =
                RunDriver.start(workflow(all("p").branch(task("a").undo()).branch(task("b"))));
        run.complete("a");
        run.lease("b");

        run.compensate("a", Then.RETRY);
        run.lose("b");
        run.complete("a");

        assertThat(run.live()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void thenRetry_keepsWhatAnotherBranchFinishedWhileItWasAskedToStop() {
        RunDriver run = RunDriver.start(
                workflow(all("p").branch(task("a").undo()).branch(task("b").undo(), task("c"))));
        run.complete("a");
        run.lease("b");

        run.compensate("a", Then.RETRY);
        run.complete("b");
        run.complete("a");

        assertThat(run.live()).containsExactlyInAnyOrder("a", "c");
        assertThat(run.undone()).containsExactly("a");
    }

    @Test
    void thenRetry_waitsForASignalAnew() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), PlanBuilder.signal("go", "go"), task("b")));
        run.complete("a");

        run.compensate("a", Then.RETRY);
        run.complete("a");
        run.complete("a");
        run.accept(Operations.signal("go", "1"));

        assertThat(run.live()).containsExactly("b");
    }

    @Test
    void thenRetry_ofTaskThatWasOnlyLookedAt_isItsFirstRound() {
        RunDriver run = RunDriver.start(workflow(
                task("a").undo(),
                task("b").dependsOn("a"),
                task("c").dependsOn("b"),
                task("d").dependsOn("a", "c").undo()));
        run.complete("a");

        run.compensate("a", Then.RETRY);
        run.complete("a");
        run.complete("a", "b", "c", "d");

        assertThat(run.idempotencyKey(run.executionsOf("d").get(0))).isEqualTo("shop/order/run-1/d");
    }

    @Test
    void thenRetry_besideTheTaskThatFailed_isRefusedBecauseTheRunCouldNotGoOn() {
        RunDriver run = RunDriver.start(
                workflow(all("p").branch(task("a").undo()).branch(task("b"))).compensateOn());
        run.complete("a");
        run.fail("b", FailureKind.FATAL);

        Verdict.Refused refused = run.refuse(Operations.compensate("a", Then.RETRY));

        assertThat(refused.message())
                .isEqualTo("Expected to go forward again from task b or one before it, which failed,"
                        + " but a neither is it nor comes before it");
        run.compensate("b", Then.RETRY);
        run.complete("b");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void thenRetry_insideABlockThatFailedOfAnotherTask_isRefused() {
        RunDriver run = RunDriver.start(workflow(
                all("p").branch(task("a").undo()).branch(task("b"), task("c")).continueOnError(), task("d")));
        run.complete("a");
        run.fail("b", FailureKind.FATAL);

        assertThat(run.refuse(Operations.compensate("a", Then.RETRY)).message())
                .isEqualTo("Expected to go forward again from task b or one before it, which failed,"
                        + " but a neither is it nor comes before it");
        run.compensate("p", Then.RETRY);
        run.complete("a");
        run.complete("a", "b", "c", "d");
        assertThat(run.taskState("p")).isEqualTo(TaskRun.State.COMPLETED);
    }

    @Test
    void thenRetry_doesNotReviveTheLosersOfAJoinThatWasReached() {
        RunDriver run = RunDriver.start(workflow(
                any("p").branch(task("a")).branch(choice("s").otherwise(task("b"))),
                task("c").undo(),
                task("d")));
        run.complete("a", "c");

        run.compensate("c", Then.RETRY);
        run.complete("c");

        assertThat(run.live()).containsExactly("c");
        assertThat(run.taskState("s")).isEqualTo(TaskRun.State.CANCELLED);
        assertThat(run.taskState("b")).isEqualTo(TaskRun.State.CANCELLED);
    }

    @Test
    void thenRetry_doesNotStartABranchThatHasFailed() {
        RunDriver run = RunDriver.start(
                workflow(any("p").branch(task("a").dependsOn(), task("b").dependsOn())
                        .branch(task("c").undo(), task("d"))));
        run.fail("a", FailureKind.FATAL);
        run.complete("c");

        run.compensate("c", Then.RETRY);
        run.complete("c");

        assertThat(run.live()).containsExactly("c");
    }

    @Test
    void lateSuccessOfAnEarlierRound_saysNothingAboutThisOne() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        RunDriver.Lease first = run.lose("a");
        run.compensate("a", Then.RETRY);
        run.complete("a");

        run.refuse(RunDriver.completion(first, "{}"));
        run.fail("a", FailureKind.FATAL);

        assertThat(run.undoAll()).containsExactly("a", "a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(run.executionsOf("a").stream().map(run::idempotencyKey))
                .noneMatch(key -> key.startsWith("shop/order/run-1/a@2:undo"));
    }

    @Test
    void deadline_ofARunThatGoesForwardAgain_leavesItTheTimeItHadLeft() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")).executionTimeout(Duration.ofMinutes(10)));
        run.complete("a");
        run.moveClock(Duration.ofMinutes(4));
        run.compensate("a", Then.RETRY);
        run.moveClock(Duration.ofHours(1));
        run.complete("a");

        run.pass(Duration.ofMinutes(5));
        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        run.pass(Duration.ofMinutes(1));

        assertThat(run.cause().code()).isEqualTo("DEADLINE_EXCEEDED");
    }

    @Test
    void totalTimeout_ofATaskThatWasStopped_countsFromItsRestart() {
        RunDriver run = RunDriver.start(
                workflow(all("p").branch(task("a").undo()).branch(task("b").totalTimeout(Duration.ofMinutes(10)))));
        run.complete("a");
        run.moveClock(Duration.ofMinutes(9));
        run.compensate("a", Then.RETRY);
        run.complete("a");

        run.pass(Duration.ofMinutes(9));
        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        run.pass(Duration.ofMinutes(1));

        assertThat(run.cause().code()).isEqualTo("TOTAL_TIMEOUT");
    }

    // ---- retry by hand of the task a run failed of

    @Test
    void retryByHand_afterFailureThatUndidNothing_goesOnWhereItStopped() {
        RunDriver run =
                RunDriver.start(workflow(task("a"), all("p").branch(task("b")).branch(task("c")), task("d")));
        run.complete("a");
        run.fail("b", FailureKind.FATAL);
        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);

        run.accept(Operations.retry("b"));
        run.complete("b", "c", "d");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.executionsOf("a")).hasSize(1);
    }

    @Test
    void retryByHand_restartsASiblingThatFailedWhileItWasAskedToStop() {
        RunDriver run = RunDriver.start(workflow(all("p").branch(task("a")).branch(task("b"))));
        run.lease("b");
        run.fail("a", FailureKind.FATAL);
        run.fail("b", FailureKind.FATAL);
        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);

        run.accept(Operations.retry("a"));

        assertThat(run.live()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void retryByHand_ofATaskTheRunDidNotFailOf_isRefused() {
        RunDriver run = RunDriver.start(workflow(task("a").continueOnError(), task("b")));
        run.fail("a", FailureKind.FATAL);
        run.fail("b", FailureKind.FATAL);

        Verdict.Refused refused = run.refuse(Operations.retry("a"));

        assertThat(refused.message()).isEqualTo("Expected to retry task b, which the run failed of, but it is a");
        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
    }

    @Test
    void retryByHand_bringsBackTheSiblingsThatWereDroppedWithTheBranch() {
        RunDriver run = RunDriver.start(workflow(atLeast(2, "p")
                .branch(task("x").dependsOn(), task("y").dependsOn())
                .branch(task("b"))));
        run.fail("x", FailureKind.FATAL);
        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);

        run.accept(Operations.retry("x"));
        run.complete("x", "y", "b");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void retryByHand_withOtherInput_handsThatOut() {
        RunDriver run = RunDriver.start(workflow(task("a").input(Expressions.json("{\"n\":1}"))));
        run.fail("a", FailureKind.FATAL);

        run.accept(new RetryTask(NodeKey.of("a"), Payload.ofJson("{\"n\":2}"), "typo"));

        assertThat(run.inputOf(run.live("a"))).isEqualTo(Payload.ofJson("{\"n\":2}"));
        assertThat(run.idempotencyKey(run.live("a"))).isEqualTo("shop/order/run-1/a");
    }

    @Test
    void incidentOfARunThatEnded_isGoneWhenTheRunGoesOn() {
        RunDriver run = RunDriver.start(
                workflow(all("p").branch(task("a")).branch(task("b")).branch(task("c")))
                        .compensateOn());
        RunDriver.Lease held = run.lease("b");
        run.fail("a", FailureKind.SUSPEND);
        run.fail(held, FailureKind.FATAL);

        run.accept(Operations.retry("b"));
        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        run.complete("a", "b");
        run.fail("c", FailureKind.SUSPEND);

        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
    }

    @Test
    void retryByHand_afterSomethingWasUndone_isRefused() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        run.complete("a");
        run.fail("b", FailureKind.FATAL);
        run.undoAll();

        Verdict.Refused refused = run.refuse(Operations.retry("b"));

        assertThat(refused.message()).contains("it is COMPENSATED; use compensate with 'then: retry'");
    }

    @Test
    void retryByHand_duringARollback_isRefused() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        run.complete("a");
        run.fail("b", FailureKind.FATAL);

        run.refuse(Operations.retry("b"));

        assertThat(run.live()).containsExactly("undo a");
    }

    @Test
    void compensate_ofARunThatWasReopenedAndFailedWithoutUndo_isAccepted() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")).compensateOn());
        run.complete("a");
        run.compensate("b", Then.RETRY);
        run.fail("b", FailureKind.FATAL);
        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);

        run.compensate(null, Then.STOP);

        assertThat(run.undoAll()).containsExactly("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void cancel_afterGoingForwardAgain_rollsBackLikeAnyOther() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b").undo(), task("c")));
        run.complete("a", "b");
        run.compensate("b", Then.RETRY);
        run.complete("b");
        run.complete("b");

        run.apply(Operations.cancel());

        assertThat(run.undoAll()).containsExactly("b", "b", "a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }
}
