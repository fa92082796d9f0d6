package com.orchestrator.engine.history;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Facts about what only so many runs may hold at once: places among the runs of a key, and semantic locks. What is held is
 * held through the undo, to the end of the run, unless it is dropped before.
 */
public sealed interface ClaimEvent extends RunEvent {

    /** Tells the fold of such events. */
    void tell(Fold fold, Entry entry);

    @Override
    default void tell(Folds folds, Entry entry) {
        tell(folds.claims(), entry);
    }

    /**
     * There was no room: it waits, in the order of requests, until it has all of them.
     *
     * @param taskId the task that needs them; null for the run itself
     * @param names as {@link ClaimName} writes them
     */
    record ClaimsRequested(
            @Nullable String taskId, @Nullable String iteration, List<String> names) implements ClaimEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.requested(this);
        }
    }

    /**
     * From now on it holds them.
     *
     * @param fences a number for each name, greater than any that was given for it before
     */
    record ClaimsGranted(@Nullable String taskId, @Nullable String iteration, Map<String, Long> fences)
            implements ClaimEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.granted(this, entry);
        }
    }

    /** Its task no longer needs what it holds or waits for. */
    record ClaimsDropped(@Nullable String taskId, @Nullable String iteration) implements ClaimEvent {
        @Override
        public void tell(Fold fold, Entry entry) {
            fold.dropped(this);
        }
    }

    /** How such events change a run. */
    interface Fold {

        void requested(ClaimsRequested event);

        void granted(ClaimsGranted event, Entry entry);

        void dropped(ClaimsDropped event);
    }
}
