package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.model.Cause;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.decision.children.ParentReport;
import com.orchestrator.engine.decision.forward.Forward;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.UndoEvent;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import com.orchestrator.engine.run.UndoRun;

/**
 * The parent's rollback has come to this run: everything is undone, also when it has completed, or is going back, or has gone
 * back, only a part of the way. What gave up before is tried again. A run that has passed a pivot refuses. When everything is
 * undone already, it says so again.
 */
public record UndoForParent(Cause cause) implements RunCommand {

    private static final String REASON = "The parent's undo was asked for again";

    @Override
    public Verdict decide(RunChange change) {
        Run run = change.run();
        switch (run.phase()) {
            case FORWARD -> Forward.wayBack(change).forParent(cause);
            case ROLLBACK -> goAllTheWay(change);
            case STUCK -> {
                retryDeadLetters(change);
                goAllTheWay(change);
            }
            case ENDED -> {
                if (ParentReport.isUndone(run)) {
                    ParentReport.tell(change, null);
                } else {
                    Forward.wayBack(change).forParent(cause);
                }
            }
        }
        return Verdict.ACCEPTED;
    }

    /** A rollback under way may go back only a part of the way, and may be meant to go forward again. */
    private void goAllTheWay(RunChange change) {
        if (change.run().rollbackTarget().isPartial()) {
            Forward.wayBack(change).forParent(cause);
        }
    }

    private static void retryDeadLetters(RunChange change) {
        for (TaskRun task : change.run().tasksSeen()) {
            task.undos().stream()
                    .filter(undo -> undo.state() == UndoRun.State.DEAD)
                    .forEach(undo -> retry(change, undo));
        }
        ByHand.resumeRollback(change);
        Forward.wayBack(change).advance();
    }

    private static void retry(RunChange change, UndoRun undo) {
        NodeKey key = undo.task().key();
        change.emit(new UndoEvent.UndoRetriedByHand(key.taskId(), key.iteration(), REASON, undo.earlierRound()));
    }
}
