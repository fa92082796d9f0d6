package com.orchestrator.engine.decision.workflow;

import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.api.request.CompensateRequest.Then;
import com.orchestrator.engine.decision.PlanBuilder;
import com.orchestrator.engine.decision.RunDriver;
import com.orchestrator.engine.decision.rollback.CompensationPlan;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.UndoTarget;
import org.junit.jupiter.api.Test;

/** 5.8: a run that has completed is undone by a person who has seen its plan. */
class CompensateCompletedTest {

    private static RunDriver completed(PlanBuilder plan, String... tasks) {
        RunDriver run = RunDriver.start(plan);
        run.complete(tasks);
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        return run;
    }

    private static RunDriver completed() {
        return completed(workflow(task("a").undo(), task("b").undo(), task("c")), "a", "b", "c");
    }

    private static CompensateWorkflow compensate(RunDriver run, String from, Then then, boolean force) {
        String hash = CompensationPlan.of(run.run(), UndoTarget.from(from)).hash();
        return new CompensateWorkflow(new CompensateRequest(from, null, then, hash, force, "returned"));
    }

    @Test
    void whole_undoesEverything_andItsCompletionStaysInTheHistory() {
        RunDriver run = completed();

        run.accept(compensate(run, null, Then.STOP, false));

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
        assertThat(run.undoAll()).containsExactly("b", "a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(run.cause().kind()).isEqualTo(Cause.Kind.MANUAL);
        assertThat(run.count(LifecycleEvent.WorkflowCompleted.class)).isEqualTo(1);
        assertThat(run.run().outputSequence()).isNull();
    }

    @Test
    void fromATask_leavesWhatComesBefore() {
        RunDriver run = completed();

        run.accept(compensate(run, "b", Then.STOP, false));

        assertThat(run.undoAll()).containsExactly("b");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void repeated_hasNoSecondEffect() {
        RunDriver run = completed();
        CompensateWorkflow command = compensate(run, null, Then.STOP, false);
        run.accept(command);
        run.undoAll();

        assertThat(run.accept(command)).isEmpty();
    }

    @Test
    void withoutTheHashOfThePlan_isRefused() {
        RunDriver run = completed();
        CompensateRequest blind = new CompensateRequest(null, null, Then.STOP, null, false, "returned");

        assertThat(run.refuse(new CompensateWorkflow(blind)).code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void withTheHashOfAnotherPlan_isRefused() {
        RunDriver run = completed();
        CompensateRequest stale = new CompensateRequest(null, null, Then.STOP, "other", false, "returned");

        assertThat(run.refuse(new CompensateWorkflow(stale)).code()).isEqualTo(ErrorCode.PRECONDITION_FAILED);
    }

    @Test
    void forwardAgain_isRefused() {
        RunDriver run = completed();

        assertThat(run.refuse(compensate(run, "b", Then.RETRY, false)).code()).isEqualTo(ErrorCode.ILLEGAL_STATE);
    }

    @Test
    void nothingToUndo_isRefused() {
        RunDriver run = completed(workflow(task("a"), task("b").irreversible()), "a", "b");

        assertThat(run.refuse(compensate(run, null, Then.STOP, false)).code()).isEqualTo(ErrorCode.ILLEGAL_STATE);
    }

    @Test
    void pivot_isCrossedByForceAlone() {
        RunDriver run = completed(workflow(task("a").undo(), task("b").pivot().undo()), "a", "b");

        assertThat(run.refuse(compensate(run, null, Then.STOP, false)).code()).isEqualTo(ErrorCode.PIVOT_PASSED);
        run.accept(compensate(run, null, Then.STOP, true));

        assertThat(run.undoAll()).containsExactly("b", "a");
    }
}
