package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.any;
import static com.orchestrator.engine.decision.PlanBuilder.each;
import static com.orchestrator.engine.decision.PlanBuilder.emit;
import static com.orchestrator.engine.decision.PlanBuilder.signal;
import static com.orchestrator.engine.decision.PlanBuilder.sleep;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest.Then;
import com.orchestrator.engine.decision.rollback.CompensationPlan;
import com.orchestrator.engine.decision.rollback.Sequel;
import com.orchestrator.engine.decision.workflow.UndoForParent;
import com.orchestrator.engine.history.LifecycleEvent.FinallyBegan;
import com.orchestrator.engine.history.LifecycleEvent.WorkflowEnded;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.history.UndoTarget;
import com.orchestrator.engine.plan.Caught;
import com.orchestrator.engine.plan.Finally;
import com.orchestrator.engine.plan.Handler;
import com.orchestrator.engine.plan.SagaPlan;
import com.orchestrator.engine.plan.Template;
import com.orchestrator.engine.run.TaskRun;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code saga.finally}: what is done when a rollback has come to its end, or to a halt. */
class FinallyTest {

    private static final Template ERROR = Expressions.template(scope -> scope.root("error"));

    private static PlanBuilder chain() {
        return workflow(task("a").undo(), task("b").undo(), task("c"));
    }

    private static PlanBuilder followed(NodeBuilder<?>... tasks) {
        return chain().after(Finally.ROLLED_BACK, tasks);
    }

    /** Task c has failed, and b and a are undone. */
    private static RunDriver undone(PlanBuilder plan) {
        RunDriver run = RunDriver.start(plan);
        run.complete("a", "b");
        run.fail("c", FailureKind.FATAL);
        run.complete("b", "a");
        return run;
    }

    /** The undo of b has given up. */
    private static RunDriver stuck(PlanBuilder plan) {
        RunDriver run = RunDriver.start(plan);
        run.complete("a", "b");
        run.fail("c", FailureKind.FATAL);
        run.fail("b", FailureKind.FATAL);
        return run;
    }

    private static NodeBuilder.Work told() {
        return task("f").input(ERROR);
    }

    // ---- when everything is undone

    @Test
    void beginsWhenEverythingIsUndone_andTheRunEndsWhenItIsDone() {
        RunDriver run = RunDriver.start(followed(told(), task("g")));
        run.complete("a", "b");
        run.fail("c", FailureKind.FATAL);
        run.complete("b");
        assertThat(run.live()).containsExactly("undo a");

        run.complete("a");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
        assertThat(run.live()).containsExactly("f");
        assertThat(run.inputOf(run.live("f")))
                .hasToString(
                        "{\"kind\":\"FAILED\",\"code\":\"BROKEN\",\"message\":null,\"taskId\":\"c\",\"iteration\":null}");
        run.complete("f", "g");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(run.cause().taskId()).isEqualTo("c");
        assertThat(run.count(FinallyBegan.class)).isOne();
    }

    @Test
    void beginsAlsoWhenThereWasNothingToUndo() {
        RunDriver run = RunDriver.start(followed(told()));

        run.fail("a", FailureKind.FATAL);

        assertThat(run.live()).containsExactly("f");
        run.complete("f");
        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
    }

    @Test
    void aRunThatNobodyWantsUndone_doesNothing() {
        RunDriver run = RunDriver.start(followed(told()));
        run.complete("a");

        run.accept(Operations.cancelWithoutUndo());

        assertThat(run.state()).isEqualTo(WorkflowState.CANCELLED);
        assertThat(run.count(FinallyBegan.class)).isZero();
    }

    @Test
    void aRunThatCompletes_doesNothing_andHasItDoneWhenItIsUndoneLater() {
        RunDriver run = RunDriver.start(followed(told()));
        run.complete("a", "b", "c");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);

        run.accept(Operations.compensateSeen(run));
        run.complete("b", "a");

