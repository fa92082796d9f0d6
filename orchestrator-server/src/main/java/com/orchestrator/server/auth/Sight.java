package com.orchestrator.server.auth;

import java.util.Arrays;
import java.util.Optional;

/** How much of what runs carry somebody sees, from all to nothing. */
public enum Sight {
    ALL(""),
    /** All but what schemas mark as sensitive (ADR 74). */
    MASKED("no-sensitive"),
    /** Nothing of it (ADR 64). */
    NONE("no-payloads");

    private final String word;

    Sight(String word) {
        this.word = word;
    }

    /** As it stands behind a role; nothing for all. */
    String text() {
        return word.isEmpty() ? "" : "+" + word;
    }

    static Optional<Sight> ofWord(String word) {
        return Arrays.stream(values())
                .filter(sight -> !sight.word.isEmpty() && sight.word.equals(word))
                .findFirst();
    }

    /** Whether it shows no more than another. */
    boolean isWithin(Sight other) {
        return compareTo(other) >= 0;
    }
}
