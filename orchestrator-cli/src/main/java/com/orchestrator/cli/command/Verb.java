package com.orchestrator.cli.command;

import com.orchestrator.cli.outcome.ExitCode;
import java.util.ArrayList;
import java.util.List;

/**
 * What can be asked for: its words, and what is done.
 *
 * @param name one word; or two, where a noun has several kinds of things
 * @param about one sentence
 * @param isDestructive whether it ends, undoes or deletes something, and so asks before it does
 */
public record Verb(
        String name,
        String about,
        List<Argument> arguments,
        List<Option> options,
        boolean isDestructive,
        Action action) {

    /** What is done when it is asked for. */
    @FunctionalInterface
    public interface Action {
        ExitCode run(Invocation invocation);
    }

    /** Does what never comes to anything but success or an exception. */
    @FunctionalInterface
    public interface Deed {
        void run(Invocation invocation);
    }

    public static Verb named(String name, String about) {
        return new Verb(name, about, List.of(), List.of(), false, invocation -> ExitCode.OK);
    }

    public Verb takes(Argument... more) {
        return new Verb(name, about, joined(arguments, List.of(more)), options, isDestructive, action);
    }

    public Verb with(Option... more) {
        return new Verb(name, about, arguments, joined(options, List.of(more)), isDestructive, action);
    }

    /** Asks before it does anything, and needs {@code --yes} where nobody can be asked. */
    public Verb destructive() {
        return new Verb(name, about, arguments, joined(options, List.of(Globals.YES)), true, action);
    }

    public Verb does(Deed deed) {
        return endsWith(invocation -> {
            deed.run(invocation);
            return ExitCode.OK;
        });
    }

    public Verb endsWith(Action what) {
        return new Verb(name, about, arguments, options, isDestructive, what);
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        List<T> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }
}
