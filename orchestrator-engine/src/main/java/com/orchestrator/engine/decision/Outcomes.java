package com.orchestrator.engine.decision;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.RetryPolicy;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
            case ACTION -> taskSucceeded(execution.task(), output);
            case COMPENSATION -> new Rollback(change).advance();
            case PROBE -> new Probes(change).answered(execution, output);
        }
    }

    void taskSucceeded(TaskRun task, Payload output) {
        recordUndo(task, output, null);
        if (run.phase() == Run.Phase.FORWARD && task.state() == TaskRun.State.COMPLETED) {
            new Forward(change).settled(task);
        }
        new Rollback(change).advance();
    }

    /** It did not, and the worker or the clock said so. */
    public void failed(ExecutionRun execution, TaskError error, @Nullable Duration retryAfter) {
        switch (execution.kind()) {
            case ACTION -> forwardFailed(execution, error, retryAfter);
            case COMPENSATION -> undoFailed(execution.undo(), error, retryAfter);
            case PROBE -> new Probes(change).failed(execution, error, retryAfter);
        }
    }

    private void forwardFailed(ExecutionRun execution, TaskError error, @Nullable Duration retryAfter) {
        TaskRun task = execution.task();
        recordUndoIfInDoubt(task, error);
        if (!isStillWanted(task)) {
            new Rollback(change).advance();
            return;
        }
        switch (error.kind()) {
            case FATAL, COMPENSATE -> new Forward(change).failed(task, error);
            case SUSPEND -> new Forward(change).suspend(task, error);
            case RETRYABLE, CANCELLED -> tryAgain(execution, retryAfter);
            case UNKNOWN -> unknown(execution, error, retryAfter);
        }
    }

    /** Nobody can say whether it happened: the definition says what follows. */
    private void unknown(ExecutionRun execution, TaskError error, @Nullable Duration retryAfter) {
        TaskRun task = execution.task();
        switch (TaskSpec.workOf(task).onUnknown().choice()) {
            case RETRY -> tryAgain(execution, retryAfter);
            case VERIFY -> new Probes(change).ask(task, Objects.requireNonNullElse(retryAfter, Duration.ZERO));
            case COMPENSATE -> new Forward(change).failed(task, error);
            case HOLD -> new Forward(change).suspend(task, error);
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
                        () -> new Forward(change).failed(task, error));
    }

    private void tryAgainAfterLoss(TaskRun task) {
        if (task.lost() >= change.context().limits().lostMax()) {
            new Forward(change).suspend(task, poison(task.lost()));
        } else {
            new Attempts(change).again(task, Duration.ZERO);
        }
    }

    boolean isStillWanted(TaskRun task) {
        return run.phase() == Run.Phase.FORWARD && task.state() == TaskRun.State.RUNNING;
    }

    private Optional<Duration> nextDelay(TaskRun task, TaskError error, @Nullable Duration retryAfter) {
        TaskSpec spec = TaskSpec.of(task);
        RetryPolicy retry = new Forward(change).mustSucceed(task) ? spec.retry().withoutLimit() : spec.retry();
        return RetryRule.nextDelay(
                retry,
                error.code(),
                task.failures(),
                task.firstReadyAt,
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
                TaskSpec.ofUndo(undo.task).retry(),
                error.code(),
                undo.failures,
                undo.firstReadyAt,
                change.now(),
                retryAfter,
                change.context().random());
    }

    void undoGaveUp(UndoRun undo, TaskError error) {
        Rollback rollback = new Rollback(change);
        rollback.giveUp(undo, error);
        rollback.advance();
    }

    /** Its worker fell silent. Not counted as an attempt, but a task that keeps losing workers becomes an incident. */
    public void lost(ExecutionRun execution, TaskError error) {
        switch (execution.kind()) {
            case ACTION -> forwardLost(execution, error);
            case COMPENSATION -> undoLost(execution.undo());
            case PROBE -> new Probes(change).lost(execution, error);
        }
    }

    private void forwardLost(ExecutionRun execution, TaskError error) {
        TaskRun task = execution.task();
        recordUndoIfInDoubt(task, error);
        if (isStillWanted(task)) {
            unknown(execution, error, null);
        } else {
            new Rollback(change).advance();
        }
    }

    private void undoLost(UndoRun undo) {
        if (undo.lost >= change.context().limits().lostMax()) {
            undoGaveUp(undo, poison(undo.lost));
        } else {
            new Attempts(change).undo(undo, Duration.ZERO);
        }
    }

    private static TaskError poison(int lost) {
        return new TaskError(FailureKind.SUSPEND, POISON, lost + " workers were lost while running this task", null);
    }

    /** Records the undo of a task that may have happened without anybody saying so. */
    public void recordUndoIfInDoubt(TaskRun task, @Nullable TaskError error) {
        Node.Undo undo = undoOf(task);
        if (task.isInDoubt() && undo != null && undo.whenAttempted()) {
            recordUndo(task, Payload.EMPTY_OBJECT, error);
        }
    }

    private static Node.@Nullable Undo undoOf(TaskRun task) {
        return TaskSpec.workOf(task).undo();
    }

    /**
     * Makes the undo's input durable together with the outcome it belongs to, so that later changes of variables or
     * definitions cannot touch it.
     */
    public void recordUndo(TaskRun task, Payload output, @Nullable TaskError error) {
        recordUndo(task.undo(), task.input, output, error);
    }

    void recordUndo(UndoRun undo, @Nullable Payload input, Payload output, @Nullable TaskError error) {
        Node.Undo how = undoOf(undo.task);
        if (how == null) {
            return;
        }
        NodeKey key = undo.task.key();
        try {
            Payload undoInput = how.input() == null
                    ? inputAndOutput(input, output)
                    : how.input().evaluate(RunScope.ofUndo(run, undo, output, error));
            change.emit(new RunEvent.UndoRecorded(key.taskId(), key.iteration(), null, undo.earlierRound()), undoInput);
        } catch (ExpressionFailure failure) {
            TaskError why = new TaskError(FailureKind.FATAL, "UNDO_INPUT_FAILED", failure.getMessage(), null);
            change.emit(new RunEvent.UndoRecorded(key.taskId(), key.iteration(), why, undo.earlierRound()));
        }
    }

    /** Put together from the bytes as they came in. */
    private static Payload inputAndOutput(@Nullable Payload ofTask, Payload output) {
        Payload input = Objects.requireNonNullElse(ofTask, Payload.NULL);
        ByteArrayOutputStream both = new ByteArrayOutputStream(input.size() + output.size() + 24);
        both.writeBytes("{\"input\":".getBytes(StandardCharsets.UTF_8));
        both.writeBytes(input.bytes());
        both.writeBytes(",\"output\":".getBytes(StandardCharsets.UTF_8));
        both.writeBytes(output.bytes());
        both.write('}');
        return Payload.ofJson(both.toByteArray());
    }
}
