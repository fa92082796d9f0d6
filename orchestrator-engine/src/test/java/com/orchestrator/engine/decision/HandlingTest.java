package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.each;
import static com.orchestrator.engine.decision.PlanBuilder.fail;
import static com.orchestrator.engine.decision.PlanBuilder.rescue;
import static com.orchestrator.engine.decision.PlanBuilder.signal;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.plan.Caught;
import com.orchestrator.engine.plan.Handler.Then;
import com.orchestrator.engine.plan.Template;
import com.orchestrator.engine.run.TaskRun;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A handler is chosen by the code of a failure, does its part like any task, and says what follows. */
class HandlingTest {

    /** The code of every failure in these tests. */
    private static final Caught BROKEN = new Caught(false, Set.of("BROKEN"));

    private static final Caught OTHER = new Caught(false, Set.of("OTHER"));

    private static final Template CODE = Expressions.template(
            scope -> Payload.ofJson(scope.root("error").tree().path("code").toString()));

    private static PlanBuilder handled(NodeBuilder.Rescue handlers) {
        return workflow(
                task("a").undo(),
                task("b").undo().caught(new Caught(false, Set.of("BROKEN", "OTHER"))),
                handlers,
                task("c").undo());
    }

    private static RunDriver failed(PlanBuilder plan) {
        RunDriver run = RunDriver.start(plan);
        run.complete("a");
        run.fail("b", FailureKind.FATAL);
        return run;
    }

    @Test
    void handler_isChosenByCode_seesTheError_andTheRunGoesOnBehindIt() {
        RunDriver run = failed(handled(rescue("b")
                .when(OTHER, Then.CONTINUE, task("wrong"))
                .when(BROKEN, Then.CONTINUE, task("mend").input(CODE))));

        assertThat(run.live()).containsExactly("mend");
        assertThat(run.inputOf(run.live("mend"))).hasToString("\"BROKEN\"");
        assertThat(run.task("wrong").standing()).isEqualTo(TaskRun.State.SKIPPED);
        run.complete("mend");
        assertThat(run.live()).containsExactly("c");
        run.complete("c");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void taskThatSucceeds_hasItsHandlersSkipped() {
        RunDriver run = RunDriver.start(handled(rescue("b").when(BROKEN, Then.FAIL, task("mend"))));

        run.complete("a", "b");

        assertThat(run.taskState("b.onError")).isEqualTo(TaskRun.State.SKIPPED);
        assertThat(run.task("mend").standing()).isEqualTo(TaskRun.State.SKIPPED);
        assertThat(run.live()).containsExactly("c");
    }

    @Test
    void codeThatNoHandlerKnows_failsTheRunAsEver() {
        RunDriver run = RunDriver.start(
                workflow(task("a").undo(), task("b").caught(OTHER), rescue("b").when(OTHER, Then.CONTINUE), task("c")));
        run.complete("a");

        run.fail("b", FailureKind.FATAL);

        assertThat(run.undoAll()).containsExactly("a");
        assertThat(run.cause().taskId()).isEqualTo("b");
    }

    @Test
    void whatAHandlerDid_isUndoneInItsTurn() {
        RunDriver run = failed(
                handled(rescue("b").when(BROKEN, Then.CONTINUE, task("mend").undo())));
        run.complete("mend");

        run.fail("c", FailureKind.FATAL);

        assertThat(run.undoAll()).containsExactly("mend", "a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void handlerThatFails_goesOutwards_withItsOwnError() {
        RunDriver run = failed(handled(rescue("b").when(BROKEN, Then.CONTINUE, task("mend"))));

        run.fail("mend", FailureKind.FATAL);

        assertThat(run.cause().taskId()).isEqualTo("mend");
        assertThat(run.undoAll()).containsExactly("a");
    }

    @Test
    void thenFail_goesOutwardsWithTheFirstError_afterItsPart() {
        RunDriver run =
                failed(handled(rescue("b").when(BROKEN, Then.FAIL, task("tell").undo())));
        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);

        run.complete("tell");

        assertThat(run.cause().taskId()).isEqualTo("b");
        assertThat(run.cause().code()).isEqualTo("BROKEN");
        assertThat(run.undoAll()).containsExactly("tell", "a");
    }

    @Test
    void thenReturn_completesTheRun() {
        RunDriver run = failed(handled(rescue("b").returns(BROKEN, CODE, task("tell"))));

        run.complete("tell");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.history().get(run.history().size() - 1).payload()).hasToString("\"BROKEN\"");
        assertThat(run.task("c").standing()).isEqualTo(TaskRun.State.SKIPPED);
    }

