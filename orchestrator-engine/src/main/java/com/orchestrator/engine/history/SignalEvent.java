package com.orchestrator.engine.history;

import org.jspecify.annotations.Nullable;

/** Messages that came from outside, and who took them. */
public sealed interface SignalEvent extends RunEvent {

    /** Tells the fold of such events. */
    void tell(Fold fold, Entry entry);

    @Override
    default void tell(Folds folds, Entry entry) {
        tell(folds.signals(), entry);
    }

    /** Buffered until a task consumes it. Payload: what was sent. */
    record SignalReceived(String name, String signalId) implements SignalEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.received(this, entry);
        }
    }

    /** A waiting task took a signal, which is thereby used up. Payload: the signal's. */
    record SignalConsumed(String taskId, @Nullable String iteration, String name, String signalId)
            implements SignalEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.consumed(this, entry);
        }
    }

    /** How such events change a run. */
    interface Fold {

        void received(SignalReceived event, Entry entry);

        void consumed(SignalConsumed event, Entry entry);
    }
}
