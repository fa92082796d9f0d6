package com.orchestrator.engine.decision;

import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.Payload;

/**
 * What follows from a success that came too late: refused and kept it is already; what was undone before it happened has to
 * be undone once more.
 */
public final class LateSuccess {

    private final RunChange change;
    private final Run run;

    public LateSuccess(RunChange change) {
        this.change = change;
        this.run = change.run();
    }

    /** Called after the event that keeps it. */
    public void came(ExecutionRun execution, Payload output) {
        TaskRun task = execution.task();
        if (execution.kind() != ExecutionKind.ACTION || !TaskSpec.hasUndo(task) || execution.wasConfirmed()) {
            return;
        }
        if (execution.round() == task.round) {
            ofThisRound(execution, output);
        } else if (!run.isAbandoned()) {
            ofEarlierRound(execution, output);
        }
    }

    private void ofThisRound(ExecutionRun execution, Payload output) {
        TaskRun task = execution.task();
        if (isCovered(task)) {
            return;
        }
        new Outcomes(change).recordUndo(task.undo(), execution.input(), output, null);
        if (UndoScope.of(run.plan(), run.rollbackTarget()).wantsUndone(task) && isUndone()) {
            new Probes(change).noLongerNeeded(task);
            reopen(task.undo());
        }
    }

    /** The first undo, while it has not begun, covers the success it was recorded with, however often that happened. */
    private static boolean isCovered(TaskRun task) {
        return task.succeeded
                && task.undo().state() == UndoRun.State.OPEN
                && task.undo().turn == 1
                && !task.undo().isUnderWay();
    }

    private boolean isUndone() {
        boolean isBeingUndone = run.phase() == Run.Phase.ROLLBACK || run.phase() == Run.Phase.STUCK;
        return isBeingUndone || run.endedByRollback();
    }

    /** That round is over and was to leave nothing behind, wherever the run has got to meanwhile. */
    private void ofEarlierRound(ExecutionRun execution, Payload output) {
        UndoRun undo = execution.task().undoOf(execution.round());
        new Outcomes(change).recordUndo(undo, execution.input(), output, null);
        reopen(undo);
    }

    private void reopen(UndoRun undo) {
        NodeKey key = undo.task().key();
        if (undo.isUnderWay() || undo.state() == UndoRun.State.SETTLED) {
            change.emit(new RunEvent.UndoReopened(key.taskId(), key.iteration(), undo.earlierRound()));
        }
        new Rollback(change).goOnAfterReopening();
    }
}
