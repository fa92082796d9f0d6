package com.orchestrator.engine.decision;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.engine.plan.SagaPlan;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rolls a run back: stops what is in flight, undoes what may have happened, in the order the definition asks for, and ends
 * the run when nothing is left. The decision to roll back is an event before the first undo is.
 */
public final class Rollback {

    private final RunChange change;
    private final Run run;

    public Rollback(RunChange change) {
        this.change = change;
        this.run = change.run();
    }

    /** The run cannot go forward: rolls back if the definition wants that for this kind of cause. */
    public void begin(Cause cause) {
        if (run.plan().saga().compensateOn().contains(cause.kind())) {
            begin(cause, null, CompensateRequest.Then.STOP);
        } else {
            endWithoutUndo(endStateOf(cause), cause);
        }
    }

    /** Rolls back down to and including a task, or everything. */
    public void begin(Cause cause, @Nullable String fromTaskId, CompensateRequest.Then then) {
        change.emit(new RunEvent.RollbackStarted(cause, fromTaskId, then));
        Attempts attempts = new Attempts(change);
        run.liveExecutions().forEach(attempts::stop);
        advance();
    }

    /** Ends at once; what workers still hold is cancelled, and what they report is kept as late. */
    public void endWithoutUndo(WorkflowState state, Cause cause) {
        run.liveExecutions().forEach(this::takeAway);
        change.emit(new RunEvent.WorkflowEnded(state, cause, true));
    }

    /** An operator may yet want a run undone that failed without undo; what its workers were doing then is in doubt. */
    private void takeAway(ExecutionRun execution) {
        new Attempts(change).cancel(execution);
        if (execution.kind() == ExecutionKind.ACTION) {
            new Outcomes(change).recordUndoIfInDoubt(execution.task(), null);
        }
    }

    /** Starts a dead letter's undo that a person asked for, also while other dead letters stop the rollback. */
    public void again(TaskRun task) {
        if (hasRoom() && new UndoOrder(run).ready().contains(task)) {
            start(task);
        }
        advance();
    }

    /** Starts the undos that may start, and closes the rollback when none is left. To be called after every outcome. */
    public void advance() {
        if (run.phase() != Run.Phase.ROLLBACK) {
            return;
        }
        startReady();
        if (isAtRest()) {
            close();
        }
    }

    private void startReady() {
        boolean progress = true;
        while (progress && mayStart()) {
            progress = false;
            List<TaskRun> ready = new UndoOrder(run).ready();
            for (TaskRun task : ready) {
                if (mayStart()) {
                    start(task);
                    progress = true;
                }
            }
        }
    }

    private boolean mayStart() {
        boolean stopped = run.deadUndos() > 0 && run.plan().saga().onUndoFailure() == SagaPlan.OnUndoFailure.SUSPEND;
        return !stopped && hasRoom();
    }

    private boolean hasRoom() {
        long probes = run.liveExecutions().stream()
                .filter(execution -> execution.kind() == ExecutionKind.PROBE)
                .count();
        return run.undosInFlight() + probes < run.plan().saga().parallelismMax();
    }

    private void start(TaskRun task) {
        if (new UndoOrder(run).needsProbe(task)) {
            new Probes(change).ask(task, Duration.ZERO);
        } else {
            undo(task);
        }
    }

    private void undo(TaskRun task) {
        if (task.undo().inputSequence() == 0) {
            TaskError error = task.undo().error();
            giveUp(
                    task,
                    error != null
                            ? error
                            : new TaskError(FailureKind.FATAL, "NO_UNDO_INPUT", "No input recorded", null));
            return;
        }
        new Attempts(change).undo(task, Duration.ZERO);
    }

    /** An undo is beyond retrying: dead letter. */
    void giveUp(TaskRun task, TaskError error) {
        change.emit(new RunEvent.UndoGaveUp(task.key().taskId(), task.key().iteration(), error));
    }

    private boolean isAtRest() {
        UndoOrder order = new UndoOrder(run);
        return run.undosInFlight() == 0
                && !order.forwardInFlight()
                && (run.deadUndos() > 0 || order.open().isEmpty());
    }

    private void close() {
        if (run.deadUndos() > 0) {
            change.emit(new RunEvent.RollbackStuck());
        } else if (run.rollbackThen() == CompensateRequest.Then.RETRY && run.rollbackFrom() != null) {
            change.emit(new RunEvent.ForwardResumed(run.rollbackFrom()));
            new Forward(change).resume();
        } else {
            Cause cause = Objects.requireNonNull(run.cause());
            change.emit(new RunEvent.WorkflowEnded(
                    anythingUndone() ? WorkflowState.COMPENSATED : endStateOf(cause), cause, null));
        }
    }

    private boolean anythingUndone() {
        return run.allExecutions().stream().anyMatch(execution -> execution.kind() == ExecutionKind.COMPENSATION)
                || run.tasksSeen().stream().anyMatch(task -> task.undo().state() == UndoRun.State.SETTLED);
    }

    private static WorkflowState endStateOf(Cause cause) {
        return switch (cause.kind()) {
            case FAILED, TIMED_OUT -> WorkflowState.FAILED;
            case CANCELLED -> WorkflowState.CANCELLED;
            case MANUAL -> cause.code().equals(TERMINATED) ? WorkflowState.TERMINATED : WorkflowState.FAILED;
        };
    }

    /** Code of the cause of a run that an operator terminated. */
    public static final String TERMINATED = "TERMINATED";
}
