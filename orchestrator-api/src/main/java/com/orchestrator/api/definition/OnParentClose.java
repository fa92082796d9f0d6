package com.orchestrator.api.definition;

/** What becomes of a sub-workflow when its parent is rolled back or ends. */
public enum OnParentClose {
    /** The parent's rollback undoes it, also when it has completed. */
    COMPENSATE("compensate"),
    /** While it goes on it is cancelled; what it has completed stays. */
    CANCEL("cancel"),
    /** It goes its own way. */
    ABANDON("abandon");

    private final String word;

    OnParentClose(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}
