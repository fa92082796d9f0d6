package com.orchestrator.cli.command;

import java.util.List;
import java.util.stream.Stream;

/**
 * An option of a verb, as a value: whoever reads it from an {@link Invocation} names the same object.
 *
 * @param name with its dashes
 * @param shortName with its dash; empty when it has none
 * @param about one sentence
 * @param valueOptional whether it may stand without its value
 */
public record Option(
        String name,
        String shortName,
        Kind kind,
        String about,
        boolean isRequired,
        boolean isRepeated,
        boolean valueOptional) {

    public static Option flag(String name, String about) {
        return of(name, Kind.FLAG, about);
    }

    public static Option of(String name, Kind kind, String about) {
        return new Option(name, "", kind, about, false, false, false);
    }

    public Option shortened(String shorter) {
        return new Option(name, shorter, kind, about, isRequired, isRepeated, valueOptional);
    }

    public Option required() {
        return new Option(name, shortName, kind, about, true, isRepeated, valueOptional);
    }

    /** May be given several times. */
    public Option repeated() {
        return new Option(name, shortName, kind, about, isRequired, true, valueOptional);
    }

    /** May stand alone. */
    public Option alone() {
        return new Option(name, shortName, kind, about, isRequired, isRepeated, true);
    }

    public Option about(String other) {
        return new Option(name, shortName, kind, other, isRequired, isRepeated, valueOptional);
    }

    public List<String> names() {
        return Stream.of(shortName, name).filter(one -> !one.isEmpty()).toList();
    }
}
