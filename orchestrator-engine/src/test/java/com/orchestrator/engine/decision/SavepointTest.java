package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.any;
import static com.orchestrator.engine.decision.PlanBuilder.choice;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.api.request.CompensateRequest.Then;
import com.orchestrator.engine.decision.rollback.CompensationPlan;
import com.orchestrator.engine.decision.workflow.CompensateWorkflow;
import com.orchestrator.engine.history.UndoTarget;
import com.orchestrator.engine.run.TaskRun;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code savepoint} and {@code compensate {toSavepoint}}: everything after the save-point, not the task that sets it. */
class SavepointTest {

    private static PlanBuilder chain() {
        return workflow(
                task("a").undo(), task("b").undo().savepoint("paid"), task("c").undo(), task("d"));
    }

    private static CompensateWorkflow to(String savepoint, Then then) {
        return new CompensateWorkflow(new CompensateRequest(null, savepoint, then, null, false, "test"));
    }

    private static List<String> planned(RunDriver run, String savepoint) {
        return CompensationPlan.of(run.run(), UndoTarget.savepoint(savepoint)).items().stream()
                .map(item -> item.task().key().toString())
                .toList();
    }

    @Test
    void stop_undoesWhatCameAfter_andEndsTheRun() {
        RunDriver run = RunDriver.start(chain());
        run.complete("a", "b", "c");
        assertThat(planned(run, "paid")).containsExactly("c");

        run.compensateTo("paid", Then.STOP);
        run.undoAll();

        assertThat(run.undone()).containsExactly("c");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void retry_goesForwardAgainBehindTheTaskThatSetsIt() {
        RunDriver run = RunDriver.start(chain());
        run.complete("a", "b", "c");

        run.compensateTo("paid", Then.RETRY);
        run.complete("c");

        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        assertThat(run.live()).containsExactly("c");
        assertThat(run.idempotencyKey(run.live("c"))).isEqualTo("shop/order/run-1/c@2");
        run.complete("c", "d");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.executionsOf("b")).hasSize(1);
    }

    @Test
    void retry_whenNothingCameAfter_goesOnAtOnce() {
        RunDriver run = RunDriver.start(chain());
        run.complete("a", "b");

        run.compensateTo("paid", Then.RETRY);

        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        assertThat(run.undone()).isEmpty();
        assertThat(run.live()).containsExactly("c");
    }

    @Test
    void repeated_isInEffect() {
        RunDriver run = RunDriver.start(chain());
        run.complete("a", "b", "c");
        run.compensateTo("paid", Then.STOP);

        assertThat(run.compensateTo("paid", Then.STOP)).isEmpty();
        assertThat(run.refuse(to("paid", Then.RETRY)).code()).isEqualTo(ErrorCode.ILLEGAL_STATE);
    }

    @Test
    void setBySkippedTask_isReached() {
        RunDriver run = RunDriver.start(workflow(
                task("a").undo(),
                task("b").onlyIf(Expressions.never()).savepoint("here"),
                task("c").undo(),
                task("d")));
        run.complete("a", "c");

        run.compensateTo("here", Then.STOP);
        run.undoAll();

        assertThat(run.undone()).containsExactly("c");
    }

    @Test
    void notReached_isRefused() {
        RunDriver run = RunDriver.start(chain());
        run.complete("a");

        Verdict.Refused refused = run.refuse(to("paid", Then.STOP));

        assertThat(refused.code()).isEqualTo(ErrorCode.ILLEGAL_STATE);
        assertThat(refused.message()).contains("save-point paid behind task b in state COMPLETED, but it is RUNNING");
    }

