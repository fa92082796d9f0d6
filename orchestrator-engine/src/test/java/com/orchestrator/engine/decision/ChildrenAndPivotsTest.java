package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.child;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest.Then;
import com.orchestrator.engine.decision.workflow.HearFromChild;
import com.orchestrator.engine.decision.workflow.StartWorkflow;
import com.orchestrator.engine.history.ChildEvent;
import com.orchestrator.engine.history.RunEvent;
import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.run.UndoRun;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Children that have passed a pivot of their own, and children of a run that has. */
class ChildrenAndPivotsTest {

    private static final Cause FAILED = new Cause(Cause.Kind.FAILED, "NO_STOCK", null, "c", null);

    private static RunDriver start(PlanBuilder plan) {
        RunDriver run = new RunDriver(plan.build(), 1);
        run.accept(new StartWorkflow(
                "run-1", Payload.EMPTY_OBJECT, Map.of(), Priority.DEFAULT, null, null, Map.of("sub", 1), null, null));
        return run;
    }

    private static List<RunEvent> hear(
            RunDriver run, WorkflowState state, boolean rolledBack, @Nullable Boolean pastPivot) {
        UUID sender = run.task("sub").child().instanceId();
        Cause cause = state == WorkflowState.COMPLETED ? null : FAILED;
        return run.accept(new HearFromChild(
                sender, new RunMessage.Report("sub", null, state, cause, rolledBack, pastPivot, null, null), null));
    }

    private static ChildEvent.ChildRequested requestOf(List<RunEvent> events) {
        return events.stream()
                .filter(ChildEvent.ChildRequested.class::isInstance)
                .map(ChildEvent.ChildRequested.class::cast)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static RunDriver rollingBack() {
        RunDriver run = start(workflow(task("a").undo(), child("sub", "below"), task("b")));
        run.complete("a");
        hear(run, WorkflowState.COMPLETED, false, null);
        run.accept(Operations.cancel());
        assertThat(run.task("sub").undo().state()).isEqualTo(UndoRun.State.RUNNING);
        return run;
    }

    @Test
    void childThatHasPassedItsPivot_isADeadLetterOfItsParent() {
        RunDriver run = rollingBack();

        hear(run, WorkflowState.COMPLETED, false, true);

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATION_FAILED);
        assertThat(run.task("sub").undo().error().code()).isEqualTo("CHILD_PAST_PIVOT");
        assertThat(run.live()).as("what came before it waits").isEmpty();
    }

    @Test
    void childThatHasPassedItsPivot_isSkippedByAPersonAndTheRollbackGoesOn() {
        RunDriver run = rollingBack();
        hear(run, WorkflowState.COMPLETED, false, true);

        run.accept(Operations.skip("sub"));

        assertThat(run.undoAll()).containsExactly("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    /** A person ends it without undo before it hears that its parent goes back to a save-point in another branch. */
    @Test
    void childThatWasToUndoItself_andHasNot_isUndoneBeforeItsTaskStartsAnother() {
        RunDriver run = start(
                workflow(all("p").branch(child("sub", "below")).branch(task("a").savepoint("here"), task("b"))));
        run.complete("a");
        run.compensateTo("here", Then.RETRY);
        UUID first = run.task("sub").child().instanceId();

        hear(run, WorkflowState.CANCELLED, false, null);
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
        assertThat(run.task("sub").undo().state()).isEqualTo(UndoRun.State.RUNNING);
        List<RunEvent> undone = hear(run, WorkflowState.COMPENSATED, true, null);

        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        assertThat(requestOf(undone).childInstanceId()).isNotEqualTo(first);
        assertThat(run.live()).containsExactly("b");
    }

    @Test
    void childThatIsAskedAgain_andUndoneByThen_isNoDeadLetterAnyMore() {
        RunDriver run = rollingBack();
        hear(run, WorkflowState.COMPLETED, false, true);

        run.accept(Operations.retry("sub"));
        hear(run, WorkflowState.COMPENSATED, true, null);

        assertThat(run.undoAll()).containsExactly("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void childThatFailsAfterItsParentsPivot_goesOn_orMakesRoomForAnotherRun() {
        RunDriver run = start(workflow(task("a").pivot(), child("sub", "below")));
        run.complete("a");
        ChildEvent.ChildRequested first = requestOf(run.events());
        hear(run, WorkflowState.FAILED, true, null);
        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);

        assertThat(RunDriver.names(run.accept(Operations.retry("sub")))).containsExactly("ChildRetried");
        UUID sender = run.task("sub").child().instanceId();
        ChildEvent.ChildRequested second = requestOf(run.accept(new HearFromChild(
                sender, new RunMessage.Report("sub", null, WorkflowState.FAILED, FAILED, true, null, 1, true), null)));

        assertThat(second.childInstanceId()).isNotEqualTo(first.childInstanceId());
        assertThat(second.runId()).isEqualTo(first.runId() + "@2");
        hear(run, WorkflowState.COMPLETED, false, null);
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void childThatWasReplaced_isNotListenedTo() {
        RunDriver run = start(workflow(task("a").pivot(), child("sub", "below")));
        run.complete("a");
        UUID first = run.task("sub").child().instanceId();
        hear(run, WorkflowState.CANCELLED, true, null);
        run.accept(Operations.retry("sub"));

        run.accept(new HearFromChild(
                first,
                new RunMessage.Report("sub", null, WorkflowState.COMPLETED, null, false, null, null, null),
                null));

        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
    }
}
