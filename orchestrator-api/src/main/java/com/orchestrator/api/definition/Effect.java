package com.orchestrator.api.definition;

/** What a task does to the world outside, and so what a saga can do about it. */
public enum Effect {
    /** Nothing that would have to be undone. */
    NONE("none"),
    /** Undone by its {@code compensate}. */
    COMPENSATABLE("compensatable"),
    /** Once it has completed, the saga only goes forward. */
    PIVOT("pivot"),
    /** Comes after the pivot, and succeeds when it is only tried often enough. */
    RETRIABLE("retriable"),
    /** No undo can take it back. */
    IRREVERSIBLE("irreversible");

    private final String word;

    Effect(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}