    @Test
    void outputOfAReturnThatCannotBeEvaluated_fails() {
        RunDriver run = failed(handled(rescue("b").returns(BROKEN, Expressions.broken())));

        assertThat(run.cause().code()).isEqualTo("EXPRESSION_FAILED");
        assertThat(run.undoAll()).containsExactly("a");
    }

    @Test
    void goingBack_doesTheTaskAgain_soManyTimes_andThenFails() {
        RunDriver run = RunDriver.start(workflow(
                task("a").undo().savepoint("s"),
                task("b").undo(),
                task("d").caught(BROKEN),
                rescue("d").goesBack(BROKEN, "s", 1, task("tell").undo())));
        run.complete("a", "b");
        run.fail("d", FailureKind.FATAL);
        run.complete("tell");
        assertThat(run.live()).containsExactly("undo tell");
        run.complete("tell", "b");
        assertThat(run.live()).containsExactly("b");

        run.complete("b");
        run.fail("d", FailureKind.FATAL);
        run.complete("tell");

        assertThat(run.count(LifecycleEvent.ForwardResumed.class)).isEqualTo(1);
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
        assertThat(run.undoAll()).containsExactly("tell", "b", "tell", "b", "a");
    }

    @Test
    void block_isHandledAsOne_andWhatRanBesideIsDropped() {
        RunDriver run = RunDriver.start(workflow(
                all("pay").branch(task("x").undo(), task("y")).branch(task("z")).caught(BROKEN),
                rescue("pay").when(BROKEN, Then.CONTINUE, task("mend")),
                task("c")));
        run.complete("x");

        run.fail("y", FailureKind.FATAL);

        assertThat(run.taskState("pay")).isEqualTo(TaskRun.State.FAILED);
        assertThat(run.live()).containsExactly("mend");
        run.complete("mend");
        run.fail("c", FailureKind.FATAL);
        assertThat(run.undoAll()).containsExactly("x");
    }

    @Test
    void innermostHandlerThatKnowsTheCode_isTaken_andPassesOnToTheNextOut() {
        RunDriver run = RunDriver.start(workflow(
                all("pay")
                        .branch(task("x").caught(BROKEN), rescue("x").when(BROKEN, Then.FAIL, task("inner")))
                        .caught(Caught.EVERYTHING),
                rescue("pay")
                        .when(Caught.EVERYTHING, Then.CONTINUE, task("outer").input(CODE)),
                task("c")));

        run.fail("x", FailureKind.FATAL);
        run.complete("inner");

        assertThat(run.live()).containsExactly("outer");
        assertThat(run.inputOf(run.live("outer"))).hasToString("\"BROKEN\"");
        run.complete("outer", "c");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void insideAMap_eachItemIsHandledByItself() {
        RunDriver run = RunDriver.start(workflow(
                each(
                        "m",
                        "[1,2]",
                        task("t").caught(BROKEN),
                        rescue("t").when(BROKEN, Then.CONTINUE, task("mend").input(CODE))),
                task("c")));

        run.fail("t", FailureKind.FATAL);
        assertThat(run.live()).containsExactly("t", "mend");
        assertThat(run.live("mend").task().key()).hasToString("mend#0");
        run.complete("t");

        assertThat(run.live()).containsExactly("mend");
        run.complete("mend");
        assertThat(run.live()).containsExactly("c");
    }

    @Test
    void afterAPivot_aHandlerThatGoesOnStopsTheFailure_andOneThatPassesItOnDoesNot() {
        RunDriver stopped = RunDriver.start(workflow(
                task("p").pivot(), task("b").caught(BROKEN), rescue("b").when(BROKEN, Then.CONTINUE, task("mend"))));
        stopped.complete("p");
        stopped.fail("b", FailureKind.FATAL);
        assertThat(stopped.live()).containsExactly("mend");

        RunDriver passedOn = RunDriver.start(workflow(
                task("p").pivot(), task("b").caught(BROKEN), rescue("b").when(BROKEN, Then.FAIL, task("tell"))));
        passedOn.complete("p");
        passedOn.fail("b", FailureKind.FATAL);
        assertThat(passedOn.state()).isEqualTo(WorkflowState.SUSPENDED);
        assertThat(passedOn.task("b").incident()).isNotNull();
    }

    @Test
    void pivotThatIsPassedMeanwhile_asksAPerson_whoCanSkipTheHandling() {
        RunDriver run = RunDriver.start(workflow(all("par")
                .branch(task("b").caught(BROKEN), rescue("b").when(BROKEN, Then.FAIL, task("tell")), task("c"))
                .branch(task("p").pivot())));
        run.fail("b", FailureKind.FATAL);
        run.complete("p", "tell");
        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);

        run.accept(Operations.retry("b.onError"));
        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
        run.accept(Operations.skip("b.onError"));

        assertThat(run.live()).containsExactly("c");
    }

