package com.orchestrator.server.rest.param;

import com.orchestrator.server.rest.json.Refusals;

/** Entries of one page. */
public record Limit(int value) {

    private static final int MAX = 1_000;

    public static Limit fromString(String text) {
        int value = text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
        if (value < 1 || value > MAX) {
            throw Refusals.invalid("/limit", "'limit' is not a whole number between 1 and " + MAX, null);
        }
        return new Limit(value);
    }
}
