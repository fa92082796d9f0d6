package com.orchestrator.cli.output;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * Where a command reads and writes. Always UTF-8, whatever the locale: JSON is.
 *
 * @param environment variables
 * @param terminals which of the three a person sits at
 */
public record Console(
        Map<String, String> environment, InputStream in, PrintStream out, PrintStream err, Set<Stream> terminals) {

    /** One of the three. */
    public enum Stream {
        IN,
        OUT,
        ERR
    }

    /** Set by the launcher script, which can tell the three apart. */
    private static final String TERMINALS = "orc.terminals";

    private static final int FIRST_WITH_A_CONSOLE_IN_ANY_CASE = 22;

    public static Console ofProcess() {
        return new Console(
                System.getenv(),
                new FileInputStream(FileDescriptor.in),
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                terminalsOfProcess());
    }

    private static Set<Stream> terminalsOfProcess() {
        String told = System.getProperty(TERMINALS);
        if (told != null) {
            return told.isBlank()
                    ? Set.of()
                    : java.util.stream.Stream.of(told.split(","))
                            .map(Stream::valueOf)
                            .collect(java.util.stream.Collectors.toUnmodifiableSet());
        }
        boolean both = Runtime.version().feature() < FIRST_WITH_A_CONSOLE_IN_ANY_CASE && System.console() != null;
        return both ? Set.of(Stream.IN, Stream.OUT) : Set.of();
    }

    public boolean isTerminal(Stream stream) {
        return terminals.contains(stream);
    }

    /** Whether data may have colours: at a terminal, unless {@code NO_COLOR} says otherwise. */
    public boolean hasColours() {
        return isTerminal(Stream.OUT)
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /** A line of a person; empty at the end of input. */
    public String readLine() {
        try {
            String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
