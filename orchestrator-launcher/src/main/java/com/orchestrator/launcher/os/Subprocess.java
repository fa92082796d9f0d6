package com.orchestrator.launcher.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs a command to its end and keeps what it said. */
public final class Subprocess {

    /** How a command ended: exit code, and its output with its errors in between. */
    public record Result(List<String> command, int exitCode, String output) {

        public Result {
            command = List.copyOf(command);
        }

        public boolean succeeded() {
            return exitCode == 0;
        }

        /** Refuses any end but success, with the command's own words. */
        public Result orThrow(String what) {
            if (!succeeded()) {
                throw new LaunchException(what + ": `" + String.join(" ", command) + "` ended with " + exitCode
                        + (output.isBlank() ? "." : ": " + lastLine()));
            }
            return this;
        }

        private String lastLine() {
            return output.strip().lines().reduce("", (before, line) -> line);
        }
    }

    private Subprocess() {}

    public static Result run(Duration limit, List<String> command) {
        return run(limit, command, "");
    }

    /** Feeds the command its input; a command that outlives the limit is ended and reported. */
    public static Result run(Duration limit, List<String> command, String input) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> readAll(process));
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new LaunchException(
                        "`" + String.join(" ", command) + "` did not end within " + limit.toSeconds() + " s.");
            }
            return new Result(command, process.exitValue(), output.join());
        } catch (IOException e) {
            return new Result(command, 127, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchException("Interrupted while running `" + String.join(" ", command) + "`.", e);
        }
    }

    /** The java command of this JVM. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    public static List<String> concat(List<String> prefix, String... rest) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(rest));
        return command;
    }

    private static String readAll(Process process) {
        try (var stdout = process.getInputStream()) {
            return new String(stdout.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(output lost: " + e.getMessage() + ")";
        }
    }
}
