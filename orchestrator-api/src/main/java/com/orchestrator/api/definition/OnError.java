package com.orchestrator.api.definition;

/** What the failure of a task means for its workflow. */
public enum OnError {
    CONTINUE("continue"),
    FAIL("fail");

    private final String word;

    OnError(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}
