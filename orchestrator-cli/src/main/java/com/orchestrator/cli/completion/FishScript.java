package com.orchestrator.cli.completion;

import com.orchestrator.cli.command.Globals;
import com.orchestrator.cli.command.Noun;
import com.orchestrator.cli.command.Option;
import com.orchestrator.cli.command.Verb;
import com.orchestrator.cli.command.Vocabulary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** For fish, which shows what each word is about. */
final class FishScript {

    private static final String SEEN = "__fish_seen_subcommand_from ";

    private final StringBuilder text = new StringBuilder();

    String of(Vocabulary vocabulary) {
        vocabulary.nouns().forEach(noun -> word("__fish_use_subcommand", noun.name(), noun.about()));
        vocabulary.verbs().forEach(verb -> word("__fish_use_subcommand", verb.name(), verb.about()));
        vocabulary.verbs().forEach(verb -> options(SEEN + verb.name(), verb));
        vocabulary.nouns().forEach(this::verbs);
        Globals.all().forEach(option -> option("not __fish_use_subcommand", option));
        return text.toString();
    }

    private void verbs(Noun noun) {
        Map<String, List<Verb>> kinds = noun.verbs().stream()
                .collect(Collectors.groupingBy(
                        verb -> verb.name().split(" ")[0], LinkedHashMap::new, Collectors.toList()));
        String missing = SEEN + noun.name() + "; and not " + SEEN + String.join(" ", kinds.keySet());
        kinds.forEach((first, verbs) -> {
            String seen = SEEN + noun.name() + "; and " + SEEN + first;
            if (verbs.get(0).name().equals(first)) {
                word(missing, first, verbs.get(0).about());
                options(seen, verbs.get(0));
            } else {
                word(missing, first, first + "s");
                seconds(seen, verbs);
            }
        });
    }

    /** Verbs of two words, of which the first is there. */
    private void seconds(String seen, List<Verb> verbs) {
        String all = verbs.stream().map(FishScript::second).collect(Collectors.joining(" "));
        for (Verb verb : verbs) {
            word(seen + "; and not " + SEEN + all, second(verb), verb.about());
            options(seen + "; and " + SEEN + second(verb), verb);
        }
    }

    private static String second(Verb verb) {
        return verb.name().substring(verb.name().indexOf(' ') + 1);
    }

    private void options(String when, Verb verb) {
        verb.options().forEach(option -> option(when, option));
        verb.arguments().stream()
                .flatMap(argument -> argument.kind().words().stream())
                .forEach(word -> word(when, word, verb.name()));
    }

    private void word(String when, String word, String about) {
        line(Stream.of("-f", "-n", quoted(when), "-a", word, "-d", quoted(about)));
    }

    private void option(String when, Option option) {
        String shortName =
                option.shortName().isEmpty() ? "" : " -s " + option.shortName().substring(1);
        String value = option.kind().isFlag() ? "" : option.valueOptional() ? "" : " -r";
        String words = option.kind().words().isEmpty()
                ? ""
                : " -f -a " + quoted(String.join(" ", option.kind().words()));
        line(Stream.of(
                "-n",
                quoted(when),
                "-l",
                option.name().substring(2) + shortName + value + words,
                "-d",
                quoted(option.about())));
    }

    private void line(Stream<String> words) {
        text.append("complete -c orc ")
                .append(words.collect(Collectors.joining(" ")))
                .append('\n');
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
