package com.orchestrator.cli.output;

import java.util.Map;

/** States stand out, at a terminal. */
final class Colours {

    private static final String GREEN = "32";
    private static final String RED = "31";
    private static final String YELLOW = "33";
    private static final String BLUE = "34";

    private static final Map<String, String> OF_WORDS = Map.ofEntries(
            Map.entry("COMPLETED", GREEN),
            Map.entry("SUCCEEDED", GREEN),
            Map.entry("UP", GREEN),
            Map.entry("OK", GREEN),
            Map.entry("FAILED", RED),
            Map.entry("COMPENSATION_FAILED", RED),
            Map.entry("SUSPENDED", RED),
            Map.entry("UNDO_FAILED", RED),
            Map.entry("LOST", RED),
            Map.entry("DOWN", RED),
            Map.entry("FAULT", RED),
            Map.entry("COMPENSATED", YELLOW),
            Map.entry("COMPENSATING", YELLOW),
            Map.entry("PAUSED", YELLOW),
            Map.entry("CANCELLED", YELLOW),
            Map.entry("TERMINATED", YELLOW),
            Map.entry("WARNING", YELLOW),
            Map.entry("RUNNING", BLUE));

    private Colours() {}

    static String of(Console console, String cell) {
        String colour = console.hasColours() ? OF_WORDS.get(cell) : null;
        return colour == null ? cell : "\u001b[" + colour + "m" + cell + "\u001b[0m";
    }
}
