package com.orchestrator.engine.store;

/**
 * What tasks of one key take of a fair strand.
 *
 * @param taken how far all of them together move the key on
 */
public record FairShare(Strand strand, String key, long taken) {

    /** How far a task of weight 1 moves its key on. */
    public static final long STEP = 1_000_000;
}
