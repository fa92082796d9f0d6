package com.orchestrator.engine.decision.attempt;

import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.decision.DecisionContext.Slot;
import com.orchestrator.engine.decision.Grant;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.history.AttemptControls;
import com.orchestrator.engine.history.AttemptEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.plan.TaskTimeouts;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import com.orchestrator.engine.run.UndoRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Creates attempts and leases them. The one place where an execution comes to be. */
public final class Attempts {

    private final RunChange change;
    private final Run run;

    public Attempts(RunChange change) {
        this.change = change;
        this.run = change.run();
    }

    /**
     * First attempt of a task's round. An input that the history has already, byte for byte, is not stored again.
     *
     * @param controls the rules it is under
     */
    public void first(TaskRun task, Payload input, @Nullable AttemptControls controls) {
        Long known = run.sequenceOf(input);
        schedule(forward(task, Duration.ZERO, known, controls), known == null ? input : null);
    }

    /** Another attempt with the same input. */
    public void again(TaskRun task, Duration delay) {
        AttemptControls controls =
                task.lastAttempt() == null ? null : task.lastAttempt().controls();
        schedule(forward(task, delay, task.inputSequence(), controls), null);
    }

    private AttemptEvent.TaskScheduled forward(
            TaskRun task, Duration delay, @Nullable Long inputSequence, @Nullable AttemptControls controls) {
        return attempt(task, ExecutionKind.ACTION, task.executions() + 1, delay, inputSequence, controls);
    }

    /** Undos and probes stand in the line that the task has stood in. */
    private static @Nullable AttemptControls ofOthers(TaskRun task) {
        AttemptControls forward =
                task.lastAttempt() == null ? null : task.lastAttempt().controls();
        return forward == null ? null : forward.ofOthers();
    }

    /** An attempt at the undo, with the input that was recorded with the forward outcome. */
    public void undo(UndoRun undo, Duration delay) {
        TaskRun task = undo.task();
        boolean isCertain = undo.isOfEarlierRound() || task.happened();
        schedule(
                new AttemptEvent.TaskScheduled(
                        task.key().taskId(),
                        task.key().iteration(),
                        run.nextExecutionId(),
                        ExecutionKind.COMPENSATION,
                        task.undoExecutions() + 1,
                        task.fence(),
                        change.in(delay),
                        undo.inputSequence(),
                        isCertain ? null : Boolean.TRUE,
                        undo.earlierRound(),
                        ofOthers(task)),
                null);
    }

    /** A probe of a task of which nobody can say whether it happened. */
    public void probe(TaskRun task, Duration delay, Payload input) {
        schedule(question(task, delay, null), input);
    }

    /** The same question again. */
    public void probeAgain(TaskRun task, Duration delay) {
        schedule(question(task, delay, task.probe().inputSequence()), null);
    }

    private AttemptEvent.TaskScheduled question(TaskRun task, Duration delay, @Nullable Long known) {
        return attempt(task, ExecutionKind.PROBE, task.probe().executions() + 1, delay, known, ofOthers(task));
    }

    private AttemptEvent.TaskScheduled attempt(
            TaskRun task,
            ExecutionKind kind,
            int number,
            Duration delay,
            @Nullable Long inputSequence,
            @Nullable AttemptControls controls) {
        return new AttemptEvent.TaskScheduled(
                task.key().taskId(),
                task.key().iteration(),
                run.nextExecutionId(),
                kind,
                number,
                task.fence(),
                change.in(delay),
                inputSequence,
                null,
                null,
                controls);
    }

    private void schedule(AttemptEvent.TaskScheduled attempt, @Nullable Payload input) {
        change.emit(attempt, input);
        handOver(Objects.requireNonNull(run.execution(attempt.executionId())));
    }

    /** Leases at once when a worker with a free slot is waiting; saves a round trip and a write. */
    private void handOver(ExecutionRun execution) {
        if (isLeasable(execution)) {
            change.context().slots().take(run, execution).ifPresent(slot -> lease(execution, slot, List.of()));
        }
    }

    /** Whether a worker may have it now. */
    public boolean isLeasable(ExecutionRun execution) {
        return execution.state() == ExecutionState.READY
                && !execution.held()
                && !execution.availableAt().isAfter(change.now());
    }

    /** Gives it to a worker. The task's own lease duration wins over the worker's wish, which wins over the default. */
    public void lease(ExecutionRun execution, Slot slot, List<String> permits) {
        TaskTimeouts timeouts = execution.spec().timeouts();
        Duration lease = timeouts.lease() != null
                ? timeouts.lease()
                : slot.leaseWish().orElse(change.context().limits().leaseDefault());
        Instant deadline = timeouts.execution() == null ? null : change.in(timeouts.execution());
        Instant expiry = change.in(lease);
        if (deadline != null && deadline.isBefore(expiry)) {
            expiry = deadline;
        }
        NodeKey key = execution.task().key();
        change.emit(new AttemptEvent.TaskLeased(
                key.taskId(),
                key.iteration(),
                execution.executionId(),
                slot.workerId(),
                nextFence(execution.task()),
                expiry,
                lease.toMillis(),
                deadline,
                permits.isEmpty() ? null : permits));
        change.grant(new Grant(execution.executionId(), slot, expiry));
    }

    /** Behind all of a life of the database before; that of a task that was never leased is the first number there. */
    private long nextFence(TaskRun task) {
        long floor = change.context().fenceFloor();
        return task.fence() > floor ? task.nextFence() : floor + (task.fence() == 0 ? 1 : 2);
    }

    /** Repeats to a worker the lease it holds already, because the first answer may be lost. */
    public void confirm(ExecutionRun execution, Slot slot) {
        Instant expiry = Objects.requireNonNull(execution.leaseExpiresAt());
        change.grant(new Grant(execution.executionId(), slot, expiry));
    }

    /** Ends an execution nobody wants any more, whether a worker holds it or not. */
    public void cancel(ExecutionRun execution) {
        NodeKey key = execution.task().key();
        if (change.hasJustLeased(execution)) {
            change.emit(new AttemptEvent.TaskReleased(
                    key.taskId(),
                    key.iteration(),
                    execution.executionId(),
                    execution.task().nextFence()));
        }
        change.emit(new AttemptEvent.ExecutionCancelled(
                key.taskId(),
                key.iteration(),
                execution.executionId(),
                execution.task().nextFence()));
    }

    /** Ends it when no worker holds it; otherwise asks the worker to stop, who may still report within one lease. */
    public void stop(ExecutionRun execution) {
        if (execution.state() == ExecutionState.READY || change.hasJustLeased(execution)) {
            cancel(execution);
        } else if (execution.cancelDeadline() == null) {
            NodeKey key = execution.task().key();
            Instant grace = change.in(Duration.ofMillis(execution.leaseMillis()));
            change.emit(
                    new AttemptEvent.CancelRequested(key.taskId(), key.iteration(), execution.executionId(), grace));
        }
    }

    /** The run waits until a person has said how the task goes on. */
    public void suspend(TaskRun task, TaskError error) {
        change.emit(new TaskEvent.IncidentRaised(task.key().taskId(), task.key().iteration(), error));
    }
}
