package com.orchestrator.engine.decision.outcome;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.attempt.Attempts;
import com.orchestrator.engine.decision.attempt.UndoRecords;
import com.orchestrator.engine.decision.forward.Failing;
import com.orchestrator.engine.decision.forward.Forward;
import com.orchestrator.engine.decision.rollback.Pivots;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.Timer;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import com.orchestrator.engine.run.UndoRun;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Does what a run's timers ask for, each once, none before its time. While a run is paused, deadlines stand still. */
public final class Timers {

    private static final String SCHEDULE_TIMEOUT = "SCHEDULE_TIMEOUT";
    private static final String NOT_TAKEN = "No worker took the task in time";
    private static final String TOTAL_TIMEOUT = "TOTAL_TIMEOUT";
    private static final String TOO_LONG = "The task did not end in time over all its attempts";

    private final RunChange change;
    private final Run run;

    public Timers(RunChange change) {
        this.change = change;
        this.run = change.run();
    }

    public void fireDue() {
        expireLeases();
        for (Timer timer : run.timers().due(change.now())) {
            if (!run.isPaused() && run.timers().isArmed(timer)) {
                fire(timer);
            }
        }
    }

    /** Leases run out whatever the run is doing: a worker that fell silent may hold up a rollback, too. */
    private void expireLeases() {
        for (ExecutionRun execution :
                run.timers().leasesOver(change.now(), change.context().fenceFloor())) {
            if (execution.state() == ExecutionState.LEASED) {
                new Outcomes(change).expire(execution);
            }
        }
    }

    private void fire(Timer timer) {
        TaskRun task =
                timer.kind() == Timer.Kind.BEGIN || timer.kind() == Timer.Kind.DEADLINE ? null : run.task(timer.key());
        switch (timer.kind()) {
            case BEGIN -> new Forward(change).begin();
            case DEADLINE -> deadline();
            case WAIT -> new Forward(change).waitIsOver(Objects.requireNonNull(task));
            case SCHEDULE_TIMEOUT -> scheduleTimeout(timer, Objects.requireNonNull(task));
            case TOTAL_TIMEOUT -> giveUp(Objects.requireNonNull(task), TOTAL_TIMEOUT, TOO_LONG);
            case UNDO_TOTAL_TIMEOUT ->
                undoGiveUp(Objects.requireNonNull(task).undoOf(timer.round()), TOTAL_TIMEOUT, TOO_LONG);
            case PROBE_TOTAL_TIMEOUT ->
                new ProbeOutcomes(change).timedOut(Objects.requireNonNull(task), TOTAL_TIMEOUT, TOO_LONG);
            case LEASE -> throw new IllegalStateException("Leases are no timers of a task");
        }
    }

    /** What can only go forward is not stopped half-way; that it is late can be seen in the history. */
    private void deadline() {
        if (Pivots.isPassed(run)) {
            change.emit(new LifecycleEvent.DeadlinePassed());
            return;
        }
        Forward.wayBack(change)
                .begin(new Cause(Cause.Kind.TIMED_OUT, "DEADLINE_EXCEEDED", "The run did not end in time", null, null));
    }

    /** No worker took the attempt in time: it did not happen. */
    private void scheduleTimeout(Timer timer, TaskRun task) {
        if (timer.round() > 0) {
            undoGiveUp(task.undoOf(timer.round()), SCHEDULE_TIMEOUT, NOT_TAKEN);
        } else if (task.isProbing()) {
            new ProbeOutcomes(change).timedOut(task, SCHEDULE_TIMEOUT, NOT_TAKEN);
        } else {
            giveUp(task, SCHEDULE_TIMEOUT, NOT_TAKEN);
        }
    }

    /** All attempts together took too long; the one under way, if any, is of unknown outcome. */
    private void giveUp(TaskRun task, String code, String message) {
        cancel(task.live());
        TaskError error = error(code, message);
        new UndoRecords(change).recordIfInDoubt(task, error);
        new Failing(change).failed(task, error);
    }

    /** The same for an undo. */
    private void undoGiveUp(UndoRun undo, String code, String message) {
        cancel(undo.live());
        new Outcomes(change).undoGaveUp(undo, error(code, message));
    }

    private void cancel(@Nullable ExecutionRun live) {
        if (live != null) {
            new Attempts(change).cancel(live);
        }
    }

    private static TaskError error(String code, String message) {
        return new TaskError(FailureKind.FATAL, code, message, null);
    }
}
