package com.orchestrator.cli.command;

import com.orchestrator.cli.context.Settings;
import com.orchestrator.cli.outcome.CommandException;
import com.orchestrator.cli.outcome.ExitCode;
import com.orchestrator.cli.output.Console;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** From words to an exit code. */
public final class Program {

    private final Vocabulary vocabulary;
    private final Console console;
    private final String version;

    public Program(Vocabulary vocabulary, Console console, String version) {
        this.vocabulary = vocabulary;
        this.console = console;
        this.version = version;
    }

    /** Does what the words ask for; what goes wrong is told on stderr. */
    public ExitCode run(List<String> words) {
        try {
            return understood(helpLast(words));
        } catch (CommandException e) {
            complain(e);
            return e.exitCode();
        } finally {
            console.out().flush();
            console.err().flush();
        }
    }

    /** {@code help instance list} is {@code instance list --help}. */
    private static List<String> helpLast(List<String> words) {
        return words.isEmpty() || !words.get(0).equals("help")
                ? words
                : Stream.concat(words.stream().skip(1), Stream.of("--help")).toList();
    }

    private ExitCode understood(List<String> words) {
        CommandLine line = Grammar.of(vocabulary, words.isEmpty() ? "" : words.get(0));
        ParseResult parsed;
        try {
            parsed = line.parseArgs(words.toArray(String[]::new));
        } catch (ParameterException e) {
            throw Misuse.of(e);
        }
        ParseResult last = last(parsed);
        CommandLine command = last.commandSpec().commandLine();
        if (last.isUsageHelpRequested()) {
            command.usage(console.out(), ansi());
            return ExitCode.OK;
        }
        if (parsed.isVersionHelpRequested()) {
            console.out().print("orc " + version + "\n");
            return ExitCode.OK;
        }
        if (last.commandSpec().userObject() instanceof Verb verb) {
            Map<String, List<String>> given = Grammar.words(last);
            refuseWhereNobodyCanBeAsked(verb, given, command.getCommandSpec().qualifiedName());
            return run(verb, given);
        }
        throw Misuse.withoutVerb(command);
    }

    private static ParseResult last(ParseResult parsed) {
        return parsed.hasSubcommand() ? last(parsed.subcommand()) : parsed;
    }

    private Ansi ansi() {
        return console.hasColours() ? Ansi.ON : Ansi.OFF;
    }

    private void refuseWhereNobodyCanBeAsked(Verb verb, Map<String, List<String>> given, String path) {
        boolean isSettled = given.containsKey(Globals.YES.name()) || given.containsKey(Globals.DRY_RUN.name());
        if (verb.isDestructive() && !isSettled && !console.isTerminal(Console.Stream.IN)) {
            throw CommandException.usage(
                    "'" + path + "' asks before it changes anything, and nobody can be asked here.",
                    "--yes says yes beforehand.");
        }
    }

    private ExitCode run(Verb verb, Map<String, List<String>> words) {
        Map<String, String> said = Globals.all().stream()
                .filter(option -> words.containsKey(option.name()))
                .collect(Collectors.toUnmodifiableMap(
                        option -> option.name().substring(2),
                        option -> words.getOrDefault(option.name(), List.of()).get(0)));
        return verb.action()
                .run(new Invocation(vocabulary.program(), words, new Settings(said, console.environment()), console));
    }

    private void complain(CommandException fault) {
        console.out().flush();
        PrintStream err = console.err();
        err.print(vocabulary.program() + ": " + fault.getMessage() + "\n");
        fault.hints().forEach(hint -> err.print("  " + hint + "\n"));
    }
}
