package com.orchestrator.engine.history;

import com.orchestrator.api.model.TaskError;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Facts about tasks of every kind, and about people who decide for them. */
public sealed interface TaskEvent extends RunEvent {

    /** Tells the fold of such events. */
    void tell(Fold fold, Entry entry);

    @Override
    default void tell(Folds folds, Entry entry) {
        tell(folds.tasks(), entry);
    }

    /** A block, wait or signal begins; {@code choice} is the case a switch took, -1 for none. */
    record TaskEntered(
            String taskId,
            @Nullable String iteration,
            @Nullable Integer choice,
            @Nullable Instant dueAt) implements TaskEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.entered(this);
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
            @Nullable Long inputSequence) implements TaskEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.mapStarted(this, entry);
        }
    }

    /**
     * All tasks of an item of a map, or of a turn of a loop, are done. Payload: what it has come to, unless an earlier event
     * carries it. Only where that is read.
     *
     * @param inputSequence event that carries the output; null when this one does
     */
    record ItemPassed(
            String taskId,
            @Nullable String iteration,
            int index,
            @Nullable Long inputSequence) implements TaskEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.itemPassed(this, entry);
        }
    }

    /**
     * A map or a loop has begun enough for one transaction.
     *
     * @param dueAt when it begins more; null when it does now
     */
    record MapRested(
            String taskId,
            @Nullable String iteration,
            @Nullable Instant dueAt) implements TaskEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.mapRested(this);
        }
    }

    /** A task that no worker does is done. Payload: its output, if it has one. */
    record TaskPassed(String taskId, @Nullable String iteration) implements TaskEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.passed(this, entry);
        }
    }

    /** Not taken: its condition was false. */
    record TaskSkipped(String taskId, @Nullable String iteration) implements TaskEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.skipped(this);
        }
    }

    /** The task as a whole has failed: no further attempt will be made by itself. */
    record TaskGaveUp(String taskId, @Nullable String iteration, int attempt, TaskError error) implements TaskEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.gaveUp(this);
        }
    }

    /** No longer wanted: a sibling won the join, or an enclosing block failed. */
    record TaskDropped(String taskId, @Nullable String iteration) implements TaskEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.dropped(this);
        }
    }

    /** A {@code set} task. Payload: the variables after it; the task's output is the same object. */
    record VariablesSet(String taskId, @Nullable String iteration) implements TaskEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.variablesSet(this, entry);
        }
    }

    /** An {@code emit} task has told that something has happened. Payload: what there is to say about it, which is the task's output. */
    record EventEmitted(String taskId, @Nullable String iteration, String event) implements TaskEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.emitted(this, entry);
        }
    }

    /** A person put an output in the place of the task's work. Payload: the output. */
    record TaskSkippedByHand(
            String taskId,
            @Nullable String iteration,
            @Nullable String reason) implements TaskEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.skippedByHand(this, entry);
        }
    }

    /** A person says it is done. Payload: the output. */
    record TaskCompletedByHand(
            String taskId,
            @Nullable String iteration,
            @Nullable String reason) implements TaskEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.completedByHand(this, entry);
        }
    }

    /** A person revives a failed task; its counters start again. Payload: the new input, if edited. */
    record TaskRetriedByHand(
            String taskId,
            @Nullable String iteration,
            @Nullable String reason) implements TaskEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.retriedByHand(this, entry);
        }
    }

    record IncidentRaised(String taskId, @Nullable String iteration, TaskError error) implements TaskEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.incidentRaised(this, entry);
        }
    }

    record IncidentResolved(
            String taskId,
            @Nullable String iteration,
            @Nullable String reason) implements TaskEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.incidentResolved(this);
        }
    }

    /** How such events change a run. */
    interface Fold {

        void entered(TaskEntered event);

        void mapStarted(MapStarted event, Entry entry);

        void itemPassed(ItemPassed event, Entry entry);

        void mapRested(MapRested event);

        void passed(TaskPassed event, Entry entry);

        void skipped(TaskSkipped event);

        void gaveUp(TaskGaveUp event);

        void dropped(TaskDropped event);

        void variablesSet(VariablesSet event, Entry entry);

        void emitted(EventEmitted event, Entry entry);

        void skippedByHand(TaskSkippedByHand event, Entry entry);

        void completedByHand(TaskCompletedByHand event, Entry entry);

        void retriedByHand(TaskRetriedByHand event, Entry entry);

        void incidentRaised(IncidentRaised event, Entry entry);

        void incidentResolved(IncidentResolved event);
    }
}