        assertThat(run.live()).containsExactly("f");
        run.complete("f");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void aRollbackThatGoesForwardAgain_isNotItsEnd() {
        RunDriver run = RunDriver.start(followed(told()));
        run.complete("a", "b");

        run.compensate("b", Then.RETRY);
        run.complete("b");

        assertThat(run.count(FinallyBegan.class)).isZero();
        run.complete("b", "c");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void whatNoWorkerDoes_isDoneInTheSameCommit() {
        RunDriver run = undone(followed(emit("f", "told", "{}")));

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(run.count(TaskEvent.EventEmitted.class)).isOne();
    }

    @Test
    void hasAllKindsOfTasks() {
        RunDriver run = undone(
                followed(sleep("w", "1m"), all("p").branch(signal("s", "go")).branch(each("m", "[0,1]", task("f")))));
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);

        run.pass(Duration.ofMinutes(1));
        run.complete("f", "f");
        run.accept(Operations.signal("go", "1"));

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void whatHasLostAJoin_isTakenAwayAtTheEnd() {
        RunDriver run = undone(followed(any("p").branch(task("f")).branch(task("g"))));
        RunDriver.Lease slow = run.lease("g");

        run.complete("f");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
        run.refuse(RunDriver.completion(slow, "{}"));
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    // ---- when it fails

    @Test
    void aFailure_asksAPerson_andNothingIsUndoneOnceMore() {
        RunDriver run = undone(followed(told(), task("g")));

        run.fail("f", FailureKind.FATAL);

        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
        run.accept(Operations.retry("f"));
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
        run.complete("f");
        run.accept(Operations.skip("g"));
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(run.undone()).containsExactly("b", "a");
    }

    @Test
    void aFailureThatIsPassedOver_isNone() {
        RunDriver run = undone(followed(told().continueOnError()));

        run.fail("f", FailureKind.FATAL);

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void aFailureIsHandled() {
        RunDriver run = undone(followed(
                told().caught(Caught.EVERYTHING),
                PlanBuilder.rescue("f")
                        .when(
                                Caught.EVERYTHING,
                                Handler.Then.CONTINUE,
                                task("h").input(ERROR))));

        run.fail("f", FailureKind.FATAL);

        assertThat(run.inputOf(run.live("h")).toString()).contains("\"kind\":\"fatal\"");
        run.complete("h");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void aWorkerThatFallsSilent_isReplaced() {
        RunDriver run = undone(followed(told()));

        run.lose("f");

        run.complete("f");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void aTermination_endsIt() {
        RunDriver run = undone(followed(told(), task("g")));
        run.lease("f");

        run.accept(Operations.terminateWithoutUndo());

        assertThat(run.state()).isEqualTo(WorkflowState.TERMINATED);
        assertThat(run.live()).isEmpty();
    }

    @Test
    void whatATerminationHasCutOff_keepsNoLaterRollbackFromItsEnd() {
        RunDriver run = undone(followed(told(), task("g")));
        run.accept(Operations.terminateWithoutUndo());

        run.accept(new UndoForParent(new Cause(Cause.Kind.CANCELLED, "PARENT_CLOSED", null, null, null)));

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void aPause_holdsIt() {
        RunDriver run = undone(followed(told()));

        run.accept(Operations.pause());

        assertThat(run.live("f").held()).isTrue();
        run.accept(Operations.resume());
        run.complete("f");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    // ---- what comes late

    @Test
    void aLateSuccess_isUndoneBesideIt() {
        RunDriver run = RunDriver.start(followed(told()));
        RunDriver.Lease ghost = run.lose("a");
        run.complete("a", "b");
        run.fail("c", FailureKind.FATAL);
        run.complete("b", "a");

        run.refuse(RunDriver.completion(ghost, "{}"));

        assertThat(run.live()).containsExactlyInAnyOrder("f", "undo a");
        run.complete("f");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
        run.complete("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void aLateSuccessAfterTheEnd_isUndone_andNothingFollowsASecondTime() {
        RunDriver run = RunDriver.start(followed(told()));
        RunDriver.Lease ghost = run.lose("a");
        run.complete("a", "b");
        run.fail("c", FailureKind.FATAL);
        run.complete("b", "a", "f");

        run.refuse(RunDriver.completion(ghost, "{}"));
        assertThat(run.live()).containsExactly("undo a");
        run.complete("a");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(run.count(FinallyBegan.class)).isOne();
        assertThat(run.count(WorkflowEnded.class)).isEqualTo(2);
    }

    @Test
    void itIsNeverInTheCompensationPlan() {
        RunDriver run = undone(followed(told(), task("g")));
        run.complete("f");

        assertThat(CompensationPlan.of(run.run(), UndoTarget.EVERYTHING).items())
                .isEmpty();
    }

    @Test
    void thePlanListsIt_asWhatFollows_andNoMoreOnceItHasBegun() {
        RunDriver run = RunDriver.start(followed(
                        told(),
                        each("m", "[1]", sleep("w", "1m")),
                        PlanBuilder.rescue("f").when(Caught.EVERYTHING, Handler.Then.CONTINUE, signal("s", "go")))
                .after(Finally.UNDO_FAILED, emit("e", "undo-failed", "{}")));
        run.complete("a", "b");

        assertThat(sequels(run))
                .containsExactly(
                        new Sequel(Finally.ROLLED_BACK, "f", null, "task", "f"),
                        new Sequel(Finally.ROLLED_BACK, "w", "m", "wait", null),
                        new Sequel(Finally.ROLLED_BACK, "s", "f.onError", "signal", "go"),
                        new Sequel(Finally.UNDO_FAILED, "e", null, "emit", "undo-failed"));
        run.fail("c", FailureKind.FATAL);
        run.fail("b", FailureKind.FATAL);
        assertThat(sequels(run)).extracting(Sequel::taskId).containsExactly("f", "w", "s");
        run.accept(Operations.retry("b"));
        run.complete("b", "a");
        assertThat(run.live()).containsExactly("f");
        assertThat(sequels(run)).isEmpty();
    }

    private static List<Sequel> sequels(RunDriver run) {
        return CompensationPlan.of(run.run(), UndoTarget.EVERYTHING).sequels();
    }

    // ---- when an undo has given up

    @Test
    void anUndoThatGaveUp_hasItDoneWhileTheRunRests() {
        RunDriver run = stuck(chain().after(Finally.UNDO_FAILED, told()));

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATION_FAILED);
        assertThat(run.inputOf(run.live("f")).toString()).contains("\"code\":\"BROKEN\"", "\"taskId\":\"b\"");
        run.complete("f");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATION_FAILED);
        assertThat(run.taskState("f")).isEqualTo(TaskRun.State.COMPLETED);
    }

    @Test
    void theRollbackGoesOnBesideIt_andTheRunEndsWhenBothAreDone() {
        RunDriver run = stuck(followed(task("g")).after(Finally.UNDO_FAILED, told()));

        run.accept(Operations.retry("b"));
        run.complete("b", "a");
        assertThat(run.live()).containsExactly("f");
        run.complete("f");

        assertThat(run.live()).containsExactly("g");
        run.complete("g");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void aSecondUndoThatGivesUp_hasItDoneNoMore() {
        RunDriver run = stuck(chain().after(Finally.UNDO_FAILED, told()));
        run.complete("f");
        run.accept(Operations.retry("b"));

        run.fail("b", FailureKind.FATAL);

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATION_FAILED);
        assertThat(run.count(FinallyBegan.class)).isOne();
    }

    @Test
    void anUndoThatGaveUpWhileOthersGoOn_hasItDoneWhenTheyAreDone() {
        RunDriver run =
                stuck(chain().onUndoFailure(SagaPlan.OnUndoFailure.CONTINUE).after(Finally.UNDO_FAILED, told()));
        assertThat(run.live()).containsExactly("undo a");

        run.complete("a");

        assertThat(run.live()).containsExactly("f");
    }

    @Test
    void itIsDoneBeforeTheRunGoesForwardAgain() {
        RunDriver run = RunDriver.start(chain().after(Finally.UNDO_FAILED, told()));
        run.complete("a", "b");
        run.compensate("b", Then.RETRY);
        run.fail("b", FailureKind.FATAL);
        run.accept(Operations.skip("b"));
        assertThat(run.live()).containsExactly("f");

        run.complete("f");

        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        run.complete("b", "c");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }
}
