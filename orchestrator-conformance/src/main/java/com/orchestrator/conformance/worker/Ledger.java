package com.orchestrator.conformance.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

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
    public List<String> of(String runId) {
        return labels(effect -> effect.runId().equals(runId));
    }

    /** What was done in a run and in those that it has started. */
    public List<String> ofFamily(String runId) {
        return labels(effect -> isOfFamily(runId, effect.runId()));
    }

    /** Whether it is the run itself or one that it has started, which is named after its task. */
    public static boolean isOfFamily(String runId, String other) {
        return ("/" + other + "/").contains("/" + runId + "/");
    }

    private synchronized List<String> labels(Predicate<Effect> filter) {
        return effects.stream().filter(filter).map(Effect::label).toList();
    }
}
