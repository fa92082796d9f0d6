package com.orchestrator.engine.history;

import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.LateOutcome;
import com.orchestrator.api.model.TaskError;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Facts about attempts: at a task, at its undo, or at finding out whether it happened. */
public sealed interface AttemptEvent extends RunEvent {

    /** Tells the fold of such events. */
    void tell(Fold fold, Entry entry);

    @Override
    default void tell(Folds folds, Entry entry) {
        tell(folds.executions(), entry);
    }

    /**
     * An attempt is waiting for a worker. Payload: the input, unless an earlier event carries it.
     *
     * @param inputSequence event that carries the input; null when this one does
     * @param fenceToken last token of the task so far
     * @param round which of the task's rounds is undone, when it is not the present one; null in all other cases
     * @param controls the rules of its definition it is under; null when there is none
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
            @Nullable Integer round,
            @Nullable AttemptControls controls)
            implements AttemptEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.scheduled(this, entry);
        }
    }

    /** @param permits rules that the attempt counts against while it is leased; null when there are none */
    record TaskLeased(
            String taskId,
            @Nullable String iteration,
            UUID executionId,
            String workerId,
            long fenceToken,
            Instant leaseExpiresAt,
            long leaseMillis,
            @Nullable Instant executionDeadline,
            @Nullable List<String> permits)
            implements AttemptEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.leased(this, entry);
        }
    }

    /** It counts against more rules from now on: limits that were set after it had begun. */
    record PermitsTaken(String taskId, @Nullable String iteration, UUID executionId, List<String> permits)
            implements AttemptEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.permitsTaken(this);
        }
    }

    /** It may wait longer for a worker: the breaker of its type has kept it from being taken. */
    record WaitExtended(String taskId, @Nullable String iteration, UUID executionId, Instant until)
            implements AttemptEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.waitExtended(this);
        }
    }

    /** The worker extended its lease for the first time; later extensions are no events. */
    record LeaseKept(String taskId, @Nullable String iteration, UUID executionId, Instant leaseExpiresAt)
            implements AttemptEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.leaseKept(this);
        }
    }

    /** The worker gave it back without counting an attempt. */
    record TaskReleased(String taskId, @Nullable String iteration, UUID executionId, long fenceToken)
            implements AttemptEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.released(this, entry);
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
            implements AttemptEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.completed(this, entry);
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
            implements AttemptEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.failed(this, entry);
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
            implements AttemptEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.outcomeUnknown(this, entry);
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
            implements AttemptEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.timedOut(this, entry);
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
            implements AttemptEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.leaseExpired(this, entry);
        }
    }

    /** Ended without a report because nobody wants it any more. */
    record ExecutionCancelled(String taskId, @Nullable String iteration, UUID executionId, long fenceToken)
            implements AttemptEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.cancelled(this, entry);
        }
    }

    /** The worker that holds it is told to stop; it may still report. */
    record CancelRequested(String taskId, @Nullable String iteration, UUID executionId, Instant cancelDeadline)
            implements AttemptEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.cancelRequested(this);
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
            implements AttemptEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.lateReportKept(this, entry);
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
            @Nullable UUID executionId) implements AttemptEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.wakeSourceRestored(this);
        }
    }

    /** How such events change a run. */
    interface Fold {

        void scheduled(TaskScheduled event, Entry entry);

        void leased(TaskLeased event, Entry entry);

        void permitsTaken(PermitsTaken event);

        void waitExtended(WaitExtended event);

        void leaseKept(LeaseKept event);

        void released(TaskReleased event, Entry entry);

        void completed(TaskCompleted event, Entry entry);

        void failed(TaskFailed event, Entry entry);

        void outcomeUnknown(TaskOutcomeUnknown event, Entry entry);

        void timedOut(TaskTimedOut event, Entry entry);

        void leaseExpired(LeaseExpired event, Entry entry);

        void cancelled(ExecutionCancelled event, Entry entry);

        void cancelRequested(CancelRequested event);

        void lateReportKept(LateReportKept event, Entry entry);

        void wakeSourceRestored(WakeSourceRestored event);
    }
}
