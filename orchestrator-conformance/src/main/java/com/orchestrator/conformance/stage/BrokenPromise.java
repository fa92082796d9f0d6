package com.orchestrator.conformance.stage;

/** Something is not as promised; the message is the sentence that says what. */
public final class BrokenPromise extends RuntimeException {

    public BrokenPromise(String sentence) {
        super(sentence);
    }

    /** @param promise what should be so, as a sentence */
    public static void unless(boolean isKept, String promise, Object found) {
        if (!isKept) {
            throw new BrokenPromise(promise + " Found: " + found);
        }
    }
}
