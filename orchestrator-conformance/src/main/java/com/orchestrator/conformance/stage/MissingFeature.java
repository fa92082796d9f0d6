package com.orchestrator.conformance.stage;

/** The server says that it does not know a feature yet, so the scenario cannot be played. */
public final class MissingFeature extends RuntimeException {

    MissingFeature(String sentence) {
        super(sentence);
    }
}
