package com.orchestrator.engine.decision;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.TaskError;
import java.util.Objects;

/** Does what a run's timers ask for, each once, none before its time. While a run is paused, deadlines stand still. */
public final class Timers {

    private final RunChange change;
    private final Run run;

    public Timers(RunChange change) {
        this.change = change;
        this.run = change.run();
    }

    public void fireDue() {
        expireLeases();
        for (Timer timer : run.timers().due(change.now())) {
            if (run.phase() == Run.Phase.FORWARD && !run.isPaused()) {
                fire(timer);
            }
        }
    }

    /** Leases run out whatever the run is doing: a worker that fell silent may hold up a rollback, too. */
    private void expireLeases() {
        for (ExecutionRun execution : run.timers().leasesOver(change.now())) {
            if (execution.state() == ExecutionState.LEASED) {
                new Attempts(change).expire(execution);
            }
        }
    }

    private void fire(Timer timer) {
        TaskRun task =
                timer.kind() == Timer.Kind.BEGIN || timer.kind() == Timer.Kind.DEADLINE ? null : run.task(timer.key());
        switch (timer.kind()) {
            case BEGIN -> new Forward(change).begin();
            case DEADLINE -> deadline();
            case WAIT -> waitIsOver(timer, Objects.requireNonNull(task));
            case SCHEDULE_TIMEOUT -> scheduleTimeout(timer, Objects.requireNonNull(task));
            case TOTAL_TIMEOUT -> totalTimeout(timer, Objects.requireNonNull(task));
            case LEASE -> throw new IllegalStateException("Leases are no timers of a task");
        }
    }

    /** What can only go forward is not stopped half-way; that it is late can be seen in the history. */
    private void deadline() {
        if (Pivots.isPassed(run)) {
            change.emit(new RunEvent.DeadlinePassed());
            return;
        }
        new Rollback(change)
                .begin(new Cause(Cause.Kind.TIMED_OUT, "DEADLINE_EXCEEDED", "The run did not end in time", null, null));
    }

    private void waitIsOver(Timer timer, TaskRun task) {
        if (timer.equals(task.timer)) {
            new Forward(change).waitIsOver(task);
        }
    }

    /** No worker took the attempt in time: it did not happen. */
    private void scheduleTimeout(Timer timer, TaskRun task) {
        ExecutionRun live = task.live();
        if (live != null && timer.equals(live.scheduleTimer) && live.state() == ExecutionState.READY) {
            new Attempts(change).cancel(live);
            giveUp(task, "SCHEDULE_TIMEOUT", "No worker took the task in time");
        }
    }

    /** All attempts together took too long; the one under way, if any, is of unknown outcome. */
    private void totalTimeout(Timer timer, TaskRun task) {
        if (!timer.equals(task.timer)) {
            return;
        }
        ExecutionRun live = task.live();
        if (live != null) {
            new Attempts(change).cancel(live);
        }
        giveUp(task, "TOTAL_TIMEOUT", "The task did not end in time over all its attempts");
    }

    private void giveUp(TaskRun task, String code, String message) {
        TaskError error = new TaskError(FailureKind.FATAL, code, message, null);
        new Outcomes(change).recordUndoIfInDoubt(task, error);
        new Forward(change).failed(task, error);
    }
}
