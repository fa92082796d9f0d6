package com.orchestrator.cli;

import com.orchestrator.cli.outcome.ExitCode;
import com.orchestrator.cli.output.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Where a user of the tests sits: in this process for speed, or with processes of his own. */
final class Desk {

    private final Map<String, String> environment = new HashMap<>();
    private final Path folder;
    private String typed = "";
    private Set<Console.Stream> terminals = Set.of();

    Desk(URI server, Path folder) {
        this.folder = folder;
        environment.put("ORCHESTRATOR_URL", server.toString());
        environment.put("ORCHESTRATOR_CONFIG", folder.resolve("contexts.json").toString());
    }

    Desk with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Desk without(String variable) {
        environment.remove(variable);
        return this;
    }

    /** What a pipe brings. */
    Desk piped(String text) {
        typed = text;
        terminals = Set.of();
        return this;
    }

    /** What a person answers at a terminal. */
    Desk typed(String text) {
        typed = text;
        terminals = Set.of(Console.Stream.IN, Console.Stream.OUT, Console.Stream.ERR);
        return this;
    }

    Path file(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    Said orc(String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        ExitCode exitCode = Orc.run(
                new Console(
                        environment,
                        new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(err, false, StandardCharsets.UTF_8),
                        terminals),
                List.of(words));
        return new Said(exitCode.number(), out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Runs a program of the machine. */
    Said process(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().write(typed.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        CompletableFuture<byte[]> err = CompletableFuture.supplyAsync(() -> {
            try {
                return process.getErrorStream().readAllBytes();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.onExit().join().exitValue(), out, new String(err.join(), StandardCharsets.UTF_8));
    }
}
