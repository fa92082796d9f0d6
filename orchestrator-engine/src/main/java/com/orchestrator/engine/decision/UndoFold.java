package com.orchestrator.engine.decision;

import org.jspecify.annotations.Nullable;

/** How events about undos change a run. */
final class UndoFold {

    private final Run run;

    UndoFold(Run run) {
        this.run = run;
    }

    private UndoRun undo(String taskId, @Nullable String iteration) {
        return run.mentioned(taskId, iteration).undo;
    }

    void recorded(RunEvent.UndoRecorded event, Entry entry) {
        UndoRun undo = undo(event.taskId(), event.iteration());
        long sequence = entry.payload() == null ? 0 : entry.sequenceNumber();
        UndoRun.Recorded recorded = new UndoRun.Recorded(entry.payload(), sequence, event.error());
        if (undo.isUnderWay()) {
            undo.recordedForNextTurn = recorded;
        } else {
            undo.recorded = recorded;
        }
    }

    void performed(UndoRun undo) {
        undo.performed = true;
        settle(undo);
    }

    private void settle(UndoRun undo) {
        leaveFlight(undo);
        undo.state = UndoRun.State.SETTLED;
        if (undo.wantedAgain) {
            undo.wantedAgain = false;
            openAgain(undo);
        }
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
            run.deadUndos--;
        }
    }

    void reopened(RunEvent.UndoReopened event) {
        UndoRun undo = undo(event.taskId(), event.iteration());
        if (undo.isUnderWay()) {
            undo.wantedAgain = true;
        } else {
            openAgain(undo);
        }
    }

    /** Nobody is to do it for now: it waits for its turn in the order, in this rollback or in one that may yet come. */
    void putBack(UndoRun undo) {
        leaveFlight(undo);
        undo.state = UndoRun.State.OPEN;
        undo.live = null;
    }

    void impossible(RunEvent.UndoImpossible event) {
        undo(event.taskId(), event.iteration()).state = UndoRun.State.IMPOSSIBLE;
    }

    void gaveUp(RunEvent.UndoGaveUp event) {
        UndoRun undo = undo(event.taskId(), event.iteration());
        leaveFlight(undo);
        undo.state = UndoRun.State.DEAD;
        undo.error = event.error();
        run.deadUndos++;
        run.children().undoGaveUp(run.mentioned(event.taskId(), event.iteration()));
    }

    void retriedByHand(RunEvent.UndoRetriedByHand event, Entry entry) {
        UndoRun undo = undo(event.taskId(), event.iteration());
        leaveFlight(undo);
        undo.restart();
        if (entry.payload() != null) {
            undo.recorded = new UndoRun.Recorded(entry.payload(), entry.sequenceNumber(), null);
        }
    }

    void skippedByHand(RunEvent.UndoSkippedByHand event) {
        settle(undo(event.taskId(), event.iteration()));
    }

    void resolvedByHand(RunEvent.UndoResolvedByHand event) {
        performed(undo(event.taskId(), event.iteration()));
    }
}
