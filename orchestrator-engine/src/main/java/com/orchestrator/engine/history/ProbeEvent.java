package com.orchestrator.engine.history;

import com.orchestrator.api.model.TaskError;
import org.jspecify.annotations.Nullable;

/** What was found out about work of unknown outcome. */
public sealed interface ProbeEvent extends RunEvent {

    /** Tells the fold of such events. */
    void tell(Fold fold, Entry entry);

    @Override
    default void tell(Folds folds, Entry entry) {
        tell(folds.probes(), entry);
    }

    /** It turned out that the task happened. Payload: its output. */
    record EffectConfirmed(String taskId, @Nullable String iteration) implements ProbeEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.confirmed(this, entry);
        }
    }

    /** It turned out that no attempt of the task has happened: there is nothing to undo. */
    record EffectRuledOut(String taskId, @Nullable String iteration) implements ProbeEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.ruledOut(this);
        }
    }

    /** The probe could not find out whether the task happened. */
    record ProbeGaveUp(String taskId, @Nullable String iteration, TaskError error) implements ProbeEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.gaveUp(this);
        }
    }

    /** How such events change a run. */
    interface Fold {

        void confirmed(EffectConfirmed event, Entry entry);

        void ruledOut(EffectRuledOut event);

        void gaveUp(ProbeGaveUp event);
    }
}