    @Test
    void runThatFailedWithoutUndo_goesOnWhenTheTaskIsRetried() {
        RunDriver run = RunDriver.start(
                handled(rescue("b").when(BROKEN, Then.FAIL, task("tell"))).compensateOn());
        run.complete("a");
        run.fail("b", FailureKind.FATAL);
        run.complete("tell");
        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);

        run.accept(Operations.retry("b"));
        run.complete("b", "c");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void runThatFailedWithoutUndo_failsAgainWithoutRepeatingTheHandler() {
        RunDriver run = RunDriver.start(
                handled(rescue("b").when(BROKEN, Then.FAIL, task("tell"))).compensateOn());
        run.complete("a");
        run.fail("b", FailureKind.FATAL);
        run.complete("tell");
        run.accept(Operations.retry("b"));

        run.fail("b", FailureKind.FATAL);

        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
        assertThat(run.executionsOf("tell")).hasSize(1);
        run.accept(Operations.skip("b"));
        assertThat(run.live()).containsExactly("c");
    }

    @Test
    void blockThatFailedTheRun_canBeSkippedButNothingInsideRetried() {
        RunDriver run = RunDriver.start(workflow(
                        all("pay").branch(task("x")).caught(BROKEN),
                        rescue("pay").when(BROKEN, Then.FAIL),
                        task("c"))
                .compensateOn());
        run.fail("x", FailureKind.FATAL);
        assertThat(run.cause().taskId()).isEqualTo("pay");

        assertThat(run.refuse(Operations.retry("x")).code()).isEqualTo(ErrorCode.ILLEGAL_STATE);
        assertThat(run.refuse(Operations.retry("pay")).code()).isEqualTo(ErrorCode.ILLEGAL_STATE);
        run.accept(Operations.skip("pay"));

        assertThat(run.live()).containsExactly("c");
    }

    @Test
    void pauseAndCancel_workInsideAHandlerAsAnywhere() {
        RunDriver run = failed(
                handled(rescue("b").when(BROKEN, Then.CONTINUE, task("mend").undo(), signal("s", "go"))));
        run.accept(Operations.pause());
        run.accept(Operations.resume());
        run.complete("mend");

        run.accept(Operations.cancel());

        assertThat(run.undoAll()).containsExactly("mend", "a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void failThatIsHandled_withoutAnythingToDo_goesOn() {
        RunDriver run = RunDriver.start(
                workflow(fail("no", "BROKEN").caught(BROKEN), rescue("no").when(BROKEN, Then.CONTINUE), task("c")));

        assertThat(run.live()).containsExactly("c");
    }
}
