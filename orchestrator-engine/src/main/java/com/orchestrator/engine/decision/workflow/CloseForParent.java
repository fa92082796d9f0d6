package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.engine.decision.ParentReport;
import com.orchestrator.engine.decision.Rollback;
import com.orchestrator.engine.decision.Run;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.RunMessage.How;
import com.orchestrator.engine.decision.Verdict;

/** The parent no longer wants this run. When it is at rest already, it says so again. */
public record CloseForParent(How how, Cause cause) implements RunCommand {

    @Override
    public Verdict decide(RunChange change) {
        Run run = change.run();
        switch (run.phase()) {
            case FORWARD -> close(change);
            case ROLLBACK -> {
                if (how == How.NO_UNDO) {
                    endWithoutUndo(change);
                }
            }
            case STUCK -> {
                if (how == How.NO_UNDO) {
                    endWithoutUndo(change);
                } else {
                    ParentReport.tell(change, null);
                }
            }
            case ENDED -> ParentReport.tell(change, null);
        }
        return Verdict.ACCEPTED;
    }

    private void close(RunChange change) {
        switch (how) {
            case UNDO -> new Rollback(change).begin(cause, null, CompensateRequest.Then.STOP);
            case AS_DEFINED -> new Rollback(change).begin(cause);
            case NO_UNDO -> endWithoutUndo(change);
        }
    }

    private void endWithoutUndo(RunChange change) {
        new Rollback(change).endWithoutUndo(Rollback.endStateOf(cause), cause);
    }
}
