package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.any;
import static com.orchestrator.engine.decision.PlanBuilder.choice;
import static com.orchestrator.engine.decision.PlanBuilder.fail;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.run.TaskRun;
import org.junit.jupiter.api.Test;

/** {@code onError: continue}, at a task and at a block. */
class ErrorHandlingTest {

    @Test
    void continue_atTheTask_goesOnAfterItsLastAttempt() {
        RunDriver run = RunDriver.start(workflow(task("a").attempts(2).continueOnError(), task("b")));

        run.fail("a", FailureKind.RETRYABLE);
        assertThat(run.live()).containsExactly("a");
        run.fail("a", FailureKind.RETRYABLE);

        assertThat(run.taskState("a")).isEqualTo(TaskRun.State.FAILED);
        assertThat(run.live()).containsExactly("b");
    }

    @Test
    void continue_atTheTask_stillUndoesItLaterIfItMayHaveHappened() {
        RunDriver run =
                RunDriver.start(workflow(task("a").attempts(1).continueOnError().undo(), task("b")));
        run.fail("a", FailureKind.RETRYABLE);

        run.fail("b", FailureKind.FATAL);

        assertThat(run.live("a").mayNotHaveHappened()).isTrue();
        assertThat(run.undoAll()).containsExactly("a");
    }

    @Test
    void continue_atTheBlock_dropsTheRestOfItAndGoesOn() {
        RunDriver run = RunDriver.start(
                workflow(all("p").branch(task("a")).branch(task("b")).continueOnError(), task("c")));
        RunDriver.Lease held = run.lease("b");

        run.fail("a", FailureKind.FATAL);

        assertThat(run.taskState("p")).isEqualTo(TaskRun.State.FAILED);
        assertThat(run.live()).containsExactly("b", "c");
        assertThat(run.live("b").cancelDeadline()).isNotNull();
        run.complete(held, "{}");
        assertThat(run.live()).containsExactly("c");
        run.complete("c");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void continue_atAnOuterBlock_catchesWhatInnerOnesLetThrough() {
        RunDriver run = RunDriver.start(workflow(
                choice("s")
                        .otherwise(
                                task("x"),
                                choice("t").otherwise(all("p").branch(task("a")).branch(task("b"))))
                        .continueOnError(),
                task("c")));
        run.complete("x");

        run.fail("a", FailureKind.FATAL);

        assertThat(run.live()).containsExactly("c");
        assertThat(run.taskState("t")).isEqualTo(TaskRun.State.CANCELLED);
        assertThat(run.taskState("p")).isEqualTo(TaskRun.State.CANCELLED);
        assertThat(run.taskState("b")).isEqualTo(TaskRun.State.CANCELLED);
    }

    @Test
    void continue_atABlockInABranch_keepsTheBranchAlive() {
        RunDriver run = RunDriver.start(workflow(
                all("p").branch(choice("s").otherwise(fail("no", "NO")).continueOnError(), task("a"))
                        .branch(task("b")),
                task("c")));

        assertThat(run.live()).containsExactly("a", "b");
        run.complete("a", "b", "c");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void continue_atTheLastTask_completesTheRun() {
        RunDriver run = RunDriver.start(workflow(task("a").continueOnError()));

        run.fail("a", FailureKind.FATAL);

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.cause()).isNull();
    }

    @Test
    void continue_inABranchOfAnyJoin_countsAsDone() {
        RunDriver run = RunDriver.start(
                workflow(any("p").branch(task("a").continueOnError()).branch(task("b")), task("c")));

        run.fail("a", FailureKind.FATAL);

        assertThat(run.live()).containsExactly("c");
    }

    @Test
    void failureAmongSeveralTasksOfADag_stopsTheOthers() {
        RunDriver run = RunDriver.start(workflow(
                task("a").dependsOn(), task("b").dependsOn().undo(), task("c").dependsOn("a", "b")));
        run.lease("b");

        run.fail("a", FailureKind.FATAL);

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
        assertThat(run.live("b").cancelDeadline()).isNotNull();
        run.complete("b");
        assertThat(run.undoAll()).containsExactly("b");
    }
}
