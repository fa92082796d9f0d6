package com.orchestrator.engine.decision.outcome;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.attempt.Attempts;
import com.orchestrator.engine.decision.attempt.Probes;
import com.orchestrator.engine.decision.attempt.RetryRule;
import com.orchestrator.engine.decision.attempt.UndoRecords;
import com.orchestrator.engine.decision.forward.Failing;
import com.orchestrator.engine.decision.forward.Forward;
import com.orchestrator.engine.decision.rollback.Rollback;
import com.orchestrator.engine.history.AttemptEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.plan.RetryPolicy;
import com.orchestrator.engine.plan.TaskSpec;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import com.orchestrator.engine.run.UndoRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What follows when an attempt has ended. Called after the event that says how it ended. */
public final class Outcomes {

    private static final String POISON = "POISON";

    private final RunChange change;
    private final Run run;

    public Outcomes(RunChange change) {
        this.change = change;
        this.run = change.run();
    }

    /** It worked. */
    public void succeeded(ExecutionRun execution, Payload output) {
        switch (execution.kind()) {
            case ACTION -> attemptSucceeded(execution, output);
            case COMPENSATION -> Forward.wayBack(change).advance();
            case PROBE -> new ProbeOutcomes(change).answered(execution, output);
        }
    }

    /** One that had not ended when the task had to be undone all the same tells what that undo is about. */
    private void attemptSucceeded(ExecutionRun execution, Payload output) {
        if (execution.round() == execution.task().round()) {
            taskSucceeded(execution.task(), output);
        } else {
            new LateSuccess(change).came(execution, output);
            Forward.wayBack(change).advance();
        }
    }

    void taskSucceeded(TaskRun task, Payload output) {
        new UndoRecords(change).record(task, output, null);
        if (run.goesForward(task.block()) && task.state() == TaskRun.State.COMPLETED) {
            new Forward(change).settled(task);
        } else {
            Forward.wayBack(change).undoIfUnwanted(task);
        }
        Forward.wayBack(change).advance();
    }

    /** It did not, and the worker or the clock said so. */
    public void failed(ExecutionRun execution, TaskError error, @Nullable Duration retryAfter) {
        switch (execution.kind()) {
            case ACTION -> forwardFailed(execution, error, retryAfter);
            case COMPENSATION -> undoFailed(execution.undo(), error, retryAfter);
            case PROBE -> new ProbeOutcomes(change).failed(execution, error, retryAfter);
        }
    }

    private void forwardFailed(ExecutionRun execution, TaskError error, @Nullable Duration retryAfter) {
        TaskRun task = execution.task();
        new UndoRecords(change).recordIfInDoubt(task, error);
        if (!run.stillWants(task)) {
            Forward.wayBack(change).advance();
            return;
        }
        switch (error.kind()) {
            case FATAL, COMPENSATE -> new Failing(change).failed(task, error);
            case SUSPEND -> new Attempts(change).suspend(task, error);
            case RETRYABLE, CANCELLED -> tryAgain(execution, retryAfter);
            case UNKNOWN -> unknown(execution, error, retryAfter);
        }
    }

    /** Nobody can say whether it happened: the definition says what follows. */
    private void unknown(ExecutionRun execution, TaskError error, @Nullable Duration retryAfter) {
        TaskRun task = execution.task();
        switch (TaskSpec.workOf(task.node()).onUnknown().choice()) {
            case RETRY -> tryAgain(execution, retryAfter);
            case VERIFY -> new Probes(change).ask(task, Objects.requireNonNullElse(retryAfter, Duration.ZERO));
            case COMPENSATE -> new Failing(change).failed(task, error);
            case HOLD -> new Attempts(change).suspend(task, error);
        }
    }

    /** Another attempt after one that ended without success, unless there were enough; one that was cancelled does not count. */
    void tryAgain(ExecutionRun execution, @Nullable Duration retryAfter) {
        TaskRun task = execution.task();
        if (execution.wasLost()) {
            tryAgainAfterLoss(task);
            return;
        }
        TaskError error = execution.error();
        if (error == null) {
            new Attempts(change).again(task, Duration.ZERO);
            return;
        }
        nextDelay(task, error, retryAfter)
                .ifPresentOrElse(
                        delay -> new Attempts(change).again(task, delay),
                        () -> new Failing(change).failed(task, error));
    }

