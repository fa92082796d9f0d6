package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.engine.decision.Endings;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.children.ParentReport;
import com.orchestrator.engine.decision.forward.Forward;
import com.orchestrator.engine.decision.rollback.Pivots;
import com.orchestrator.engine.history.RunMessage.How;
import com.orchestrator.engine.run.Run;

/** The parent no longer wants this run. When it is at rest already, it says so again. */
public record CloseForParent(How how, Cause cause) implements RunCommand {

    @Override
    public Verdict decide(RunChange change) {
        Run run = change.run();
        switch (run.phase()) {
            case FORWARD -> close(change);
            case ROLLBACK -> {
                if (how == How.NO_UNDO || goesBackOnlySoFar(run)) {
                    close(change);
                }
            }
            case STUCK -> {
                if (how == How.NO_UNDO) {
                    endWithoutUndo(change);
                } else {
                    ParentReport.tell(change, null);
                }
            }
            case ENDED -> closeWhatHasEnded(change);
        }
        return Verdict.ACCEPTED;
    }

    /** It has completed before it could hear that nobody wants it any more; otherwise it says again how it stands. */
    private void closeWhatHasEnded(RunChange change) {
        Run run = change.run();
        if (how == How.UNDO && run.state() == WorkflowState.COMPLETED && !Pivots.isPassed(run)) {
            Forward.wayBack(change).forParent(cause);
        } else {
            ParentReport.tell(change, null);
        }
    }

    /** It would go forward again, or keep what its parent wants undone. */
    private boolean goesBackOnlySoFar(Run run) {
        return run.rollbackTarget().isPartial()
                && (how == How.UNDO || run.rollbackThen() == CompensateRequest.Then.RETRY);
    }

    private void close(RunChange change) {
        switch (how) {
            case UNDO -> Forward.wayBack(change).forParent(cause);
            case AS_DEFINED -> cancel(change);
            case NO_UNDO -> endWithoutUndo(change);
        }
    }

    /** What can only go forward is not stopped half-way: its parent hears its end. */
    private void cancel(RunChange change) {
        boolean wantsUndo = change.run().plan().saga().compensateOn().contains(cause.kind());
        if (!wantsUndo || !Pivots.isPassed(change.run())) {
            Forward.wayBack(change).begin(cause);
        }
    }

    private void endWithoutUndo(RunChange change) {
        Forward.wayBack(change).endWithoutUndo(Endings.stateOf(cause), cause);
    }
}
