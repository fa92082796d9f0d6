package com.orchestrator.engine.run;

import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.Trouble;
import com.orchestrator.engine.history.UndoEvent;
import org.jspecify.annotations.Nullable;

/** How events about undos change a run. */
final class UndoFold implements UndoEvent.Fold {

    private final Run run;

    UndoFold(Run run) {
        this.run = run;
    }

    /** @param round null for the task's present one, which is all that was ever meant before others could be */
    UndoRun undo(String taskId, @Nullable String iteration, @Nullable Integer round) {
        TaskRun task = run.mentioned(taskId, iteration);
        return round == null ? task.undo : task.undoOf(round);
    }

    @Override
    public void recorded(UndoEvent.UndoRecorded event, Entry entry) {
        UndoRun undo = undo(event.taskId(), event.iteration(), event.round());
        long sequence = entry.payload() == null ? 0 : entry.sequenceNumber();
        UndoRun.Recorded recorded = new UndoRun.Recorded(entry.payload(), sequence, event.error());
        if (undo.isUnderWay()) {
            undo.recordedForNextTurn = recorded;
        } else {
            undo.recorded = recorded;
        }
    }

    void performed(UndoRun undo, Entry entry) {
        undo.performed = true;
        settle(undo, entry);
    }

    private void settle(UndoRun undo, Entry entry) {
        leaveFlight(undo);
        undo.state = UndoRun.State.SETTLED;
        if (undo.wantedAgain) {
            undo.wantedAgain = false;
            openAgain(undo);
        } else {
            run.earlierUndos().remove(undo);
        }
        run.folds.lifecycle().undoSettled(undo, entry);
    }

    private static void openAgain(UndoRun undo) {
        undo.restart();
        undo.turn++;
        undo.tried = false;
        if (undo.recordedForNextTurn != null) {
            undo.recorded = undo.recordedForNextTurn;
            undo.recordedForNextTurn = null;
        }
    }

    private void leaveFlight(UndoRun undo) {
        if (undo.state == UndoRun.State.RUNNING) {
            run.undosInFlight--;
            undo.firstReadyAt = null;
            undo.timer = run.timers().rearm(undo.timer, null);
        }
        if (undo.state == UndoRun.State.DEAD) {
            run.deadUndos.remove(undo);
        }
    }

    @Override
    public void reopened(UndoEvent.UndoReopened event) {
        UndoRun undo = undo(event.taskId(), event.iteration(), event.round());
        if (undo.isUnderWay()) {
            undo.wantedAgain = true;
        } else {
            openAgain(undo);
        }
        if (undo.isOfEarlierRound()) {
            leave(undo);
        }
    }

    /** A run that had ended has given back what it held, and does not hold it anew for what is undone now. */
    private void leave(UndoRun undo) {
        if (run.phase == Run.Phase.ENDED && run.earlierUndos().isEmpty()) {
            run.claims().endIsTakenBack();
        }
        run.earlierUndos().add(undo);
    }

    @Override
    public void unwanted(UndoEvent.EffectUnwanted event) {
        TaskRun task = run.mentioned(event.taskId(), event.iteration());
        UndoRun undo = task.undo;
        TaskFold.leaveRound(task);
        openAgain(undo);
        leave(undo);
    }

    /** Nobody wants anything undone any more. */
    void dropEarlier() {
        for (UndoRun undo : run.earlierUndos().left()) {
            leaveFlight(undo);
            undo.state = UndoRun.State.SETTLED;
            run.earlierUndos().remove(undo);
        }
    }

    /** Nobody is to do it for now: it waits for its turn in the order, in this rollback or in one that may yet come. */
    void putBack(UndoRun undo) {
        leaveFlight(undo);
        undo.state = UndoRun.State.OPEN;
        undo.live = null;
    }

    @Override
    public void impossible(UndoEvent.UndoImpossible event) {
        run.mentioned(event.taskId(), event.iteration()).undo.state = UndoRun.State.IMPOSSIBLE;
    }

    @Override
    public void gaveUp(UndoEvent.UndoGaveUp event, Entry entry) {
        UndoRun undo = undo(event.taskId(), event.iteration(), event.round());
        leaveFlight(undo);
        undo.state = UndoRun.State.DEAD;
        undo.error = event.error();
        run.deadUndos.add(undo);
        undo.raised = new Trouble(
                undo.task.key, true, undo.earlierRound(), event.error(), entry.sequenceNumber(), entry.at());
        run.metTrouble = true;
        run.folds.children().undoGaveUp(undo.task);
        run.folds.lifecycle().deadLettersChanged(undo);
    }

    @Override
    public void retriedByHand(UndoEvent.UndoRetriedByHand event, Entry entry) {
        UndoRun undo = undo(event.taskId(), event.iteration(), event.round());
        leaveFlight(undo);
        undo.restart();
        if (entry.payload() != null) {
            undo.recorded = new UndoRun.Recorded(entry.payload(), entry.sequenceNumber(), null);
        }
        run.folds.lifecycle().deadLettersChanged(undo);
    }

    @Override
    public void skippedByHand(UndoEvent.UndoSkippedByHand event, Entry entry) {
        settle(undo(event.taskId(), event.iteration(), event.round()), entry);
    }

    @Override
    public void resolvedByHand(UndoEvent.UndoResolvedByHand event, Entry entry) {
        performed(undo(event.taskId(), event.iteration(), event.round()), entry);
    }
}
