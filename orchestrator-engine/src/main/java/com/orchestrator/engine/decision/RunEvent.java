package com.orchestrator.engine.decision;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.LateOutcome;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A fact in the history of a run. The record's name in UPPER_SNAKE is its stable type on the wire and in the database, its
 * components are its data; a payload, if any, stands in the {@link Entry}. Applying it has no decision in it: two outcomes
 * are two events. All of them stand here in spite of the length, since the list is one contract: names and data that stay in
 * histories for ever.
 */
public sealed interface RunEvent {

    /** Makes it true on the run. */
    void applyTo(Run run, Entry entry);

    // ---- life of the run

    /**
     * Payload: the input.
     *
     * @param parent null unless a task of another run has started it
     * @param childRevisions revisions of the workflows that its tasks will start, by task id
     */
    record WorkflowStarted(
            String namespace,
            String workflow,
            int revision,
            String runId,
            Priority priority,
            Map<String, String> labels,
            @Nullable Instant startAt,
            @Nullable ParentRef parent,
            @Nullable Map<String, Integer> childRevisions)
            implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.lifecycle().started(this, entry);
        }
    }

    /** The first tasks are due; from here the deadline counts. */
    record WorkflowBegan(@Nullable Instant deadline) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.lifecycle().began(this, entry);
        }
    }

    /** Payload: the output. */
    record WorkflowCompleted() implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.lifecycle().completed(entry);
        }
    }

    /**
     * Ended otherwise.
     *
     * @param abandoned true when somebody did not want the effects undone; what comes to light later stays, too
     */
    record WorkflowEnded(
            WorkflowState state, Cause cause, @Nullable Boolean abandoned) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.lifecycle().ended(this, entry);
        }
    }

    /** The run's time was up after a pivot, when it can only go forward: it goes on, without a deadline. */
    record DeadlinePassed() implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.lifecycle().deadlinePassed();
        }
    }

    record WorkflowPaused(@Nullable String reason) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.lifecycle().paused(entry);
        }
    }

    record WorkflowResumed(@Nullable String reason) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.lifecycle().resumed(entry);
        }
    }

    /** A failed or stopped run goes forward again; what the stop had cancelled is pending again. */
    record WorkflowReopened(@Nullable String reason) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.lifecycle().reopened(entry);
        }
    }

    // ---- tasks of every kind

    /** A block, wait or signal begins; {@code choice} is the case a switch took, -1 for none. */
    record TaskEntered(
            String taskId,
            @Nullable String iteration,
            @Nullable Integer choice,
            @Nullable Instant dueAt) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.tasks().entered(this);
        }
    }

    /**
     * A map begins. Payload: the list of its items, unless an earlier event carries it.
     *
     * @param inputSequence event that carries the list; null when this one does
     */
    record MapStarted(
            String taskId,
            @Nullable String iteration,
            @Nullable Long inputSequence) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.tasks().mapStarted(this, entry);
        }
    }

    /**
     * All tasks of an item of a map are done. Payload: what the item has come to, unless an earlier event carries it. Only
     * for maps whose output is read.
     *
     * @param inputSequence event that carries the output; null when this one does
     */
    record ItemPassed(
            String taskId,
            @Nullable String iteration,
            int index,
            @Nullable Long inputSequence) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.tasks().itemPassed(this, entry);
        }
    }

    /**
     * A map has begun enough items for one transaction.
     *
     * @param dueAt when it begins more; null when it does now
     */
    record MapRested(
            String taskId,
            @Nullable String iteration,
            @Nullable Instant dueAt) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.tasks().mapRested(this);
        }
    }

    /** A task that no worker does is done. Payload: its output, if it has one. */
    record TaskPassed(String taskId, @Nullable String iteration) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.tasks().passed(this, entry);
        }
    }

    /** Not taken: its condition was false. */
    record TaskSkipped(String taskId, @Nullable String iteration) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.tasks().skipped(this);
        }
    }

    /** The task as a whole has failed: no further attempt will be made by itself. */
    record TaskGaveUp(String taskId, @Nullable String iteration, int attempt, TaskError error) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.tasks().gaveUp(this);
        }
    }

    /** No longer wanted: a sibling won the join, or an enclosing block failed. */
    record TaskDropped(String taskId, @Nullable String iteration) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.tasks().dropped(this);
        }
    }

    /** A {@code set} task. Payload: the variables after it; the task's output is the same object. */
    record VariablesSet(String taskId, @Nullable String iteration) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.tasks().variablesSet(this, entry);
        }
    }

    /** A person put an output in the place of the task's work. Payload: the output. */
    record TaskSkippedByHand(
            String taskId,
            @Nullable String iteration,
            @Nullable String reason) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.tasks().skippedByHand(this, entry);
        }
    }

    /** A person says it is done. Payload: the output. */
    record TaskCompletedByHand(
            String taskId,
            @Nullable String iteration,
            @Nullable String reason) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.tasks().completedByHand(this, entry);
        }
    }

    /** A person revives a failed task; its counters start again. Payload: the new input, if edited. */
    record TaskRetriedByHand(
            String taskId,
            @Nullable String iteration,
            @Nullable String reason) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.tasks().retriedByHand(this, entry);
        }
    }

    // ---- signals

    /** Buffered until a task consumes it. Payload: what was sent. */
    record SignalReceived(String name, String signalId) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.signals().received(this, entry);
        }
    }

    /** A waiting task took a signal, which is thereby used up. Payload: the signal's. */
    record SignalConsumed(String taskId, @Nullable String iteration, String name, String signalId) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.signals().consumed(this);
            run.tasks().signalled(this, entry);
        }
    }

    // ---- executions

    /**
     * An attempt is waiting for a worker. Payload: the input, unless an earlier event carries it.
     *
     * @param inputSequence event that carries the input; null when this one does
     * @param fenceToken last token of the task so far
     * @param round which of the task's rounds is undone, when it is not the present one; null in all other cases
     */
    record TaskScheduled(
            String taskId,
            @Nullable String iteration,
            UUID executionId,
            ExecutionKind kind,
            int attempt,
            long fenceToken,
            Instant availableAt,
            @Nullable Long inputSequence,
            @Nullable Boolean mayNotHaveHappened,
            @Nullable Integer round)
            implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.executions().scheduled(this, entry);
        }
    }

    record TaskLeased(
            String taskId,
            @Nullable String iteration,
            UUID executionId,
            String workerId,
            long fenceToken,
            Instant leaseExpiresAt,
            long leaseMillis,
            @Nullable Instant executionDeadline)
            implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.executions().leased(this, entry);
        }
    }

    /** The worker extended its lease for the first time; later extensions are no events. */
    record LeaseKept(String taskId, @Nullable String iteration, UUID executionId, Instant leaseExpiresAt)
            implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.executions().leaseKept(this);
        }
    }

    /** The worker gave it back without counting an attempt. */
    record TaskReleased(String taskId, @Nullable String iteration, UUID executionId, long fenceToken)
            implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.executions().released(this, entry);
        }
    }

    /** Payload: the output. */
    record TaskCompleted(
            String taskId,
            @Nullable String iteration,
            UUID executionId,
            ExecutionKind kind,
            int attempt,
            long fenceToken)
            implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.executions().completed(this, entry);
        }
    }

    record TaskFailed(
            String taskId,
            @Nullable String iteration,
            UUID executionId,
            ExecutionKind kind,
            int attempt,
            long fenceToken,
            TaskError error)
            implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.executions().failed(this, entry);
        }
    }

    /** The worker cannot tell whether it happened. Counts as an attempt. */
    record TaskOutcomeUnknown(
            String taskId,
            @Nullable String iteration,
            UUID executionId,
            ExecutionKind kind,
            int attempt,
            long fenceToken,
            TaskError error)
            implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.executions().outcomeUnknown(this, entry);
        }
    }

    /** No report within the attempt's time. Counts as an attempt. */
    record TaskTimedOut(
            String taskId,
            @Nullable String iteration,
            UUID executionId,
            ExecutionKind kind,
            int attempt,
            long fenceToken,
            TaskError error)
            implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.executions().timedOut(this, entry);
        }
    }

    /** The worker fell silent. Counts as lost, not as an attempt. */
    record LeaseExpired(
            String taskId,
            @Nullable String iteration,
            UUID executionId,
            ExecutionKind kind,
            int attempt,
            long fenceToken,
            TaskError error)
            implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.executions().leaseExpired(this, entry);
        }
    }

    /** Ended without a report because nobody wants it any more. */
    record ExecutionCancelled(String taskId, @Nullable String iteration, UUID executionId, long fenceToken)
            implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.executions().cancelled(this, entry);
        }
    }

    /** The worker that holds it is told to stop; it may still report. */
    record CancelRequested(String taskId, @Nullable String iteration, UUID executionId, Instant cancelDeadline)
            implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.executions().cancelRequested(this);
        }
    }

    /** A report that came after the engine had stopped waiting: refused, but kept. Payload: the output. */
    record LateReportKept(
            String taskId,
            @Nullable String iteration,
            UUID executionId,
            ExecutionKind kind,
            long fenceToken,
            LateOutcome outcome,
            @Nullable TaskError error)
            implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.executions().lateReportKept(this, entry);
        }
    }

    // ---- unknown outcomes

    /** It turned out that the task happened. Payload: its output. */
    record EffectConfirmed(String taskId, @Nullable String iteration) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.probes().confirmed(this, entry);
        }
    }

    /** It turned out that no attempt of the task has happened: there is nothing to undo. */
    record EffectRuledOut(String taskId, @Nullable String iteration) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.probes().ruledOut(this);
        }
    }

    /** The probe could not find out whether the task happened. */
    record ProbeGaveUp(String taskId, @Nullable String iteration, TaskError error) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.probes().gaveUp(this);
        }
    }

    /**
     * What others find the run or an attempt by had been lost and is written again: the row of an attempt, or the time at
     * which the run wakes up.
     *
     * @param executionId null for the run itself
     */
    record WakeSourceRestored(
            @Nullable String taskId,
            @Nullable String iteration,
            @Nullable UUID executionId) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.executions().wakeSourceRestored(this);
        }
    }

    // ---- incidents

    record IncidentRaised(String taskId, @Nullable String iteration, TaskError error) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.tasks().incidentRaised(this, entry);
        }
    }

    record IncidentResolved(
            String taskId,
            @Nullable String iteration,
            @Nullable String reason) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.tasks().incidentResolved(this);
        }
    }

    // ---- rollback

    /**
     * The decision to roll back, durable before the first undo.
     *
     * @param cause why; kept as the run's cause unless it has one
     * @param fromTaskId undo down to and including this task; null when the rollback has another target
     * @param toSavepoint undo everything after this save-point; everything there is when both are null
     * @param onFailureOf task whose {@code onFailure} asked for it; null when a person did, or the saga
     * @param round which of that task's rounds follows, from 1; null when none does
     * @param roundsMax how many of them there may be
     * @param crossedPivots completed pivots that are undone by force
     */
    record RollbackStarted(
            Cause cause,
            @Nullable String fromTaskId,
            CompensateRequest.Then then,
            @Nullable String toSavepoint,
            @Nullable String onFailureOf,
            @Nullable Integer round,
            @Nullable Integer roundsMax,
            @Nullable List<String> crossedPivots)
            implements RunEvent {

        /** Nobody's {@code onFailure} asked for it. */
        static RollbackStarted of(Cause cause, UndoTarget target, CompensateRequest.Then then, List<String> crossed) {
            return new RollbackStarted(
                    cause,
                    target.fromTaskId(),
                    then,
                    target.toSavepoint(),
                    null,
                    null,
                    null,
                    crossed.isEmpty() ? null : crossed);
        }

        UndoTarget target() {
            return new UndoTarget(fromTaskId, toSavepoint);
        }

        @Override
        public void applyTo(Run run, Entry entry) {
            run.lifecycle().rollbackStarted(this, entry);
        }
    }

    /**
     * How a task would be undone, recorded with its outcome. Payload: the undo's input. As in the other events of undos,
     * {@code round} says which of the task's rounds is meant when it is not the present one.
     *
     * @param error why the input could not be evaluated; such an undo goes to the dead letters
     */
    record UndoRecorded(
            String taskId,
            @Nullable String iteration,
            @Nullable TaskError error,
            @Nullable Integer round) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.undos().recorded(this, entry);
        }
    }

    /** A late success: what was undone before it happened has to be undone once more. */
    record UndoReopened(
            String taskId,
            @Nullable String iteration,
            @Nullable Integer round) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.undos().reopened(this);
        }
    }

    /** The rollback has come to an effect that nothing takes back: it stays. */
    record UndoImpossible(String taskId, @Nullable String iteration) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.undos().impossible(this);
        }
    }

    /** Dead letter: a person has to deal with it. */
    record UndoGaveUp(
            String taskId,
            @Nullable String iteration,
            TaskError error,
            @Nullable Integer round) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.undos().gaveUp(this);
        }
    }

    /** Payload: the edited input, if any. */
    record UndoRetriedByHand(
            String taskId,
            @Nullable String iteration,
            @Nullable String reason,
            @Nullable Integer round) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.undos().retriedByHand(this, entry);
        }
    }

    record UndoSkippedByHand(
            String taskId,
            @Nullable String iteration,
            @Nullable String reason,
            @Nullable Integer round) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.undos().skippedByHand(this, entry);
        }
    }

    /** Payload: the evidence. */
    record UndoResolvedByHand(
            String taskId,
            @Nullable String iteration,
            @Nullable String reason,
            @Nullable Integer round) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.undos().resolvedByHand(this, entry);
        }
    }

    /** The rollback cannot go on without a person. */
    record RollbackStuck() implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.lifecycle().rollbackStuck();
        }
    }

    /** A person dealt with a dead letter, or a late success came: the rollback goes on. */
    record RollbackResumed() implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.lifecycle().rollbackResumed();
        }
    }

    /** A partial rollback is done; the undone tasks are pending again and the run goes forward. */
    record ForwardResumed(
            @Nullable String fromTaskId, @Nullable String toSavepoint) implements RunEvent {

        UndoTarget target() {
            return new UndoTarget(fromTaskId, toSavepoint);
        }

        @Override
        public void applyTo(Run run, Entry entry) {
            run.lifecycle().forwardResumed(this, entry);
        }
    }

    // ---- children

    /**
     * A task starts another run. Payload: its input.
     *
     * @param held true while the run is paused: the child is told to start when it goes on
     */
    record ChildRequested(
            String taskId,
            @Nullable String iteration,
            UUID childInstanceId,
            String namespace,
            String workflow,
            int revision,
            String runId,
            @Nullable Boolean held)
            implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.children().requested(this, entry);
        }
    }

    /** The child is there, and the task waits for no more. Payload: its ids, the task's output. */
    record ChildStarted(String taskId, @Nullable String iteration, UUID childInstanceId) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.children().started(this, entry);
        }
    }

    /** Payload: the child's output. */
    record ChildCompleted(String taskId, @Nullable String iteration, UUID childInstanceId) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.children().completed(this, entry);
        }
    }

    /**
     * The child has ended otherwise, or was never started.
     *
     * @param stands whether some of its effects may stand, because it was not rolled back
     */
    record ChildEnded(
            String taskId,
            @Nullable String iteration,
            UUID childInstanceId,
            WorkflowState state,
            @Nullable Cause cause,
            boolean stands)
            implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.children().ended(this);
        }
    }

    /** Nobody wants the child any more: it is told to come to an end. */
    record ChildCloseRequested(String taskId, @Nullable String iteration, UUID childInstanceId, RunMessage.How how)
            implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.children().closeRequested(this);
        }
    }

    /** The rollback has come to the task: its child is told to undo everything. */
    record ChildUndoRequested(String taskId, @Nullable String iteration, UUID childInstanceId) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.children().undoRequested(this, entry);
        }
    }

    /** The child has undone everything. */
    record ChildUndone(String taskId, @Nullable String iteration, UUID childInstanceId) implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {
            run.children().undone(this, entry);
        }
    }

    /** The parent wants the run undone, which has passed a pivot: its parent is told that this does not happen. */
    record UndoRefused() implements RunEvent {
        @Override
        public void applyTo(Run run, Entry entry) {}
    }
}
