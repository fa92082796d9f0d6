package com.orchestrator.engine.decision.workflow;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.api.request.CompensateRequest.Then;
import com.orchestrator.engine.decision.Operations;
import com.orchestrator.engine.decision.RunDriver;
import org.junit.jupiter.api.Test;

/** Cancel, terminate and compensate: the ways in which people end a run (5.8). */
class EndingsTest {

    private static RunDriver underWay() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b"), task("c")));
        run.complete("a");
        return run;
    }

    // ---- cancel

    @Test
    void cancel_undoesUnlessToldOtherwise() {
        RunDriver run = underWay();

        run.accept(Operations.cancel());

        assertThat(run.undoAll()).containsExactly("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(run.cause()).isEqualTo(new Cause(Cause.Kind.CANCELLED, "CANCELLED", "test", null, null));
    }

    @Test
    void cancel_whereTheDefinitionWantsNoUndo_endsAtOnce() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")).compensateOn(Cause.Kind.FAILED));
        run.complete("a");

        run.accept(Operations.cancel());

        assertThat(run.state()).isEqualTo(WorkflowState.CANCELLED);
    }

    @Test
    void cancel_withUndoAskedFor_overrulesTheDefinition() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")).compensateOn());
        run.complete("a");

        run.accept(new CancelWorkflow(true, "test"));

        assertThat(run.undoAll()).containsExactly("a");
    }

    @Test
    void cancelWithoutUndo_takesEverythingAwayAtOnce() {
        RunDriver run = underWay();
        run.lease("b");

        run.accept(Operations.cancelWithoutUndo());

        assertThat(run.state()).isEqualTo(WorkflowState.CANCELLED);
        assertThat(run.executionsOf("b").get(0).state()).isEqualTo(ExecutionState.CANCELLED);
        assertThat(run.undone()).isEmpty();
    }

    @Test
    void cancel_thatFindsNothingToUndo_endsCancelled() {
        RunDriver run = RunDriver.start(workflow(task("a").undo()));

        run.accept(Operations.cancel());

        assertThat(run.state()).isEqualTo(WorkflowState.CANCELLED);
    }

    @Test
    void cancel_repeated_isAcceptedWithoutEvents_duringAndAfter() {
        RunDriver run = underWay();
        run.accept(Operations.cancel());

        assertThat(run.accept(Operations.cancel())).isEmpty();
        run.undoAll();

        assertThat(run.accept(Operations.cancel())).isEmpty();
    }

    @Test
    void cancel_duringARollbackForAnotherReason_isRefused() {
        RunDriver run = underWay();
        run.fail("b", FailureKind.FATAL);

        assertThat(run.refuse(Operations.cancel()).code()).isEqualTo(ErrorCode.ILLEGAL_STATE);
    }

    // ---- terminate

    @Test
    void terminate_mustSayWhetherToUndoAndWhy() {
        RunDriver run = underWay();

        assertThat(run.refuse(new TerminateWorkflow(null, "why")).code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(run.refuse(new TerminateWorkflow(false, null)).code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void terminateWithoutUndo_endsAtOnce_alsoInTheMiddleOfARollback() {
        RunDriver run = underWay();
        run.fail("b", FailureKind.FATAL);
        run.lease("a");

        run.accept(Operations.terminateWithoutUndo());

        assertThat(run.state()).isEqualTo(WorkflowState.TERMINATED);
        assertThat(run.run().liveExecutions()).isEmpty();
        assertThat(run.cause().taskId()).isEqualTo("b");
        assertThat(run.accept(Operations.terminateWithoutUndo())).isEmpty();
    }

    @Test
    void terminateWithUndo_rollsBack() {
        RunDriver run = underWay();

        run.accept(Operations.terminateWithUndo());
        assertThat(run.accept(Operations.terminateWithUndo())).isEmpty();

        assertThat(run.undoAll()).containsExactly("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void terminateWithUndo_thatFindsNothing_endsTerminated() {
        RunDriver run = RunDriver.start(workflow(task("a").undo()));

        run.accept(Operations.terminateWithUndo());

        assertThat(run.state()).isEqualTo(WorkflowState.TERMINATED);
    }

    @Test
    void terminate_ofARunThatEnded_isRefused() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        run.complete("a");

        assertThat(run.refuse(Operations.terminateWithoutUndo()).code()).isEqualTo(ErrorCode.ILLEGAL_STATE);
    }

    // ---- compensate

    @Test
    void compensate_undoesEverything_whateverTheDefinitionSays() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")).compensateOn());
        run.complete("a");

        run.compensate(null, Then.STOP);

        assertThat(run.undoAll()).containsExactly("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(run.cause().code()).isEqualTo("COMPENSATION_REQUESTED");
    }

    @Test
    void compensate_ofAFailedRunWithoutSaga_keepsItsCause() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")).compensateOn());
        run.complete("a");
        run.fail("b", FailureKind.FATAL);

        run.compensate(null, Then.STOP);
        assertThat(run.accept(Operations.compensate(null, Then.STOP))).isEmpty();
        run.undoAll();

        assertThat(run.cause().taskId()).isEqualTo("b");
        assertThat(run.accept(Operations.compensate(null, Then.STOP))).isEmpty();
    }

    @Test
    void compensate_repeated_isAcceptedWithoutEvents_butAnotherOneIsNot() {
        RunDriver run = underWay();
        run.compensate("a", Then.STOP);

        assertThat(run.accept(Operations.compensate("a", Then.STOP))).isEmpty();
        run.refuse(Operations.compensate("a", Then.RETRY));
        run.refuse(Operations.compensate(null, Then.STOP));
    }

    @Test
    void compensate_fromATaskThatDidNotRunOrDoesNotExist_isRefused() {
        RunDriver run = underWay();

        assertThat(run.refuse(Operations.compensate("c", Then.STOP)).message())
                .isEqualTo("Expected to compensate from task c in state COMPLETED, but it is PENDING");
        assertThat(run.refuse(Operations.compensate("nobody", Then.STOP)).code())
                .isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(run.refuse(new CompensateWorkflow(
                                new CompensateRequest(null, "nowhere", Then.STOP, null, false, null)))
                        .code())
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void compensate_ofACompensatedRun_isRefused() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        run.complete("a");
        run.fail("b", FailureKind.FATAL);
        run.undoAll();

        assertThat(run.refuse(Operations.compensate(null, Then.STOP)).code()).isEqualTo(ErrorCode.ILLEGAL_STATE);
    }

    @Test
    void compensate_ofASuspendedRun_undoesTheDoubtfulTaskToo() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b").undo()));
        run.complete("a");
        run.fail("b", FailureKind.SUSPEND);

        run.compensate(null, Then.STOP);

        assertThat(run.undoAll()).containsExactly("b", "a");
    }

    // ---- incidents

    @Test
    void resolve_ofAnIncident_triesTheTaskAgain() {
        RunDriver run = RunDriver.start(workflow(all("p").branch(task("a")).branch(task("b"))));
        run.fail("a", FailureKind.SUSPEND);

        run.accept(Operations.resolve("a"));

        assertThat(run.live("a").attempt()).isEqualTo(2);
        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
    }

    @Test
    void resolve_ofATaskWithoutTrouble_isRefused() {
        RunDriver run = underWay();

        assertThat(run.refuse(Operations.resolve("b")).message())
                .isEqualTo("Expected to resolve task b in state UNDO_FAILED or with an incident, but it is RUNNING");
        assertThat(run.refuse(Operations.retry("b")).message())
                .isEqualTo("Expected to retry task b in state FAILED, but it is RUNNING");
        assertThat(run.refuse(Operations.retry("nobody")).code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(run.refuse(Operations.resolve("nobody")).code()).isEqualTo(ErrorCode.NOT_FOUND);
    }
}
