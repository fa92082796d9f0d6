package com.orchestrator.engine.decision.workflow;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.child;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest.Then;
import com.orchestrator.engine.decision.Operations;
import com.orchestrator.engine.decision.PlanBuilder;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.RunDriver;
import com.orchestrator.engine.decision.Starts;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.history.ChildEvent;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people ask of a run that is paused or rolls back takes effect at once, or is refused with what to do instead. */
class StopPausedTest {

    private static RunDriver paused() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b").undo(), task("c")));
        run.complete("a", "b");
        run.accept(Operations.pause());
        return run;
    }

    static Stream<RunCommand> rollbacks() {
        return Stream.of(
                Operations.cancel(),
                Operations.cancelWithUndo(),
                Operations.terminateWithUndo(),
                Operations.compensate(null, Then.STOP),
                Operations.compensate("b", Then.RETRY));
    }

    @ParameterizedTest
    @MethodSource("rollbacks")
    void rollbackThatAPersonWants_endsThePause(RunCommand wish) {
        RunDriver run = paused();

        run.accept(wish);

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
        assertThat(run.live("b").held()).isFalse();
        assertThat(run.eventNames()).containsSubsequence("WorkflowPaused", "RollbackStarted", "WorkflowResumed");
        run.complete("b");
    }

    @Test
    void cancelOfAPausedRun_thatGoesBackToTryAgain_goesAllTheWayAtOnce() {
        RunDriver run = paused();
        run.accept(Operations.compensate("b", Then.RETRY));
        run.accept(Operations.pause());

        run.accept(Operations.cancel());

        assertThat(run.undoAll()).containsExactly("b", "a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void terminationOfARun_thatGoesBackToTryAgain_goesAllTheWay() {
        RunDriver run = paused();
        run.accept(Operations.compensate("b", Then.RETRY));

        run.accept(Operations.terminateWithUndo());

        assertThat(run.accept(Operations.terminateWithUndo())).as("repeated").isEmpty();
        assertThat(run.undoAll()).containsExactly("b", "a");
    }

    @Test
    void rollbackThatTheEngineBegins_waitsForThePauseToEnd() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        run.complete("a");
        run.lease("b");
        run.accept(Operations.pause());

        run.fail("b", FailureKind.FATAL);

        assertThat(run.state()).isEqualTo(WorkflowState.PAUSED);
        assertThat(run.live("a").held()).isTrue();
    }

    @Test
    void childThatWasToStartAfterThePause_neverDoes() {
        PlanBuilder plan = workflow(
                task("a").undo(),
                all("p").branch(task("b"), child("sub", "other")).branch(task("c")));
        RunDriver run = new RunDriver(plan.build(), 1);
        run.accept(Starts.withChild("sub"));
        run.complete("a");
        run.lease("b");
        run.lease("c");
        run.accept(Operations.pause());
        run.complete("b");

        run.accept(Operations.cancel());
        run.fail("c", FailureKind.RETRYABLE);

        assertThat(run.count(ChildEvent.ChildCloseRequested.class)).isZero();
        assertThat(run.undoAll()).containsExactly("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void cancelWithoutUndo_duringTheUndoOfACancel_isRefused_andSaysWhatStopsIt() {
        RunDriver run = paused();
        run.accept(Operations.cancel());

        Verdict.Refused refusal = run.refuse(Operations.cancelWithoutUndo());

        assertThat(refusal.code()).isEqualTo(ErrorCode.ILLEGAL_STATE);
        assertThat(refusal.message())
                .contains("cancel without undo")
                .contains("it is COMPENSATING")
                .contains("terminate it with 'compensate: false' and a 'reason'");
        run.accept(Operations.terminateWithoutUndo());
        assertThat(run.state()).isEqualTo(WorkflowState.TERMINATED);
    }

    @Test
    void undo_ofWhatWasStoppedWithoutOne_isRefused() {
        RunDriver cancelled = paused();
        cancelled.accept(Operations.cancelWithoutUndo());
        RunDriver terminated = paused();
        terminated.accept(Operations.terminateWithoutUndo());

        assertThat(cancelled.refuse(Operations.cancelWithUndo()).message()).contains("but it is CANCELLED");
        assertThat(terminated.refuse(Operations.terminateWithUndo()).message()).contains("but it is TERMINATED");
        assertThat(cancelled.accept(Operations.cancel()))
                .as("nothing said about undo")
                .isEmpty();
        assertThat(cancelled.accept(Operations.cancelWithoutUndo())).isEmpty();
        assertThat(terminated.accept(Operations.terminateWithoutUndo())).isEmpty();
    }
}
