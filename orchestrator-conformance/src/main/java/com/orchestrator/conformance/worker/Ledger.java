package com.orchestrator.conformance.worker;

import java.util.ArrayList;
import java.util.List;

/**
 * What was really done: the store behind the workers, which outlives servers. It knows effects by the key the worker was
 * given and does each key once, as any store behind a worker must.
 */
public final class Ledger {

    private final List<Effect> effects = new ArrayList<>();

    /**
     * One effect or undo, in order of time.
     *
     * @param key {@code namespace/workflow/runId/taskId[#iteration]} with {@code :undo} for the undo
     */
    public record Effect(String key) {

        /** Of a sub-workflow it has slashes itself. */
        String runId() {
            return key.split("/", 3)[2].replaceFirst("/[^/]*$", "");
        }

        /** The key without what is the same for the whole run. */
        public String label() {
            return label(key);
        }

        static String label(String key) {
            return key.substring(key.lastIndexOf('/') + 1);
        }
    }

    synchronized void did(String key) {
        Effect effect = new Effect(key);
        if (!effects.contains(effect)) {
            effects.add(effect);
        }
    }

    /** What was done in a run, first to last. */
    public synchronized List<String> of(String runId) {
        return effects.stream()
                .filter(effect -> effect.runId().equals(runId))
                .map(Effect::label)
                .toList();
    }
}
