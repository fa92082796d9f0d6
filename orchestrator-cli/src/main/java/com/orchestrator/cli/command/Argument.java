package com.orchestrator.cli.command;

/**
 * A word without dashes that a verb takes.
 *
 * @param label in capitals, as help shows it
 */
public record Argument(String label, String about, Count count, Kind kind) {

    /** How many words it takes. */
    public enum Count {
        ONE,
        OPTIONAL,
        SOME
    }

    public static Argument one(String label, String about) {
        return new Argument(label, about, Count.ONE, Kind.text(label));
    }

    public Argument optional() {
        return new Argument(label, about, Count.OPTIONAL, kind);
    }

    public Argument some() {
        return new Argument(label, about, Count.SOME, kind);
    }

    public Argument of(Kind other) {
        return new Argument(label, about, count, other);
    }

    public boolean isRequired() {
        return count != Count.OPTIONAL;
    }
}
