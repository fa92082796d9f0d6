package com.orchestrator.engine.run;

import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.LateOutcome;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.api.model.TimeRange;
import com.orchestrator.engine.history.AttemptEvent;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.Timer;
import com.orchestrator.engine.plan.TaskSpec;
import com.orchestrator.engine.plan.TaskTimeouts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How events about attempts change a run. */
final class ExecutionFold implements AttemptEvent.Fold {

    private final Run run;

    ExecutionFold(Run run) {
        this.run = run;
    }

    private ExecutionRun execution(UUID executionId) {
        ExecutionRun execution =
                Objects.requireNonNull(run.execution(executionId), () -> "No execution " + executionId);
        run.mayNeedUndo(execution.task);
        return execution;
    }

    @Override
    public void scheduled(AttemptEvent.TaskScheduled event, Entry entry) {
        TaskRun task = run.mentioned(event.taskId(), event.iteration());
        long inputSequence = Objects.requireNonNullElse(event.inputSequence(), entry.sequenceNumber());
        UndoRun undo = event.kind() == ExecutionKind.COMPENSATION
                ? run.folds.undos().undo(event.taskId(), event.iteration(), event.round())
                : null;
        ExecutionRun execution = new ExecutionRun(event, entry, task, undo, inputSequence);
        execution.held = RunState.holdsBack(run, event.kind());
        run.executionRuns.add(execution);
        switch (event.kind()) {
            case ACTION -> forwardScheduled(task, execution, entry);
            case COMPENSATION -> undoScheduled(execution, entry);
            case PROBE -> run.folds.probes().scheduled(execution, entry);
        }
        armSchedule(execution);
    }

    private void forwardScheduled(TaskRun task, ExecutionRun execution, Entry entry) {
        task.become(TaskRun.State.RUNNING);
        task.live = execution;
        task.lastAttempt = execution;
        task.executions++;
        takeInput(task, execution.inputSequence, entry.payload());
        execution.input = task.input;
        if (task.firstReadyAt == null) {
            task.firstReadyAt = entry.at();
            TaskTimeouts timeouts = TaskSpec.of(task.node()).timeouts();
            task.timer = run.timers().armTotal(task.timer, Timer.Kind.TOTAL_TIMEOUT, task.key, timeouts, entry.at());
        }
    }

    /** The input comes with the event, or an earlier event has it: the task's own, or one the run remembers. */
    private void takeInput(TaskRun task, long inputSequence, @Nullable Payload own) {
        Payload known = own == null ? run.knownPayloads.at(inputSequence) : own;
        if (known != null) {
            task.input = known;
        }
        task.inputSequence = inputSequence;
    }

    private void armSchedule(ExecutionRun execution) {
        Duration schedule = execution.spec().timeouts().schedule();
        if (schedule != null) {
            Instant dueAt = TimeRange.later(execution.availableAt, schedule);
            Timer timer = execution.undo == null
                    ? new Timer(dueAt, Timer.Kind.SCHEDULE_TIMEOUT, execution.task.key)
                    : Timer.ofUndo(dueAt, Timer.Kind.SCHEDULE_TIMEOUT, execution.task.key, execution.undo.round);
            execution.scheduleTimer = run.timers().rearm(execution.scheduleTimer, timer);
        }
    }

    private void undoScheduled(ExecutionRun execution, Entry entry) {
        UndoRun undo = execution.undo();
        undo.state = UndoRun.State.RUNNING;
        undo.live = execution;
        undo.task.undoExecutions++;
        if (undo.firstReadyAt == null) {
            undo.firstReadyAt = entry.at();
            Duration total = TaskSpec.ofUndo(undo.task.node()).timeouts().total();
            Timer timer = total == null
                    ? null
                    : Timer.ofUndo(
                            TimeRange.later(entry.at(), total),
                            Timer.Kind.UNDO_TOTAL_TIMEOUT,
                            undo.task.key,
                            undo.round);
            undo.timer = run.timers().rearm(undo.timer, timer);
            run.undosInFlight++;
        }
    }

