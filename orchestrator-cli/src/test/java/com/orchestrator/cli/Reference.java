package com.orchestrator.cli;

import com.orchestrator.cli.command.Argument;
import com.orchestrator.cli.command.Globals;
import com.orchestrator.cli.command.Noun;
import com.orchestrator.cli.command.Option;
import com.orchestrator.cli.command.Verb;
import com.orchestrator.cli.command.Vocabulary;
import com.orchestrator.cli.noun.Words;
import com.orchestrator.cli.outcome.ExitCode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The part of docs/reference/cli.md that is made of the commands themselves. */
final class Reference {

    private final StringBuilder text = new StringBuilder();

    static String text() {
        Vocabulary words = Words.of("orc");
        Reference reference = new Reference();
        reference.exitCodes();
        reference.globals();
        reference.section("Without a noun", "", words.verbs());
        for (Noun noun : words.nouns()) {
            reference.section("`" + noun.name() + "`", noun.about() + "\n\n", noun.verbs());
        }
        return reference.text.toString();
    }

    private void exitCodes() {
        text.append("## Exit codes\n\n| Code | Meaning |\n|---|---|\n");
        for (ExitCode code : ExitCode.values()) {
            row(String.valueOf(code.number()), code.meaning());
        }
    }

    private void globals() {
        text.append("\n## Options of every command\n\n| Option | |\n|---|---|\n");
        Globals.all().forEach(option -> row(name(option), option.about()));
    }

    private void section(String title, String about, List<Verb> verbs) {
        text.append("\n## ").append(title).append("\n\n").append(about).append("| Command | |\n|---|---|\n");
        for (Verb verb : verbs) {
            row("`" + line(verb) + "`", verb.about() + (verb.isDestructive() ? " Asks first." : "") + details(verb));
        }
    }

    private static String line(Verb verb) {
        return Stream.concat(Stream.of(verb.name()), verb.arguments().stream().map(Reference::label))
                .collect(Collectors.joining(" "));
    }

    private static String label(Argument argument) {
        return switch (argument.count()) {
            case ONE -> argument.label();
            case OPTIONAL -> "[" + argument.label() + "]";
            case SOME -> argument.label() + "...";
        };
    }

    private static String details(Verb verb) {
        return Stream.concat(
                        verb.arguments().stream().map(argument -> "<br>" + argument.label() + ": " + argument.about()),
                        verb.options().stream()
                                .filter(option -> option != Globals.YES)
                                .map(option -> "<br>" + name(option) + (option.isRequired() ? " (needed)" : "") + ": "
                                        + option.about()))
                .collect(Collectors.joining());
    }

    private static String name(Option option) {
        return option.names().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "))
                + (option.kind().isFlag() ? "" : " " + option.kind().label());
    }

    private void row(String left, String right) {
        text.append("| ")
                .append(escaped(left))
                .append(" | ")
                .append(escaped(right))
                .append(" |\n");
    }

    private static String escaped(String cell) {
        return cell.replace("|", "\\|");
    }
}