    @Test
    void unknown_isNotFound() {
        RunDriver run = RunDriver.start(chain());

        Verdict.Refused refused = run.refuse(to("payed", Then.STOP));

        assertThat(refused.code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(refused.message()).contains("no save-point 'payed'");
    }

    @Test
    void insideABranch_leavesTheOtherBranchesDone() {
        RunDriver run = RunDriver.start(workflow(
                all("p").branch(task("a").undo().savepoint("half"), task("b").undo())
                        .branch(task("c").undo()),
                task("d").undo(),
                task("e")));
        run.complete("a", "b", "c", "d");

        run.compensateTo("half", Then.RETRY);
        run.undoAll();

        assertThat(run.undone()).containsExactly("d", "b");
        assertThat(run.executionsOf("c")).hasSize(1);
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    /** Nothing in the block is undone, so the branch that lost the race does not begin anew. */
    @Test
    void atTheEndOfABranch_leavesItsBlockDone() {
        RunDriver run = RunDriver.start(workflow(
                any("p").branch(task("loser").undo())
                        .branch(task("winner").undo().savepoint("won")),
                task("d").undo(),
                task("e")));
        run.complete("winner", "d");

        run.compensateTo("won", Then.RETRY);
        run.complete("d");

        assertThat(run.live()).containsExactly("d");
        assertThat(run.taskState("p")).isEqualTo(TaskRun.State.COMPLETED);
        assertThat(run.executionsOf("loser")).hasSize(1);
    }

    @Test
    void behindABlock_leavesAllOfItDone() {
        RunDriver run = RunDriver.start(workflow(
                choice("s").otherwise(task("a").undo(), task("b").undo()).savepoint("chosen"),
                task("c").undo(),
                task("d")));
        run.complete("a", "b", "c");

        run.compensateTo("chosen", Then.STOP);
        run.undoAll();

        assertThat(run.undone()).containsExactly("c");
    }

    @Test
    void inDeepNesting_reopensOnlyTheBlocksThatAreNotDoneAnyMore() {
        RunDriver run = RunDriver.start(workflow(
                choice("outer")
                        .otherwise(
                                choice("inner").otherwise(task("a").undo().savepoint("deep")),
                                task("b").undo()),
                task("c")));
        run.complete("a", "b");

        run.compensateTo("deep", Then.RETRY);
        run.complete("b");

        assertThat(run.taskState("inner")).isEqualTo(TaskRun.State.COMPLETED);
        assertThat(run.taskState("outer")).isEqualTo(TaskRun.State.RUNNING);
        assertThat(run.live()).containsExactly("b");
        run.complete("b", "c");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void planHash_holdsTheRollbackToThePlan() {
        RunDriver run = RunDriver.start(chain());
        run.complete("a", "b");
        String hash =
                CompensationPlan.of(run.run(), UndoTarget.savepoint("paid")).hash();
        run.complete("c");

        CompensateRequest request = new CompensateRequest(null, "paid", Then.STOP, hash, false, null);

        assertThat(run.refuse(new CompensateWorkflow(request)).code()).isEqualTo(ErrorCode.PRECONDITION_FAILED);
    }

    @Test
    void planHash_isNotThatOfTheNextRound_soARepeatedRequestRollsBackOnce() {
        RunDriver run = RunDriver.start(workflow(task("a").savepoint("here"), task("b"), task("c")));
        run.complete("a", "b");
        String hash =
                CompensationPlan.of(run.run(), UndoTarget.savepoint("here")).hash();
        CompensateWorkflow again =
                new CompensateWorkflow(new CompensateRequest(null, "here", Then.RETRY, hash, false, null));

        run.accept(again);
        run.complete("b");

        assertThat(run.refuse(again).code()).isEqualTo(ErrorCode.PRECONDITION_FAILED);
        assertThat(run.live()).containsExactly("c");
    }

    @Test
    void afterAFailureWithoutUndo_retryGoesForwardBehindIt() {
        RunDriver run = RunDriver.start(chain().compensateOn());
        run.complete("a", "b");
        run.fail("c", FailureKind.FATAL);
        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);

        run.compensateTo("paid", Then.RETRY);

        assertThat(run.live()).containsExactly("c");
    }

    @Test
    void retry_whenTheFailureWasBesideIt_isRefused() {
        RunDriver run = RunDriver.start(workflow(all("p").branch(
                                task("a").undo().savepoint("half"), task("b").undo())
                        .branch(task("c").undo()))
                .compensateOn());
        run.complete("a");
        run.fail("c", FailureKind.FATAL);

        Verdict.Refused refused = run.refuse(to("half", Then.RETRY));

        assertThat(refused.message()).contains("task c").contains("save-point half does not come before it");
    }
}