    @Override
    public void leased(AttemptEvent.TaskLeased event, Entry entry) {
        ExecutionRun execution = execution(event.executionId());
        execution.state = ExecutionState.LEASED;
        execution.permits = Objects.requireNonNullElse(event.permits(), List.of());
        execution.holder = event.workerId();
        execution.leaseExpiresAt = event.leaseExpiresAt();
        execution.leaseMillis = event.leaseMillis();
        execution.executionDeadline = event.executionDeadline();
        execution.leaseToken = event.fenceToken();
        boolean hasRow = run.job() != null && !run.job().keepsAll();
        execution.kept = hasRow;
        execution.keptJustNow = hasRow;
        run.timers().watchLease(execution, hasRow ? null : event.leaseExpiresAt());
        if (execution.startedAt == null) {
            execution.startedAt = entry.at();
        }
        execution.scheduleTimer = run.timers().rearm(execution.scheduleTimer, null);
        bump(execution, event.fenceToken());
        if (execution.undo != null) {
            execution.undo.tried = true;
        }
    }

    @Override
    public void permitsTaken(AttemptEvent.PermitsTaken event) {
        ExecutionRun execution = execution(event.executionId());
        execution.permits = Stream.concat(execution.permits.stream(), event.permits().stream())
                .toList();
        run.executionRuns.touch(execution);
    }

    @Override
    public void waitExtended(AttemptEvent.WaitExtended event) {
        ExecutionRun execution = execution(event.executionId());
        Timer before = execution.scheduleTimer;
        if (before != null) {
            Duration by = Duration.between(before.dueAt(), event.until());
            execution.waitExtendedBy = execution.waitExtendedBy.plus(by);
            execution.scheduleTimer = run.timers().rearm(before, before.later(by));
        }
    }

    /** From here on the lease stands in a row, where it is extended without an event. */
    @Override
    public void leaseKept(AttemptEvent.LeaseKept event) {
        ExecutionRun execution = execution(event.executionId());
        execution.kept = true;
        execution.keptJustNow = true;
        run.keptLeases = true;
        execution.leaseExpiresAt = event.leaseExpiresAt();
        run.timers().watchLease(execution, null);
        run.executionRuns.touch(execution);
    }

    @Override
    public void released(AttemptEvent.TaskReleased event, Entry entry) {
        ExecutionRun execution = execution(event.executionId());
        execution.state = ExecutionState.READY;
        execution.held = RunState.holdsBack(run, execution.kind);
        execution.holder = null;
        execution.leaseExpiresAt = null;
        execution.executionDeadline = null;
        execution.kept = false;
        run.timers().watchLease(execution, null);
        execution.availableAt = entry.at();
        execution.waitExtendedBy = Duration.ZERO;
        bump(execution, event.fenceToken());
        armSchedule(execution);
    }

    @Override
    public void completed(AttemptEvent.TaskCompleted event, Entry entry) {
        ExecutionRun execution = execution(event.executionId());
        end(execution, ExecutionState.SUCCEEDED, event.fenceToken(), entry);
        execution.outputSequence = entry.sequenceNumber();
        execution.reported = true;
        execution.reportedOutput = entry.payload();
        switch (execution.kind) {
            case ACTION -> succeeded(execution, entry);
            case COMPENSATION -> run.folds.undos().performed(execution.undo(), entry);
            case PROBE -> {} // What it says is an event of its own.
        }
    }

    /** Of a round that the task has left it changes what is to be undone, and nothing else. */
    private void succeeded(ExecutionRun execution, Entry entry) {
        if (isOfPresentRound(execution)) {
            run.folds.tasks().succeeded(execution.task, entry);
        } else {
            run.knownPayloads.outputIs(Objects.requireNonNull(entry.payload()), entry.sequenceNumber());
        }
    }

    private static boolean isOfPresentRound(ExecutionRun execution) {
        return execution.round == execution.task.round;
    }

    @Override
    public void failed(AttemptEvent.TaskFailed event, Entry entry) {
        ExecutionRun execution = execution(event.executionId());
        endWithError(execution, ExecutionState.FAILED, event.fenceToken(), event.error(), entry);
        execution.reported = true;
        countFailure(execution);
        switch (event.error().kind()) {
            case RETRYABLE, UNKNOWN, CANCELLED, SUSPEND -> mayHaveHappened(execution, entry);
            case FATAL, COMPENSATE -> {}
        }
    }

    @Override
    public void outcomeUnknown(AttemptEvent.TaskOutcomeUnknown event, Entry entry) {
        ExecutionRun execution = execution(event.executionId());
        endUnknown(execution, event.fenceToken(), event.error(), entry);
        execution.reported = true;
        countFailure(execution);
    }

    @Override
    public void timedOut(AttemptEvent.TaskTimedOut event, Entry entry) {
        ExecutionRun execution = execution(event.executionId());
        endUnknown(execution, event.fenceToken(), event.error(), entry);
        countFailure(execution);
    }

