package com.orchestrator.engine.decision;

import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.LateOutcome;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.plan.TaskTimeouts;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How events about attempts change a run. */
final class ExecutionFold {

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

    void scheduled(RunEvent.TaskScheduled event, Entry entry) {
        TaskRun task = run.mentioned(event.taskId(), event.iteration());
        long inputSequence = Objects.requireNonNullElse(event.inputSequence(), entry.sequenceNumber());
        ExecutionRun execution = new ExecutionRun(event, entry, task, inputSequence);
        execution.held = run.isHeld();
        run.add(execution);
        switch (event.kind()) {
            case ACTION -> forwardScheduled(task, execution, entry);
            case COMPENSATION -> undoScheduled(task, execution, entry);
            case PROBE -> run.probes().scheduled(execution, entry);
        }
        armSchedule(execution);
    }

    private void forwardScheduled(TaskRun task, ExecutionRun execution, Entry entry) {
        task.become(TaskRun.State.RUNNING);
        task.live = execution;
        task.lastAttempt = execution;
        task.executions++;
        takeInput(task, execution.inputSequence, entry.payload());
        if (task.firstReadyAt == null) {
            task.firstReadyAt = entry.at();
            TaskTimeouts timeouts = TaskSpec.of(task).timeouts();
            task.timer = run.timers().armTotal(task.timer, Timer.Kind.TOTAL_TIMEOUT, task.key, timeouts, entry.at());
        }
    }

    /** The input comes with the event, or an earlier event has it: the task's own, or one the run remembers. */
    private void takeInput(TaskRun task, long inputSequence, @Nullable Payload own) {
        Payload known = own == null ? run.knownPayloads().at(inputSequence) : own;
        if (known != null) {
            task.input = known;
        }
        task.inputSequence = inputSequence;
    }

    private void armSchedule(ExecutionRun execution) {
        Duration schedule = TaskSpec.of(execution).timeouts().schedule();
        if (schedule != null) {
            Timer timer =
                    new Timer(execution.availableAt.plus(schedule), Timer.Kind.SCHEDULE_TIMEOUT, execution.task.key);
            execution.scheduleTimer = run.timers().rearm(execution.scheduleTimer, timer);
        }
    }

    private void undoScheduled(TaskRun task, ExecutionRun execution, Entry entry) {
        UndoRun undo = task.undo;
        undo.state = UndoRun.State.RUNNING;
        undo.live = execution;
        undo.executions++;
        if (undo.firstReadyAt == null) {
            undo.firstReadyAt = entry.at();
            TaskTimeouts timeouts = TaskSpec.ofUndo(task).timeouts();
            undo.timer =
                    run.timers().armTotal(undo.timer, Timer.Kind.UNDO_TOTAL_TIMEOUT, task.key, timeouts, entry.at());
            run.undosInFlight++;
        }
    }

    void leased(RunEvent.TaskLeased event, Entry entry) {
        ExecutionRun execution = execution(event.executionId());
        execution.state = ExecutionState.LEASED;
        execution.holder = event.workerId();
        execution.leaseExpiresAt = event.leaseExpiresAt();
        execution.leaseMillis = event.leaseMillis();
        execution.executionDeadline = event.executionDeadline();
        execution.leaseToken = event.fenceToken();
        run.timers().watchLease(execution, event.leaseExpiresAt());
        if (execution.startedAt == null) {
            execution.startedAt = entry.at();
        }
        execution.scheduleTimer = run.timers().rearm(execution.scheduleTimer, null);
        bump(execution, event.fenceToken());
        if (execution.kind == ExecutionKind.COMPENSATION) {
            execution.task.undo.tried = true;
        }
    }

    /** From here on the lease stands in a row, where it is extended without an event. */
    void leaseKept(RunEvent.LeaseKept event) {
        ExecutionRun execution = execution(event.executionId());
        execution.kept = true;
        execution.keptJustNow = true;
        run.keptLeases = true;
        execution.leaseExpiresAt = event.leaseExpiresAt();
        run.timers().watchLease(execution, null);
        run.touch(execution);
    }

    void released(RunEvent.TaskReleased event, Entry entry) {
        ExecutionRun execution = execution(event.executionId());
        execution.state = ExecutionState.READY;
        execution.held = run.isHeld();
        execution.holder = null;
        execution.leaseExpiresAt = null;
        execution.executionDeadline = null;
        execution.kept = false;
        run.timers().watchLease(execution, null);
        execution.availableAt = entry.at();
        bump(execution, event.fenceToken());
        armSchedule(execution);
    }

    void completed(RunEvent.TaskCompleted event, Entry entry) {
        ExecutionRun execution = execution(event.executionId());
        end(execution, ExecutionState.SUCCEEDED, event.fenceToken(), entry);
        execution.outputSequence = entry.sequenceNumber();
        reported(execution, ReportDigest.ofOutput(Objects.requireNonNull(entry.payload())));
        switch (execution.kind) {
            case ACTION -> run.tasks().succeeded(execution.task, entry);
            case COMPENSATION -> run.undos().performed(execution.task.undo);
            case PROBE -> {} // What it says is an event of its own.
        }
    }

