package com.orchestrator.cli.command;

import com.orchestrator.cli.context.Settings;
import com.orchestrator.cli.http.Api;
import com.orchestrator.cli.outcome.CommandException;
import com.orchestrator.cli.outcome.ExitCode;
import com.orchestrator.cli.output.Console;
import com.orchestrator.cli.output.Printer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A verb that was asked for: the words it was given, and what it needs to do what it does. */
public final class Invocation {

    private final Map<String, List<String>> words;
    private final String program;
    private final Settings settings;
    private final Console console;
    private final Printer printer;
    private @Nullable Api api;

    /**
     * @param program what the user calls it
     * @param words what was given, by the names of options and the labels of arguments
     */
    Invocation(String program, Map<String, List<String>> words, Settings settings, Console console) {
        this.program = program;
        this.words = words;
        this.settings = settings;
        this.console = console;
        this.printer = new Printer(console, settings.format(), !has(Globals.NO_HEADERS), !has(Globals.QUIET));
    }

    public boolean has(Option option) {
        return words.containsKey(option.name());
    }

    public Optional<String> value(Option option) {
        return values(option).stream().findFirst();
    }

    /** The value of an option that is required. */
    public String get(Option option) {
        return values(option).get(0);
    }

    public Optional<Long> number(Option option) {
        return value(option).map(Long::valueOf);
    }

    public List<String> values(Option option) {
        return words.getOrDefault(option.name(), List.of());
    }

    /** The word of an argument of which there is one. */
    public String get(Argument argument) {
        return values(argument).get(0);
    }

    public Optional<String> value(Argument argument) {
        return values(argument).stream().findFirst();
    }

    public List<String> values(Argument argument) {
        return words.getOrDefault(argument.label(), List.of());
    }

    /** As the user would write it, for hints. */
    public String line(String words) {
        return program + " " + words;
    }

    public Optional<String> namespace() {
        return settings.namespace();
    }

    public Settings settings() {
        return settings;
    }

    public Console console() {
        return console;
    }

    public Printer printer() {
        return printer;
    }

    /** The server; it is not asked before a command asks something of it. */
    public Api api() {
        if (api == null) {
            api = new Api(settings.url(), settings.token(), this::trace);
        }
        return api;
    }

    private void trace(String line) {
        if (has(Globals.VERBOSE)) {
            console.err().println(line);
        }
    }

    /**
     * Asks before something is ended, undone or deleted.
     *
     * Where nobody can be asked, it was refused before it came here.
     *
     * @param what as a question without its mark, with how many
     * @throws CommandException when the answer is no
     */
    public void confirm(String what) {
        if (has(Globals.YES)) {
            return;
        }
        console.err().print(what + "? [y/N] ");
        console.err().flush();
        String answer = console.readLine().strip().toLowerCase(Locale.ROOT);
        if (!List.of("y", "yes").contains(answer)) {
            throw new CommandException(ExitCode.ERROR, "Nothing was changed.");
        }
    }
}
