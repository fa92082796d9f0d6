package com.orchestrator.worker.effects;

import org.jspecify.annotations.Nullable;

/**
 * A row of the table.
 *
 * @param output JSON that the forward work returned, if it returned anything
 */
record EffectRecord(Outcome outcome, @Nullable String output) {

    /** Kept by name in the database. */
    enum Outcome {
        DONE,
        UNDONE,
        NEVER_HAPPENED
    }
}