    void failed(RunEvent.TaskFailed event, Entry entry) {
        ExecutionRun execution = execution(event.executionId());
        endWithError(execution, ExecutionState.FAILED, event.fenceToken(), event.error(), entry);
        reported(execution, ReportDigest.ofFailure(event.error()));
        countFailure(execution);
        switch (event.error().kind()) {
            case RETRYABLE, UNKNOWN, CANCELLED, SUSPEND -> mayHaveHappened(execution, entry);
            case FATAL, COMPENSATE -> {}
        }
    }

    void outcomeUnknown(RunEvent.TaskOutcomeUnknown event, Entry entry) {
        ExecutionRun execution = execution(event.executionId());
        endUnknown(execution, event.fenceToken(), event.error(), entry);
        reported(execution, ReportDigest.ofFailure(event.error()));
        countFailure(execution);
    }

    void timedOut(RunEvent.TaskTimedOut event, Entry entry) {
        ExecutionRun execution = execution(event.executionId());
        endUnknown(execution, event.fenceToken(), event.error(), entry);
        countFailure(execution);
    }

    void leaseExpired(RunEvent.LeaseExpired event, Entry entry) {
        ExecutionRun execution = execution(event.executionId());
        endUnknown(execution, event.fenceToken(), event.error(), entry);
        execution.lost = true;
        switch (execution.kind) {
            case ACTION -> execution.task.lost++;
            case COMPENSATION -> execution.task.undo.lost++;
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
            execution.task.maybeHappened = true;
            execution.task.finishedSequence = entry.sequenceNumber();
        }
    }

    private static void countFailure(ExecutionRun execution) {
        switch (execution.kind) {
            case ACTION -> execution.task.failures++;
            case COMPENSATION -> execution.task.undo.failures++;
            case PROBE -> execution.task.probe.failures++;
        }
    }

    void cancelled(RunEvent.ExecutionCancelled event, Entry entry) {
        ExecutionRun execution = execution(event.executionId());
        boolean wasLeased = execution.state == ExecutionState.LEASED;
        end(execution, ExecutionState.CANCELLED, event.fenceToken(), entry);
        if (wasLeased) {
            mayHaveHappened(execution, entry);
        }
        if (execution.kind == ExecutionKind.COMPENSATION) {
            run.undos().putBack(execution.task.undo);
        }
        stop(execution);
        noLongerAsked(execution);
    }

    private void noLongerAsked(ExecutionRun execution) {
        if (execution.kind == ExecutionKind.PROBE) {
            run.probes().restart(execution.task);
        }
    }

    /** The task ends without an outcome of its own; it is pending again should the run go forward again. */
    private void stop(ExecutionRun execution) {
        TaskRun task = execution.task;
        boolean stopsTask = switch (execution.kind) {
            case ACTION -> true;
            case COMPENSATION -> false;
            case PROBE -> run.phase != Run.Phase.FORWARD;
        };
        if (stopsTask && task.state == TaskRun.State.RUNNING) {
            task.become(TaskRun.State.CANCELLED);
            task.timer = run.timers().rearm(task.timer, null);
        }
    }

    void cancelRequested(RunEvent.CancelRequested event) {
        ExecutionRun execution = execution(event.executionId());
        execution.cancelDeadline = event.cancelDeadline();
        noLongerAsked(execution);
        run.touch(execution);
    }

    void lateReportKept(RunEvent.LateReportKept event, Entry entry) {
        ExecutionRun execution = execution(event.executionId());
        execution.late = event.outcome();
        if (event.outcome() == LateOutcome.LATE_SUCCESS) {
            execution.outputSequence = entry.sequenceNumber();
            execution.task.lateSucceeded |= isForward(execution) && execution.round == execution.task.round;
        }
        run.touch(execution);
    }

    void wakeSourceRestored(RunEvent.WakeSourceRestored event) {
        if (event.executionId() != null) {
            ExecutionRun execution = execution(event.executionId());
            execution.rowIsLost();
            run.touch(execution);
        }
    }

    private static boolean isForward(ExecutionRun execution) {
        return execution.kind == ExecutionKind.ACTION;
    }

    private static void reported(ExecutionRun execution, long digest) {
        execution.reported = true;
        execution.reportDigest = digest;
    }

    private void endWithError(ExecutionRun execution, ExecutionState state, long fence, TaskError error, Entry entry) {
        end(execution, state, fence, entry);
        execution.error = error;
        if (run.phase != Run.Phase.FORWARD) {
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
        if (execution.task.undo.live == execution) {
            execution.task.undo.live = null;
        }
    }

    private void bump(ExecutionRun execution, long fence) {
        execution.fence = fence;
        execution.task.fence = Math.max(execution.task.fence, fence);
        run.touch(execution);
    }
}
