package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.any;
import static com.orchestrator.engine.decision.PlanBuilder.choice;
import static com.orchestrator.engine.decision.PlanBuilder.fail;
import static com.orchestrator.engine.decision.PlanBuilder.signal;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.api.request.CompensateRequest.Then;
import com.orchestrator.engine.decision.rollback.CompensationPlan;
import com.orchestrator.engine.decision.workflow.CompensateWorkflow;
import com.orchestrator.engine.decision.workflow.RetryTask;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.RunEvent;
import com.orchestrator.engine.history.UndoTarget;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code pivot: true}: once it has completed, the run only goes forward, unless a person forces it back. */
class PivotTest {

    private static PlanBuilder chain() {
        return workflow(
                task("a").undo(),
                task("b").undo().pivot().savepoint("paid"),
                task("c").attempts(2).undo(),
                task("d").undo());
    }

    private static RunDriver past() {
        RunDriver run = RunDriver.start(chain());
        run.complete("a", "b");
        return run;
    }

    private static CompensateWorkflow compensate(@Nullable String from, boolean force, @Nullable String reason) {
        return new CompensateWorkflow(new CompensateRequest(from, null, Then.STOP, null, force, reason));
    }

    // ---- failures

    @Test
    void beforeIt_aFailureUndoesEverything() {
        RunDriver run = RunDriver.start(chain());
        run.complete("a");

        run.fail("b", FailureKind.FATAL);

        assertThat(run.undoAll()).containsExactly("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void afterIt_aTaskIsTriedWithoutLimit() {
        RunDriver run = past();

        for (int i = 0; i < 10; i++) {
            run.fail("c", FailureKind.RETRYABLE);
        }

        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        run.complete("c", "d");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.executionsOf("c")).hasSize(11);
    }

