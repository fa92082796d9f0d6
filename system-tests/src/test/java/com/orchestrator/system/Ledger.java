package com.orchestrator.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * What workers have really done, written by them and not by the engine.
 *
 * @param gates workers wait here for files that a test creates
 */
record Ledger(Path file, Path gates) {

    static Ledger in(Path folder, String name) throws IOException {
        Path fresh = Files.createTempDirectory(folder, name + "-");
        return new Ledger(fresh.resolve("ledger"), Files.createDirectory(fresh.resolve("gates")));
    }

    List<String> lines() {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Idempotency keys of all effects. */
    Set<String> effects() {
        return lines().stream()
                .filter(line -> line.startsWith("effect "))
                .map(line -> line.split(" ")[1])
                .collect(Collectors.toSet());
    }

    /** Keys of one run in the order in which their effects came about first, however often they were repeated. */
    List<String> effects(String runId) {
        return lines().stream()
                .filter(line -> line.startsWith("effect "))
                .map(line -> line.split(" ")[1])
                .filter(key -> key.contains("/" + runId + "/"))
                .map(key -> key.substring(key.lastIndexOf('/') + 1))
                .distinct()
                .toList();
    }

    long deliveries(String runId, String task) {
        return lines().stream()
                .filter(line -> line.startsWith("begin "))
                .filter(line -> line.split(" ")[1].endsWith("/" + runId + "/" + task))
                .count();
    }

    /** The token of the first attempt of a run's task that was left to others. */
    String awaitToken(String runId) {
        return Awaitility.await("token of " + runId)
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> token(runId), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<String> token(String runId) {
        return lines().stream()
                .filter(line -> line.startsWith("token ") && line.contains("/" + runId + "/"))
                .map(line -> line.split(" ")[2])
                .findFirst();
    }

    void awaitBegin(String runId, String task) {
        Awaitility.await("delivery of " + task)
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> deliveries(runId, task) > 0);
    }

    void open(String gate) {
        try {
            Files.createFile(gates.resolve(gate));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