    @Override
    public void leaseExpired(AttemptEvent.LeaseExpired event, Entry entry) {
        ExecutionRun execution = execution(event.executionId());
        endUnknown(execution, event.fenceToken(), event.error(), entry);
        execution.lost = true;
        switch (execution.kind) {
            case ACTION -> execution.task.lost++;
            case COMPENSATION -> execution.undo().lost++;
            case PROBE -> execution.task.probe.lost++;
        }
    }

    private void endUnknown(ExecutionRun execution, long fence, TaskError error, Entry entry) {
        endWithError(execution, ExecutionState.UNKNOWN, fence, error, entry);
        mayHaveHappened(execution, entry);
    }

    private static void mayHaveHappened(ExecutionRun execution, Entry entry) {
        if (isForward(execution)) {
            execution.inDoubt = true;
        }
        if (isForward(execution) && isOfPresentRound(execution)) {
            execution.task.maybeHappened = true;
            execution.task.finishedSequence = entry.sequenceNumber();
        }
    }

    private static void countFailure(ExecutionRun execution) {
        switch (execution.kind) {
            case ACTION -> execution.task.failures++;
            case COMPENSATION -> execution.undo().failures++;
            case PROBE -> execution.task.probe.failures++;
        }
    }

    @Override
    public void cancelled(AttemptEvent.ExecutionCancelled event, Entry entry) {
        ExecutionRun execution = execution(event.executionId());
        boolean wasLeased = execution.state == ExecutionState.LEASED;
        end(execution, ExecutionState.CANCELLED, event.fenceToken(), entry);
        if (wasLeased) {
            mayHaveHappened(execution, entry);
        }
        if (execution.undo != null) {
            run.folds.undos().putBack(execution.undo);
        }
        stop(execution);
        noLongerAsked(execution);
    }

    private void noLongerAsked(ExecutionRun execution) {
        if (execution.kind == ExecutionKind.PROBE) {
            run.folds.probes().restart(execution.task);
        }
    }

    /** The task ends without an outcome of its own; it is pending again should the run go forward again. */
    private void stop(ExecutionRun execution) {
        TaskRun task = execution.task;
        boolean stopsTask = switch (execution.kind) {
            case ACTION -> true;
            case COMPENSATION -> false;
            case PROBE -> !run.goesForward(task.block);
        };
        if (stopsTask && task.state == TaskRun.State.RUNNING) {
            task.become(TaskRun.State.CANCELLED);
            task.timer = run.timers().rearm(task.timer, null);
        }
    }

    @Override
    public void cancelRequested(AttemptEvent.CancelRequested event) {
        ExecutionRun execution = execution(event.executionId());
        execution.cancelDeadline = event.cancelDeadline();
        noLongerAsked(execution);
        run.executionRuns.touch(execution);
    }

    @Override
    public void lateReportKept(AttemptEvent.LateReportKept event, Entry entry) {
        ExecutionRun execution = execution(event.executionId());
        execution.late = event.outcome();
        if (event.outcome() == LateOutcome.LATE_SUCCESS) {
            execution.outputSequence = entry.sequenceNumber();
            execution.task.lateSucceeded |= isForward(execution) && isOfPresentRound(execution);
        }
        run.executionRuns.touch(execution);
    }

    @Override
    public void wakeSourceRestored(AttemptEvent.WakeSourceRestored event) {
        if (event.executionId() != null) {
            ExecutionRun execution = execution(event.executionId());
            execution.rowIsLost();
            run.executionRuns.touch(execution);
        }
    }

    private static boolean isForward(ExecutionRun execution) {
        return execution.kind == ExecutionKind.ACTION;
    }

    private void endWithError(ExecutionRun execution, ExecutionState state, long fence, TaskError error, Entry entry) {
        end(execution, state, fence, entry);
        execution.error = error;
        if (!run.goesForward(execution.task.block)) {
            stop(execution);
        }
    }

    private void end(ExecutionRun execution, ExecutionState state, long fence, Entry entry) {
        execution.state = state;
        execution.held = false;
        execution.endedAt = entry.at();
        execution.leaseExpiresAt = null;
        run.noLongerLive(execution);
        bump(execution, fence);
        if (execution.task.live == execution) {
            execution.task.live = null;
        }
        if (execution.undo != null && execution.undo.live == execution) {
            execution.undo.live = null;
        }
    }

    private void bump(ExecutionRun execution, long fence) {
        execution.fence = fence;
        execution.task.fence = Math.max(execution.task.fence, fence);
        run.executionRuns.touch(execution);
    }
}
