package com.orchestrator.cli;

import com.orchestrator.cli.command.Program;
import com.orchestrator.cli.noun.Words;
import com.orchestrator.cli.outcome.ExitCode;
import com.orchestrator.cli.output.Console;
import java.util.List;
import java.util.Objects;

/** The process. */
public final class Orc {

    /** Set by the launcher script that the user has called. */
    private static final String PROGRAM = "orc.program";

    private Orc() {}

    public static void main(String[] words) {
        System.exit(run(Console.ofProcess(), List.of(words)).number());
    }

    /** The same without ending the process. */
    static ExitCode run(Console console, List<String> words) {
        return new Program(Words.of(System.getProperty(PROGRAM, "orc")), console, version()).run(words);
    }

    private static String version() {
        return Objects.requireNonNullElse(Orc.class.getPackage().getImplementationVersion(), "unreleased");
    }
}
