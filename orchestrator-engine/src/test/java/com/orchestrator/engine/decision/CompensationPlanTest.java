package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.api.request.CompensateRequest.Then;
import com.orchestrator.engine.decision.rollback.CompensationPlan;
import com.orchestrator.engine.decision.workflow.CompensateWorkflow;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.UndoTarget;
import com.orchestrator.engine.plan.SagaPlan.Order;
import java.util.List;
import org.junit.jupiter.api.Test;

/** 5.11: what the plan says is what the rollback does. */
class CompensationPlanTest {

    private static PlanBuilder forked() {
        return workflow(
                task("a").undo(),
                all("p").branch(task("b").undo()).branch(task("c").undo()),
                task("d").undoWhenCompleted().attempts(1).continueOnError(),
                task("e").undo().attempts(1).continueOnError(),
                task("f"));
    }

    private static RunDriver ran(PlanBuilder plan) {
        RunDriver run = RunDriver.start(plan);
        run.complete("a", "b", "c");
        run.fail("d", FailureKind.UNKNOWN);
        run.fail("e", FailureKind.UNKNOWN);
        return run;
    }

    private static List<String> tasks(CompensationPlan plan) {
        return plan.items().stream().map(item -> item.task().key().taskId()).toList();
    }

    @Test
    void plan_listsWhatWouldBeUndoneInOrderWithInputsAndDoubts() {
        RunDriver run = ran(forked());

        CompensationPlan plan = CompensationPlan.of(run.run(), UndoTarget.EVERYTHING);

        assertThat(tasks(plan)).containsExactly("e", "c", "b", "a");
        assertThat(plan.items().stream().map(CompensationPlan.Item::mayNotHaveHappened))
                .containsExactly(true, false, false, false);
        assertThat(plan.items().get(3).input()).isEqualTo(Payload.ofJson("{\"input\":{},\"output\":{\"did\":\"a\"}}"));
        assertThat(plan.items().get(3).after())
                .containsExactlyInAnyOrder(NodeKey.of("b"), NodeKey.of("c"), NodeKey.of("e"));
        assertThat(plan.items().get(1).after()).containsExactly(NodeKey.of("e"));
        assertThat(plan.items().get(1).spec().taskType()).isEqualTo("undo-c");
    }

    @Test
    void plan_inReverseOrder_isTheOneTheRollbackFollows() {
        RunDriver run = ran(forked().order(Order.REVERSE));
        List<String> promised = tasks(CompensationPlan.of(run.run(), UndoTarget.EVERYTHING));

        run.compensate(null, Then.STOP);

        assertThat(run.undoAll()).isEqualTo(promised).containsExactly("e", "c", "b", "a");
    }

    @Test
    void plan_inParallelOrder_putsNothingBeforeAnything() {
        CompensationPlan plan =
                CompensationPlan.of(ran(forked().order(Order.PARALLEL)).run(), UndoTarget.EVERYTHING);

        assertThat(plan.items())
                .hasSize(4)
                .allSatisfy(item -> assertThat(item.after()).isEmpty());
    }

    @Test
    void plan_fromATask_reachesNoFurther() {
        assertThat(tasks(CompensationPlan.of(ran(forked()).run(), UndoTarget.from("c"))))
                .containsExactly("e", "c");
    }

    @Test
    void plan_namesUndosWhoseInputCannotBeEvaluated() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(Expressions.broken()), task("b")));
        run.complete("a");

        CompensationPlan.Item item =
                CompensationPlan.of(run.run(), UndoTarget.EVERYTHING).items().get(0);

        assertThat(item.inputSequence()).isZero();
        assertThat(item.error().code()).isEqualTo("UNDO_INPUT_FAILED");
    }

    @Test
    void hash_ofAPlanThatIsStillTrue_isAccepted() {
        RunDriver run = ran(forked());
        String hash = CompensationPlan.of(run.run(), UndoTarget.from("c")).hash();

        run.accept(compensateWith(hash));

        assertThat(run.undoAll()).containsExactly("e", "c");
    }

    @Test
    void hash_ofAPlanThatTheRunHasLeftBehind_isRefused() {
        RunDriver run = RunDriver.start(workflow(task("c").undo(), task("d").undo(), task("e")));
        run.complete("c");
        String hash = CompensationPlan.of(run.run(), UndoTarget.from("c")).hash();
        run.complete("d");

        assertThat(run.refuse(compensateWith(hash)).code()).isEqualTo(ErrorCode.PRECONDITION_FAILED);
        assertThat(run.events()).noneMatch(LifecycleEvent.RollbackStarted.class::isInstance);
    }

    @Test
    void hash_doesNotDependOnWhatIsNotUndone() {
        RunDriver run = ran(forked());
        CompensationPlan before = CompensationPlan.of(run.run(), UndoTarget.EVERYTHING);

        run.lease("f");

        CompensationPlan after = CompensationPlan.of(run.run(), UndoTarget.EVERYTHING);
        assertThat(tasks(after)).isEqualTo(tasks(before));
        assertThat(after.hash()).isEqualTo(before.hash());
    }

    private static CompensateWorkflow compensateWith(String hash) {
        return new CompensateWorkflow(new CompensateRequest("c", null, Then.STOP, hash, false, "test"));
    }
}