    private void tryAgainAfterLoss(TaskRun task) {
        if (task.lost() >= change.context().limits().lostMax()) {
            new Attempts(change).suspend(task, poison(task.lost()));
        } else {
            new Attempts(change).again(task, Duration.ZERO);
        }
    }

    private Optional<Duration> nextDelay(TaskRun task, TaskError error, @Nullable Duration retryAfter) {
        TaskSpec spec = TaskSpec.of(task.node());
        RetryPolicy retry = new Failing(change).mustSucceed(task, error.code())
                ? spec.retry().withoutLimit()
                : spec.retry();
        return RetryRule.nextDelay(
                retry,
                error.code(),
                task.failures(),
                task.firstReadyAt(),
                change.now(),
                retryAfter,
                change.context().random());
    }

    private void undoFailed(UndoRun undo, TaskError error, @Nullable Duration retryAfter) {
        Optional<Duration> delay = switch (error.kind()) {
            case FATAL, COMPENSATE, SUSPEND -> Optional.empty();
            case RETRYABLE, UNKNOWN, CANCELLED -> nextUndoDelay(undo, error, retryAfter);
        };
        if (delay.isPresent()) {
            new Attempts(change).undo(undo, delay.get());
        } else {
            undoGaveUp(undo, error);
        }
    }

    private Optional<Duration> nextUndoDelay(UndoRun undo, TaskError error, @Nullable Duration retryAfter) {
        return RetryRule.nextDelay(
                TaskSpec.ofUndo(undo.task().node()).retry(),
                error.code(),
                undo.failures(),
                undo.firstReadyAt(),
                change.now(),
                retryAfter,
                change.context().random());
    }

    void undoGaveUp(UndoRun undo, TaskError error) {
        Rollback rollback = Forward.wayBack(change);
        rollback.giveUp(undo, error);
        rollback.advance();
    }

    /** Its worker fell silent. Not counted as an attempt, but a task that keeps losing workers becomes an incident. */
    public void lost(ExecutionRun execution, TaskError error) {
        switch (execution.kind()) {
            case ACTION -> forwardLost(execution, error);
            case COMPENSATION -> undoLost(execution.undo());
            case PROBE -> new ProbeOutcomes(change).lost(execution, error);
        }
    }

    private void forwardLost(ExecutionRun execution, TaskError error) {
        TaskRun task = execution.task();
        new UndoRecords(change).recordIfInDoubt(task, error);
        if (run.stillWants(task)) {
            unknown(execution, error, null);
        } else {
            Forward.wayBack(change).advance();
        }
    }

    private void undoLost(UndoRun undo) {
        if (undo.lost() >= change.context().limits().lostMax()) {
            undoGaveUp(undo, poison(undo.lost()));
        } else {
            new Attempts(change).undo(undo, Duration.ZERO);
        }
    }

    private static TaskError poison(int lost) {
        return new TaskError(FailureKind.SUSPEND, POISON, lost + " workers were lost while running this task", null);
    }

    /** Nobody spoke for it in time, so nobody knows whether the work was done. */
    public void expire(ExecutionRun execution) {
        NodeKey key = execution.task().key();
        long fence = execution.task().nextFence();
        int attempt = execution.attempt();
        Instant deadline = execution.executionDeadline();
        if (deadline != null && !deadline.isAfter(change.now())) {
            TaskError error = unknown("EXECUTION_TIMEOUT", "No report within the attempt's time");
            change.emit(new AttemptEvent.TaskTimedOut(
                    key.taskId(), key.iteration(), execution.executionId(), execution.kind(), attempt, fence, error));
            failed(execution, error, null);
        } else {
            TaskError error = unknown("LEASE_EXPIRED", "Worker " + execution.holder() + " fell silent");
            change.emit(new AttemptEvent.LeaseExpired(
                    key.taskId(), key.iteration(), execution.executionId(), execution.kind(), attempt, fence, error));
            lost(execution, error);
        }
    }

    private static TaskError unknown(String code, String message) {
        return new TaskError(FailureKind.UNKNOWN, code, message, null);
    }
}
