package com.orchestrator.engine.decision.workflow;

import com.orchestrator.api.model.Cause;
import com.orchestrator.engine.decision.NodeKey;
import com.orchestrator.engine.decision.ParentReport;
import com.orchestrator.engine.decision.Pivots;
import com.orchestrator.engine.decision.Rollback;
import com.orchestrator.engine.decision.Run;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.RunEvent;
import com.orchestrator.engine.decision.TaskRun;
import com.orchestrator.engine.decision.UndoRun;
import com.orchestrator.engine.decision.Verdict;

/**
 * The parent's rollback has come to this run: everything is undone, also when it has completed. What gave up before is
 * tried again. A run that has passed a pivot refuses. When everything is undone already, it says so again.
 */
public record UndoForParent(Cause cause) implements RunCommand {

    private static final String REASON = "The parent's undo was asked for again";

    @Override
    public Verdict decide(RunChange change) {
        Run run = change.run();
        switch (run.phase()) {
            case FORWARD -> begin(change);
            case ROLLBACK -> {}
            case STUCK -> retryDeadLetters(change);
            case ENDED -> {
                if (run.endedByRollback()) {
                    ParentReport.tell(change, null);
                } else {
                    begin(change);
                }
            }
        }
        return Verdict.ACCEPTED;
    }

    private void begin(RunChange change) {
        if (Pivots.isPassed(change.run())) {
            ParentReport.refuse(change);
        } else {
            new Rollback(change).everything(cause);
        }
    }

    private static void retryDeadLetters(RunChange change) {
        for (TaskRun task : change.run().tasksSeen()) {
            task.undos().stream()
                    .filter(undo -> undo.state() == UndoRun.State.DEAD)
                    .forEach(undo -> retry(change, undo));
        }
        ByHand.resumeRollback(change);
        new Rollback(change).advance();
    }

    private static void retry(RunChange change, UndoRun undo) {
        NodeKey key = undo.task().key();
        change.emit(new RunEvent.UndoRetriedByHand(key.taskId(), key.iteration(), REASON, undo.earlierRound()));
    }
}
