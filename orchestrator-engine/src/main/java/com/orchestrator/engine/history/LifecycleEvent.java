package com.orchestrator.engine.history;

import com.orchestrator.api.model.AttributeValue;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.engine.plan.Finally;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Facts about the run as a whole: its beginning, its ends, pauses, and which way it goes. */
public sealed interface LifecycleEvent extends RunEvent {

    /** Tells the fold of such events. */
    void tell(Fold fold, Entry entry);

    @Override
    default void tell(Folds folds, Entry entry) {
        tell(folds.lifecycle(), entry);
    }

    /**
     * Payload: the input.
     *
     * @param parent null unless a task of another run has started it
     * @param childRevisions revisions of the workflows that its tasks will start, by task id
     * @param job what it was put with; null unless the run is a job, whose plan is made of it
     * @param traceparent the trace that the start is part of; null when nobody has said one
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
            @Nullable Map<String, Integer> childRevisions,
            @Nullable JobTerms job,
            @Nullable String traceparent)
            implements LifecycleEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.started(this, entry);
        }
    }

    /**
     * What the run can be found by from now on.
     *
     * @param values all of them, by their names
     * @param unfit those whose value could not be evaluated or does not fit its type; null when there are none
     */
    record AttributesSet(
            Map<String, AttributeValue> values, @Nullable List<String> unfit) implements LifecycleEvent {

        public static final AttributesSet NONE = new AttributesSet(Map.of(), null);

        public AttributesSet {
            values = Map.copyOf(values);
        }

        /** Whether it is known that these do not fit. */
        public boolean knowsOf(Collection<String> names) {
            return unfit != null && unfit.containsAll(names);
        }

        @Override
        public void tell(Fold fold, Entry entry) {
            fold.attributesSet(this);
        }
    }

    /**
     * A person has changed labels of the run, in whatever state it was.
     *
     * @param set those that it has from now on
     * @param removed those that it has no more; null when there are none
     */
    record LabelsChanged(
            Map<String, String> set,
            @Nullable List<String> removed,
            @Nullable String reason) implements LifecycleEvent {

        public LabelsChanged {
            set = Map.copyOf(set);
        }

        /** The names of those that it has no more. */
        public List<String> gone() {
            return removed == null ? List.of() : removed;
        }

        /** What it makes of labels. */
        public Map<String, String> applyTo(Map<String, String> labels) {
            Map<String, String> now = new HashMap<>(labels);
            gone().forEach(now::remove);
            now.putAll(set);
            return Map.copyOf(now);
        }

        @Override
        public void tell(Fold fold, Entry entry) {
            fold.labelsChanged(this);
        }
    }

    /** The first tasks are due; from here the deadline counts. */
    record WorkflowBegan(@Nullable Instant deadline) implements LifecycleEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.began(this, entry);
        }
    }

    /** Payload: the output. */
    record WorkflowCompleted() implements LifecycleEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.completed(entry);
        }
    }

    /**
     * Ended otherwise.
     *
     * @param abandoned true when somebody did not want the effects undone; what comes to light later stays, too
     */
    record WorkflowEnded(
            WorkflowState state, Cause cause, @Nullable Boolean abandoned) implements LifecycleEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.ended(this, entry);
        }
    }

    /** The run's time was up after a pivot, when it can only go forward: it goes on, without a deadline. */
    record DeadlinePassed() implements LifecycleEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.deadlinePassed();
        }
    }

    record WorkflowPaused(@Nullable String reason) implements LifecycleEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.paused(entry);
        }
    }

    record WorkflowResumed(@Nullable String reason) implements LifecycleEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.resumed(entry);
        }
    }

    /** A failed or stopped run goes forward again; what the stop had cancelled is pending again. */
    record WorkflowReopened(@Nullable String reason) implements LifecycleEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.reopened(entry);
        }
    }

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
            implements LifecycleEvent {

        /** Nobody's {@code onFailure} asked for it. */
        public static RollbackStarted of(
                Cause cause, UndoTarget target, CompensateRequest.Then then, List<String> crossed) {
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

        public UndoTarget target() {
            return new UndoTarget(fromTaskId, toSavepoint);
        }

        @Override
        public void tell(Fold fold, Entry entry) {
            fold.rollbackStarted(this, entry);
        }
    }

    /** The rollback cannot go on without a person. */
    record RollbackStuck() implements LifecycleEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.rollbackStuck();
        }
    }

    /** A person dealt with a dead letter, or a late success came: the rollback goes on. */
    record RollbackResumed() implements LifecycleEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.rollbackResumed();
        }
    }

    /**
     * The rollback has come to an end, or to a halt, and what the definition wants done then begins. It is done when its tasks are.
     *
     * @param cause of the rollback; where it has come to a halt, why the undo gave up
     */
    record FinallyBegan(Finally what, Cause cause) implements LifecycleEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.finallyBegan(this);
        }
    }

    /** A partial rollback is done; the undone tasks are pending again and the run goes forward. */
    record ForwardResumed(
            @Nullable String fromTaskId, @Nullable String toSavepoint) implements LifecycleEvent {

        public UndoTarget target() {
            return new UndoTarget(fromTaskId, toSavepoint);
        }

        @Override
        public void tell(Fold fold, Entry entry) {
            fold.forwardResumed(this, entry);
        }
    }

    /**
     * A fault had set the run aside, and it goes on from what was durable.
     *
     * @param openedAt since when it was set aside
     * @param reason why somebody took it up again; null when the engine did by itself
     */
    record SetAsideResolved(
            UUID incidentId,
            String code,
            String message,
            Instant openedAt,
            @Nullable String reason) implements LifecycleEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.setAsideResolved();
        }
    }

    /**
     * What follows in the same moment a batch has asked for. Once for each batch and run: it is how a repeat is recognised.
     *
     * @param operation as it is written in JSON
     */
    record BatchApplied(UUID batchId, String operation, String reason) implements LifecycleEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.batchApplied(this);
        }
    }

    /**
     * The key of what the run carries is destroyed: its history says what happened and no longer with what, and it goes nowhere any more.
     */
    record PayloadsErased(@Nullable String reason) implements LifecycleEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.payloadsErased();
        }
    }

    /** How such events change a run. */
    interface Fold {

        void started(WorkflowStarted event, Entry entry);

        void attributesSet(AttributesSet event);

        void labelsChanged(LabelsChanged event);

        void began(WorkflowBegan event, Entry entry);

        void completed(Entry entry);

        void ended(WorkflowEnded event, Entry entry);

        void deadlinePassed();

        void paused(Entry entry);

        void resumed(Entry entry);

        void reopened(Entry entry);

        void rollbackStarted(RollbackStarted event, Entry entry);

        void rollbackStuck();

        void rollbackResumed();

        void finallyBegan(FinallyBegan event);

        void forwardResumed(ForwardResumed event, Entry entry);

        void setAsideResolved();

        void batchApplied(BatchApplied event);

        void payloadsErased();
    }
}