    @Test
    void afterIt_aFailureForGoodSuspendsTheRun_andNothingIsUndone() {
        RunDriver run = past();

        run.fail("c", FailureKind.FATAL);

        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
        assertThat(run.task("c").incident().code()).isEqualTo("BROKEN");
        run.accept(Operations.retry("c"));
        run.complete("c", "d");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.undone()).isEmpty();
    }

    @Test
    void afterIt_aBusinessNoSuspendsTheRun() {
        RunDriver run = past();

        run.fail("c", FailureKind.COMPENSATE);

        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
    }

    @Test
    void skippedPivot_isNotPassed() {
        RunDriver run = RunDriver.start(
                workflow(task("a").undo(), task("b").onlyIf(Expressions.never()).pivot(), task("c")));
        run.complete("a");

        run.fail("c", FailureKind.FATAL);

        assertThat(run.undoAll()).containsExactly("a");
    }

    @Test
    void blockAsPivot_isPassedWhenAllOfItIsDone() {
        RunDriver run = RunDriver.start(workflow(
                task("a").undo(), all("p").branch(task("b")).branch(task("c")).pivot(), task("d")));
        run.complete("a", "b");
        run.fail("c", FailureKind.FATAL);
        assertThat(run.undoAll()).containsExactly("a");

        RunDriver other = RunDriver.start(workflow(
                task("a").undo(), all("p").branch(task("b")).branch(task("c")).pivot(), task("d")));
        other.complete("a", "b", "c");
        other.fail("d", FailureKind.FATAL);
        assertThat(other.state()).isEqualTo(WorkflowState.SUSPENDED);
    }

    @Test
    void besideIt_aBranchThatFailsSuspendsTheRun_too() {
        RunDriver run = RunDriver.start(
                workflow(all("p").branch(task("a").pivot()).branch(task("b").undo(), task("c"))));
        run.complete("b", "a");

        run.fail("c", FailureKind.FATAL);

        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
    }

    @Test
    void failureThatNeverReachesTheRun_isNoConcernOfThePivot() {
        RunDriver run = RunDriver.start(workflow(
                task("a").pivot(),
                task("b").attempts(1).continueOnError(),
                any("p").branch(task("c").attempts(1)).branch(task("d").attempts(1)),
                choice("s").otherwise(task("e").attempts(1)).continueOnError(),
                task("f")));
        run.complete("a");

        run.fail("b", FailureKind.RETRYABLE);
        run.fail("c", FailureKind.RETRYABLE);
        assertThat(run.live()).containsExactly("d");
        run.fail("d", FailureKind.RETRYABLE);
        assertThat(run.live()).as("the last branch must succeed").containsExactly("d");
        run.complete("d");
        run.fail("e", FailureKind.RETRYABLE);

        assertThat(run.live()).containsExactly("f");
    }

    @Test
    void afterIt_onFailureUndoesNothing() {
        RunDriver run = RunDriver.start(workflow(
                task("a").undo().savepoint("s"),
                all("p").branch(task("b").pivot())
                        .branch(task("c").undo(), task("d").attempts(1).onFailure("s", 3))));
        run.complete("a", "c", "b");

        run.fail("d", FailureKind.RETRYABLE);
        assertThat(run.live()).containsExactly("d");
        run.fail("d", FailureKind.FATAL);

        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
    }

    @Test
    void lostWorkers_suspendTheRun() {
        RunDriver run = past();

        run.lose("c");
        run.lose("c");
        run.lose("c");

        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
        assertThat(run.task("c").incident().code()).isEqualTo("POISON");
    }

    // ---- tasks that no worker has failed

    @Test
    void signalThatDoesNotCome_suspendsTheRun_andIsStillTakenWhenItComes() {
        RunDriver run = RunDriver.start(
                workflow(task("a").pivot(), signal("s", "go").timeout(Duration.ofMinutes(1)), task("b")));
        run.complete("a");

        run.pass(Duration.ofMinutes(1));
        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
        assertThat(run.pass(Duration.ofMinutes(1))).as("asked once").isEmpty();
        run.accept(Operations.signal("go", "1"));

        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        assertThat(run.live()).containsExactly("b");
    }

    @Test
    void signalThatDoesNotCome_retriedByHand_waitsAnew() {
        RunDriver run =
                RunDriver.start(workflow(task("a").pivot(), signal("s", "go").timeout(Duration.ofMinutes(1))));
        run.complete("a");
        run.pass(Duration.ofMinutes(1));

        run.accept(Operations.retry("s"));

        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        run.pass(Duration.ofSeconds(59));
        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        run.pass(Duration.ofSeconds(1));
        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
    }

    @Test
    void failTask_suspendsTheRun_andCanBeSkipped() {
        RunDriver run = RunDriver.start(workflow(task("a").pivot(), fail("no", "NO"), task("b")));
        run.complete("a");
        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);

        run.accept(Operations.retry("no"));
        assertThat(run.state()).as("it fails whenever it is tried").isEqualTo(WorkflowState.SUSPENDED);
        run.accept(Operations.skip("no"));

        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        assertThat(run.live()).containsExactly("b");
    }

    @Test
    void inputThatCannotBeEvaluated_suspendsTheRun_andIsGivenByHand() {
        RunDriver run = RunDriver.start(workflow(task("a").pivot(), task("b").input(Expressions.broken())));
        run.complete("a");
        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);

        run.accept(Operations.resolve("b"));
        assertThat(run.state()).as("still broken").isEqualTo(WorkflowState.SUSPENDED);
        run.accept(new RetryTask(NodeKey.of("b"), Payload.ofJson("{\"x\":1}"), "mended"));

        assertThat(run.inputOf(run.live("b"))).isEqualTo(Payload.ofJson("{\"x\":1}"));
        run.complete("b");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void blockThatCannotBegin_isNotEnteredWhenTheRunGoesOn() {
        RunDriver run = RunDriver.start(workflow(
                task("a").pivot(),
                all("both")
                        .branch(all("p").branch(task("b")).onlyIf(Expressions.brokenCondition()))
                        .branch(task("c"))));
        run.complete("a");
        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);

        run.accept(Operations.skip("c"));

        assertThat(run.find("b")).isEmpty();
    }

    @Test
    void totalTimeout_suspendsTheRun_once() {
        RunDriver run =
                RunDriver.start(workflow(task("a").pivot(), task("b").totalTimeout(Duration.ofMinutes(1)), task("c")));
        run.complete("a");
        run.lease("b");

        run.pass(Duration.ofMinutes(1));
        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
        assertThat(run.run().timerDueAt()).isNull();
        run.accept(Operations.retry("b"));
        run.complete("b", "c");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void brokenOutput_endsTheRunWithoutUndo() {
        RunDriver run = RunDriver.start(workflow(task("a").undo().pivot()).output(Expressions.broken()));

        run.complete("a");

        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
        assertThat(run.cause().code()).isEqualTo("OUTPUT_FAILED");
        assertThat(run.undone()).isEmpty();
    }

    // ---- deadline

    @Test
    void deadline_isPassedAndSeen_andTheRunGoesOn() {
        RunDriver run = RunDriver.start(chain().executionTimeout(Duration.ofHours(1)));
        run.complete("a", "b");

        assertThat(RunDriver.names(run.pass(Duration.ofHours(1)))).containsExactly("DeadlinePassed");

        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        assertThat(run.run().timerDueAt()).isNull();
        run.complete("c", "d");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    // ---- people

    @Test
    void cancel_isRefused_unlessNothingIsToBeUndone() {
        RunDriver run = past();

        Verdict.Refused refused = run.refuse(Operations.cancel());
        assertThat(refused.code()).isEqualTo(ErrorCode.PIVOT_PASSED);
        assertThat(refused.message()).contains("b has completed").contains("'force: true'");
        run.accept(Operations.cancelWithoutUndo());

        assertThat(run.state()).isEqualTo(WorkflowState.CANCELLED);
    }

    @Test
    void cancel_ofADefinitionThatUndoesNothingThen_isAccepted() {
        RunDriver run = RunDriver.start(chain().compensateOn());
        run.complete("a", "b");

        run.accept(Operations.cancel());

        assertThat(run.state()).isEqualTo(WorkflowState.CANCELLED);
    }

    @Test
    void terminateWithUndo_isRefused() {
        RunDriver run = past();

        assertThat(run.refuse(Operations.terminateWithUndo()).code()).isEqualTo(ErrorCode.PIVOT_PASSED);
        run.accept(Operations.terminateWithoutUndo());

        assertThat(run.state()).isEqualTo(WorkflowState.TERMINATED);
    }

    @Test
    void compensateAcrossIt_needsForceAndAReason() {
        RunDriver run = past();
        run.complete("c");

        assertThat(run.refuse(compensate(null, false, "why")).code()).isEqualTo(ErrorCode.PIVOT_PASSED);
        assertThat(run.refuse(compensate("b", false, "why")).code()).isEqualTo(ErrorCode.PIVOT_PASSED);
        assertThat(run.refuse(compensate(null, true, null)).code()).isEqualTo(ErrorCode.PIVOT_PASSED);
        RunEvent first = run.accept(compensate(null, true, "why")).get(0);

        assertThat(((LifecycleEvent.RollbackStarted) first).crossedPivots()).containsExactly("b");
        assertThat(run.undoAll()).containsExactly("c", "b", "a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void compensateBehindIt_needsNoForce() {
        RunDriver run = past();
        run.complete("c");

        run.compensateTo("paid", Then.RETRY);
        run.complete("c");

        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        run.fail("c", FailureKind.FATAL);
        assertThat(run.state()).as("the pivot is still passed").isEqualTo(WorkflowState.SUSPENDED);
    }

    @Test
    void compensateInsideAPivotBlock_needsForce() {
        RunDriver run = RunDriver.start(
                workflow(all("p").branch(task("a").undo(), task("b").undo()).pivot(), task("c")));
        run.complete("a", "b");

        assertThat(run.refuse(compensate("b", false, "why")).code()).isEqualTo(ErrorCode.PIVOT_PASSED);
        assertThat(CompensationPlan.of(run.run(), UndoTarget.from("b")).crossedPivots())
                .containsExactly("p");
    }

    @Test
    void forwardAgainFromBeforeIt_hasNotPassedItAnyMore() {
        RunDriver run = past();
        run.accept(new CompensateWorkflow(new CompensateRequest("a", null, Then.RETRY, null, true, "why")));
        run.complete("b", "a");
        run.complete("a");

        run.fail("b", FailureKind.FATAL);

        assertThat(run.undoAll()).containsExactly("b", "a", "a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void plan_showsThePivots_andItsHashKnowsThem() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b").pivot(), task("c")));
        run.complete("a");
        CompensationPlan before = CompensationPlan.of(run.run(), UndoTarget.EVERYTHING);

        run.complete("b");
        CompensationPlan after = CompensationPlan.of(run.run(), UndoTarget.EVERYTHING);

        assertThat(before.crossedPivots()).isEmpty();
        assertThat(after.crossedPivots()).containsExactly("b");
        assertThat(after.items()).hasSameSizeAs(before.items());
        assertThat(after.hash()).isNotEqualTo(before.hash());
    }
}
