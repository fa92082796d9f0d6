package com.orchestrator.cli.command;

import java.util.List;
import java.util.stream.Stream;

/**
 * All that can be said.
 *
 * @param program what it is called as
 * @param about for the help
 * @param verbs that need no noun
 * @param footer below the help
 */
public record Vocabulary(String program, String about, List<Noun> nouns, List<Verb> verbs, String footer) {

    /** Every verb with the words it is asked for by, {@code instance list}, in the order of the help. */
    public List<Phrase> phrases() {
        return Stream.concat(
                        verbs.stream().map(verb -> new Phrase(verb.name(), verb)),
                        nouns.stream()
                                .flatMap(noun -> noun.verbs().stream()
                                        .map(verb -> new Phrase(noun.name() + " " + verb.name(), verb))))
                .toList();
    }

    /** A verb, and the words it is asked for by. */
    public record Phrase(String words, Verb verb) {}
}
