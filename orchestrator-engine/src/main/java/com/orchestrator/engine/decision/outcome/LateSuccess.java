package com.orchestrator.engine.decision.outcome;

import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.attempt.Probes;
import com.orchestrator.engine.decision.attempt.UndoRecords;
import com.orchestrator.engine.decision.forward.Forward;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.UndoEvent;
import com.orchestrator.engine.history.UndoScope;
import com.orchestrator.engine.plan.TaskSpec;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import com.orchestrator.engine.run.UndoRun;

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
        if (execution.kind() != ExecutionKind.ACTION || !TaskSpec.hasUndo(task.node()) || execution.wasConfirmed()) {
            return;
        }
        if (execution.round() == task.round()) {
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
        new UndoRecords(change).record(task.undo(), execution.input(), output, null);
        if (task.undo().isWanted(UndoScope.of(run.plan(), run.rollbackTarget())) && isUndone()) {
            new Probes(change).noLongerNeeded(task);
            reopen(task.undo());
        } else if (!run.isAbandoned()) {
            Forward.wayBack(change).undoIfUnwanted(task);
        }
    }

    /** The first undo, while it has not begun, covers the success it was recorded with, however often that happened. */
    private static boolean isCovered(TaskRun task) {
        return task.succeeded()
                && task.undo().state() == UndoRun.State.OPEN
                && task.undo().turn() == 1
                && !task.undo().isUnderWay();
    }

    private boolean isUndone() {
        boolean isBeingUndone = run.phase() == Run.Phase.ROLLBACK || run.phase() == Run.Phase.STUCK;
        return isBeingUndone || run.endedByRollback();
    }

    /** That round is over and was to leave nothing behind, wherever the run has got to meanwhile. */
    private void ofEarlierRound(ExecutionRun execution, Payload output) {
        UndoRun undo = execution.task().undoOf(execution.round());
        new UndoRecords(change).record(undo, execution.input(), output, null);
        reopen(undo);
    }

    private void reopen(UndoRun undo) {
        NodeKey key = undo.task().key();
        if (undo.isUnderWay() || undo.state() == UndoRun.State.SETTLED) {
            change.emit(new UndoEvent.UndoReopened(key.taskId(), key.iteration(), undo.earlierRound()));
        }
        Forward.wayBack(change).goOnAfterReopening();
    }
}
