package com.orchestrator.api.definition;

/** What follows an attempt of which nobody can say whether it happened. To find out, see {@link TaskStep#verify(String)}. */
public enum OnUnknown {
    /** Another attempt, as after any failure. */
    RETRY("retry"),
    /** As if it had failed; what may have happened is undone. */
    COMPENSATE("compensate"),
    /** A person decides. */
    HOLD("hold");

    private final String word;

    OnUnknown(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}
