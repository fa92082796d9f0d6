package com.orchestrator.engine.history;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.WorkflowState;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Facts about the runs that tasks have started, and about what a parent is told. */
public sealed interface ChildEvent extends RunEvent {

    /** Tells the fold of such events. */
    void tell(Fold fold, Entry entry);

    @Override
    default void tell(Folds folds, Entry entry) {
        tell(folds.children(), entry);
    }

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
            implements ChildEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.requested(this, entry);
        }
    }

    /** The child is there, and the task waits for no more. Payload: its ids, the task's output. */
    record ChildStarted(String taskId, @Nullable String iteration, UUID childInstanceId) implements ChildEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.started(this, entry);
        }
    }

    /** Payload: the child's output. */
    record ChildCompleted(String taskId, @Nullable String iteration, UUID childInstanceId) implements ChildEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.completed(this, entry);
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
            implements ChildEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.ended(this);
        }
    }

    /** Nobody wants the child any more: it is told to come to an end. */
    record ChildCloseRequested(String taskId, @Nullable String iteration, UUID childInstanceId, RunMessage.How how)
            implements ChildEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.closeRequested(this);
        }
    }

    /** The rollback has come to the task: its child is told to undo everything. */
    record ChildUndoRequested(String taskId, @Nullable String iteration, UUID childInstanceId) implements ChildEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.undoRequested(this, entry);
        }
    }

    /**
     * A person has the child go on from where it failed, or it goes on since its parent does. Payload: what the task that
     * failed there is given now, if that was edited.
     */
    record ChildRetried(
            String taskId,
            @Nullable String iteration,
            UUID childInstanceId,
            @Nullable String reason) implements ChildEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.retried(this, entry);
        }
    }

    /**
     * The parent has asked the run to go on.
     *
     * @param number which time it has
     */
    record ParentRetried(int number, @Nullable String reason) implements ChildEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.parentRetried(this);
        }
    }

    /** The child has undone everything. */
    record ChildUndone(String taskId, @Nullable String iteration, UUID childInstanceId) implements ChildEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.undone(this, entry);
        }
    }

    /** The parent wants the run undone, which has passed a pivot: its parent is told that this does not happen. */
    record UndoRefused() implements ChildEvent {
        @Override
        public void tell(Fold fold, Entry entry) {}
    }

    /** How such events change a run. */
    interface Fold {

        void requested(ChildRequested event, Entry entry);

        void started(ChildStarted event, Entry entry);

        void completed(ChildCompleted event, Entry entry);

        void ended(ChildEnded event);

        void closeRequested(ChildCloseRequested event);

        void undoRequested(ChildUndoRequested event, Entry entry);

        void retried(ChildRetried event, Entry entry);

        void parentRetried(ParentRetried event);

        void undone(ChildUndone event, Entry entry);
    }
}
