package com.orchestrator.cli.outcome;

import java.util.List;

/** Ends a command: one sentence, what it is about in particular, and what to do. */
public class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final transient List<String> hints;

    public CommandException(ExitCode exitCode, String sentence, String... hints) {
        this(exitCode, sentence, List.of(hints));
    }

    public CommandException(ExitCode exitCode, String sentence, List<String> hints) {
        super(sentence);
        this.exitCode = exitCode;
        this.hints = hints;
    }

    /** What was written cannot be meant. */
    public static CommandException usage(String sentence, String hint) {
        return new CommandException(ExitCode.USAGE, sentence, hint);
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    /** Lines that stand below the sentence. */
    public List<String> hints() {
        return hints;
    }
}
