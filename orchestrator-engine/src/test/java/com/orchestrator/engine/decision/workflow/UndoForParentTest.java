package com.orchestrator.engine.decision.workflow;

import static com.orchestrator.engine.decision.PlanBuilder.child;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.engine.decision.Operations;
import com.orchestrator.engine.decision.RunDriver;
import com.orchestrator.engine.decision.children.ParentReport;
import com.orchestrator.engine.history.ChildEvent;
import com.orchestrator.engine.history.ParentRef;
import com.orchestrator.engine.history.RunMessage;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A run that its parent wants undone while it goes back only a part of the way, or after it has. */
class UndoForParentTest {

    private static final Cause CLOSED = new Cause(Cause.Kind.CANCELLED, "PARENT_CLOSED", null, null, null);
    private static final UndoForParent UNDO = new UndoForParent(CLOSED);

    private final RunDriver child = new RunDriver(
            workflow(
                            task("a").undo().savepoint("paid"),
                            task("b").undoAttempts(1),
                            task("c").undo())
                    .build(),
            1);

    private static void start(RunDriver run) {
        ParentRef parent = new ParentRef(new UUID(1, 1), "sub", null, 1, null);
        run.accept(new StartWorkflow(
                "c", Payload.EMPTY_OBJECT, Map.of(), Priority.DEFAULT, null, parent, Map.of("below", 1), null, null));
    }

    private void backTo(String savepoint, CompensateRequest.Then then) {
        start(child);
        child.complete("a", "b");
        child.compensateTo(savepoint, then);
    }

    private void assertAllIsUndone() {
        assertThat(child.undoAll()).containsExactly("b", "a");
        assertThat(child.state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(ParentReport.isUndone(child.run())).isTrue();
    }

    @Test
    void rollbackThatWouldGoForwardAgain_goesAllTheWay() {
        backTo("paid", CompensateRequest.Then.RETRY);

        child.accept(UNDO);

        assertAllIsUndone();
    }

    @Test
    void rollbackThatWouldStopAtASavepoint_goesAllTheWay() {
        backTo("paid", CompensateRequest.Then.STOP);

        child.accept(new CloseForParent(RunMessage.How.UNDO, CLOSED));

        assertAllIsUndone();
    }

    @Test
    void undoInAWorkersHands_isNotDisturbed() {
        backTo("paid", CompensateRequest.Then.RETRY);
        RunDriver.Lease undo = child.lease("b");

        child.accept(UNDO);
        child.complete(undo, "{}");

        assertAllIsUndone();
    }

    @Test
    void rollbackThatIsStuckOnItsWay_isTriedAgainAndGoesAllTheWay() {
        backTo("paid", CompensateRequest.Then.RETRY);
        child.fail("b", FailureKind.FATAL);
        assertThat(child.state()).isEqualTo(WorkflowState.COMPENSATION_FAILED);

        child.accept(UNDO);

        assertAllIsUndone();
    }

    @Test
    void runThatHasGoneBackToASavepoint_undoesTheRest() {
        backTo("paid", CompensateRequest.Then.STOP);
        child.undoAll();
        assertThat(child.state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(ParentReport.isUndone(child.run())).isFalse();

        child.accept(UNDO);

        assertAllIsUndone();
    }

    @Test
    void cancelledAsDefined_doesNotGoForwardAgain() {
        backTo("paid", CompensateRequest.Then.RETRY);

        child.accept(new CloseForParent(RunMessage.How.AS_DEFINED, CLOSED));

        assertAllIsUndone();
    }

    @Test
    void runTerminatedWhileAnUndoWasInAWorkersHands_isUndoneAllTheSame() {
        backTo("paid", CompensateRequest.Then.STOP);
        child.lease("b");
        child.accept(Operations.terminateWithoutUndo());

        child.accept(UNDO);

        assertAllIsUndone();
    }

    @Test
    void runTerminatedWhileItsOwnChildWasBeingUndone_asksThatChildAgain() {
        RunDriver middle = new RunDriver(workflow(child("below", "leaf")).build(), 1);
        start(middle);
        UUID below = middle.task("below").child().instanceId();
        middle.accept(hears(below, WorkflowState.COMPLETED, false));
        middle.accept(UNDO);
        middle.accept(Operations.terminateWithoutUndo());

        assertThat(middle.accept(UNDO)).contains(new ChildEvent.ChildUndoRequested("below", null, below));
        middle.accept(hears(below, WorkflowState.COMPENSATED, true));

        assertThat(middle.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    private static HearFromChild hears(UUID child, WorkflowState state, boolean rolledBack) {
        return new HearFromChild(
                child, new RunMessage.Report("below", null, state, CLOSED, rolledBack, null, null, null), null);
    }
}
