package com.orchestrator.cli.command;

import java.util.List;
import java.util.function.Supplier;

/**
 * A kind of thing, and what can be done with it.
 *
 * @param about one sentence
 * @param supply called only when the noun is asked for, since there are many and a start is to be quick
 */
public record Noun(String name, String about, Supplier<List<Verb>> supply) {

    public List<Verb> verbs() {
        return supply.get();
    }
}
