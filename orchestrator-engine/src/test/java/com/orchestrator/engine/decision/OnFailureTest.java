package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.any;
import static com.orchestrator.engine.decision.PlanBuilder.choice;
import static com.orchestrator.engine.decision.PlanBuilder.fail;
import static com.orchestrator.engine.decision.PlanBuilder.sleep;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest.Then;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.Scope;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code onFailure}: back to a save-point, and from there forward again, so many times and no more. */
class OnFailureTest {

    private static PlanBuilder chain(int rounds) {
        return workflow(
                task("a").undo().savepoint("s"),
                task("b").undo(),
                task("c").undo().onFailure("s", rounds),
                task("d"));
    }

    private static RunDriver failedOnce(int rounds) {
        RunDriver run = RunDriver.start(chain(rounds));
        run.complete("a", "b");
        run.fail("c", FailureKind.FATAL);
        return run;
    }

    private static List<LifecycleEvent.RollbackStarted> rollbacks(RunDriver run) {
        return run.events().stream()
                .filter(LifecycleEvent.RollbackStarted.class::isInstance)
                .map(LifecycleEvent.RollbackStarted.class::cast)
                .toList();
    }

    @Test
    void retry_undoesBackToTheSavepoint_andGoesForwardAgain() {
        RunDriver run = failedOnce(1);
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
        assertThat(run.live()).containsExactly("undo b");

        run.complete("b");

        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        assertThat(run.cause()).isNull();
        assertThat(run.idempotencyKey(run.live("b"))).isEqualTo("shop/order/run-1/b@2");
        run.complete("b", "c", "d");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.undone()).containsExactly("b");
    }

    @Test
    void everyRound_isCountedInTheHistory() {
        RunDriver run = failedOnce(2);
        run.complete("b");
        run.complete("b");
        run.fail("c", FailureKind.FATAL);

        assertThat(rollbacks(run))
                .extracting(LifecycleEvent.RollbackStarted::round)
                .containsExactly(1, 2);
        assertThat(rollbacks(run)).allSatisfy(rollback -> {
            assertThat(rollback.roundsMax()).isEqualTo(2);
            assertThat(rollback.onFailureOf()).isEqualTo("c");
            assertThat(rollback.toSavepoint()).isEqualTo("s");
            assertThat(rollback.cause().code()).isEqualTo("BROKEN");
        });
    }

    /** What round one did and undid, round two does and undoes again: each effect under its own key, each once. */
    @Test
    void roundsUsedUp_undoesEverything_eachEffectOnce() {
        RunDriver run = failedOnce(1);
        run.complete("b");
        run.complete("b");

        run.fail("c", FailureKind.FATAL);
        run.undoAll();

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(run.undone()).containsExactly("b", "b", "a");
        assertThat(run.executionsOf("b").stream().map(run::idempotencyKey))
                .containsExactly(
                        "shop/order/run-1/b",
                        "shop/order/run-1/b:undo",
                        "shop/order/run-1/b@2",
                        "shop/order/run-1/b@2:undo");
        assertThat(rollbacks(run))
                .last()
                .extracting(LifecycleEvent.RollbackStarted::round)
                .isNull();
        assertThat(run.cause().taskId()).isEqualTo("c");
    }

    @Test
    void fail_undoesBackToTheSavepoint_andEnds() {
        RunDriver run = failedOnce(0);

        run.undoAll();

        assertThat(run.undone()).containsExactly("b");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(run.cause().code()).isEqualTo("BROKEN");
        assertThat(rollbacks(run).get(0).round()).isNull();
    }

    @Test
    void retry_givesEveryTaskItsAttemptsAnew() {
        RunDriver run = RunDriver.start(
                workflow(task("a").savepoint("s"), task("b").attempts(2).undo().onFailure("s", 1)));
        run.complete("a");
        run.fail("b", FailureKind.RETRYABLE);
        run.fail("b", FailureKind.RETRYABLE);
        run.complete("b");

        run.fail("b", FailureKind.RETRYABLE);

        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        assertThat(run.live()).containsExactly("b");
        assertThat(run.live("b").attempt()).isEqualTo(4);
    }

    @Test
    void ofABlock_isMeantForEverythingInside() {
        RunDriver run = RunDriver.start(workflow(
                task("a").undo().savepoint("s"),
                all("p").branch(task("b").undo()).branch(task("c")).onFailure("s", 1)));
        run.complete("a", "b");

        run.fail("c", FailureKind.FATAL);
        run.complete("b");

        assertThat(rollbacks(run).get(0).onFailureOf()).isEqualTo("p");
        assertThat(rollbacks(run).get(0).cause().taskId()).isEqualTo("c");
        assertThat(run.live()).containsExactlyInAnyOrder("b", "c");
    }

    @Test
    void innermost_comesFirst_andTheOuterOneWhenItsRoundsAreUsedUp() {
        RunDriver run = RunDriver.start(workflow(
                task("a").undo().savepoint("outer"),
                choice("s")
                        .otherwise(
                                task("b").undo().savepoint("inner"), task("c").onFailure("inner", 1))
                        .onFailure("outer", 1)));
        run.complete("a", "b");

        run.fail("c", FailureKind.FATAL);
        assertThat(run.live()).containsExactly("c");
        run.fail("c", FailureKind.FATAL);
        assertThat(run.live()).containsExactly("undo b");
        run.complete("b");
        run.complete("b");
        run.fail("c", FailureKind.FATAL);

        assertThat(rollbacks(run))
                .extracting(LifecycleEvent.RollbackStarted::onFailureOf)
                .containsExactly("c", "s", null);
        assertThat(run.undoAll()).containsExactly("b", "b", "a");
    }

    /** An outer round gives the inner ones no new rounds: together they stay as bounded as they look. */
    @Test
    void rounds_areCountedOverTheWholeRun_alsoWhenAPersonStepsIn() {
        RunDriver run = failedOnce(1);
        run.complete("b");
        run.complete("b");
        run.compensateTo("s", Then.RETRY);
        run.complete("b");
        run.complete("b");

        run.fail("c", FailureKind.FATAL);

        assertThat(run.undoAll()).containsExactly("b", "b", "b", "a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void onErrorOfAnInnerTask_stopsTheFailureBeforeIt() {
        RunDriver run = RunDriver.start(workflow(
                task("a").savepoint("s"),
                choice("x").otherwise(task("b").continueOnError()).onFailure("s", 1),
                task("c")));
        run.complete("a");

        run.fail("b", FailureKind.FATAL);

        assertThat(run.live()).containsExactly("c");
    }

    @Test
    void inABranch_letsTheOtherBranchGoOnWhereItWas() {
        RunDriver run = RunDriver.start(workflow(
                all("p").branch(task("a").undo().savepoint("s"), task("b").onFailure("s", 1))
                        .branch(task("c").undo(), sleep("w", "1h"))));
        run.complete("a", "c");

        run.fail("b", FailureKind.FATAL);

        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        assertThat(run.undone()).isEmpty();
        assertThat(run.live()).containsExactly("b");
        run.complete("b");
        run.pass(Duration.ofHours(1));
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.executionsOf("c")).hasSize(1);
    }

    @Test
    void ofABranchThatMayLose_comesBeforeLosing() {
        RunDriver run = RunDriver.start(
                workflow(any("p").branch(task("a").savepoint("s"), task("b").onFailure("s", 1))
                        .branch(task("c"))));
        run.complete("a");

        run.fail("b", FailureKind.FATAL);
        assertThat(run.live()).containsExactlyInAnyOrder("b", "c");
        run.fail("b", FailureKind.FATAL);

        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        assertThat(run.live()).containsExactly("c");
    }

    @Test
    void withoutSaga_isStillCarriedOut() {
        RunDriver run = RunDriver.start(chain(1).compensateOn());
        run.complete("a", "b");

        run.fail("c", FailureKind.FATAL);

        assertThat(run.live()).containsExactly("undo b");
    }

    @Test
    void deadLetter_holdsUpTheNextRound_untilAPersonHasDealtWithIt() {
        RunDriver run = failedOnce(1);

        run.fail("b", FailureKind.FATAL);
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATION_FAILED);
        run.accept(Operations.resolve("b"));

        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        assertThat(run.live()).containsExactly("b");
    }

    /** Expressions give the same as long as nobody does anything, so all 999 rounds would fail in one command. */
    @Test
    void roundThatFailsAtOnce_isNotRepeated() {
        RunDriver run = RunDriver.start(
                workflow(task("a").undo().savepoint("s"), fail("no", "NO").onFailure("s", 999)));

        run.complete("a");

        assertThat(rollbacks(run))
                .extracting(LifecycleEvent.RollbackStarted::round)
                .containsExactly(1, null);
        assertThat(run.undoAll()).containsExactly("a");
    }

    /** The first round's input must not be sent again when the second one cannot be given any. */
    @Test
    void retryByHand_ofARoundThatNeverHadInput_isRefused() {
        RunDriver run = RunDriver.start(workflow(
                        task("a").savepoint("s"),
                        task("b")
                                .input(Expressions.template(OnFailureTest::onlyOnce))
                                .onFailure("s", 1))
                .compensateOn());
        run.complete("a");

        run.fail("b", FailureKind.FATAL);

        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
        assertThat(run.refuse(Operations.retry("b")).message()).contains("failed before its first one");
    }

    private static Payload onlyOnce(Scope scope) {
        if (scope.taskAttempts("b") > 0) {
            throw new ExpressionFailure("only once");
        }
        return Payload.EMPTY_OBJECT;
    }
}
