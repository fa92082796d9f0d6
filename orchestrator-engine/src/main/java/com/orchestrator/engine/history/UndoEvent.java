package com.orchestrator.engine.history;

import com.orchestrator.api.model.TaskError;
import org.jspecify.annotations.Nullable;

/** Facts about what has to be undone, apart from the attempts at it. */
public sealed interface UndoEvent extends RunEvent {

    /** Tells the fold of such events. */
    void tell(Fold fold, Entry entry);

    @Override
    default void tell(Folds folds, Entry entry) {
        tell(folds.undos(), entry);
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
            @Nullable Integer round) implements UndoEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.recorded(this, entry);
        }
    }

    /** A late success: what was undone before it happened has to be undone once more. */
    record UndoReopened(
            String taskId,
            @Nullable String iteration,
            @Nullable Integer round) implements UndoEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.reopened(this);
        }
    }

    /**
     * A task that had been dropped has happened after all: the loser of a join, or what stood in a block that failed. Nobody
     * wants its effect, which is undone at once, apart from any rollback. The task's round is over, and the events that follow
     * name it.
     */
    record EffectUnwanted(String taskId, @Nullable String iteration) implements UndoEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.unwanted(this);
        }
    }

    /** The rollback has come to an effect that nothing takes back: it stays. */
    record UndoImpossible(String taskId, @Nullable String iteration) implements UndoEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.impossible(this);
        }
    }

    /** Dead letter: a person has to deal with it. */
    record UndoGaveUp(
            String taskId,
            @Nullable String iteration,
            TaskError error,
            @Nullable Integer round) implements UndoEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.gaveUp(this, entry);
        }
    }

    /** Payload: the edited input, if any. */
    record UndoRetriedByHand(
            String taskId,
            @Nullable String iteration,
            @Nullable String reason,
            @Nullable Integer round) implements UndoEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.retriedByHand(this, entry);
        }
    }

    record UndoSkippedByHand(
            String taskId,
            @Nullable String iteration,
            @Nullable String reason,
            @Nullable Integer round) implements UndoEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.skippedByHand(this, entry);
        }
    }

    /** Payload: the evidence. */
    record UndoResolvedByHand(
            String taskId,
            @Nullable String iteration,
            @Nullable String reason,
            @Nullable Integer round) implements UndoEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.resolvedByHand(this, entry);
        }
    }

    /** How such events change a run. */
    interface Fold {

        void recorded(UndoRecorded event, Entry entry);

        void reopened(UndoReopened event);

        void unwanted(EffectUnwanted event);

        void impossible(UndoImpossible event);

        void gaveUp(UndoGaveUp event, Entry entry);

        void retriedByHand(UndoRetriedByHand event, Entry entry);

        void skippedByHand(UndoSkippedByHand event, Entry entry);

        void resolvedByHand(UndoResolvedByHand event, Entry entry);
    }
}
