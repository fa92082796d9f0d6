package com.orchestrator.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.engine.persistence.PostgresConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Processes that may lead, killed with -9 one after the other; each says on its output in which term it leads. */
final class Contenders implements AutoCloseable {

    private final Class<?> program;
    private final PostgresConfig database;
    private final String argument;
    private final Map<String, Process> processes = new ConcurrentHashMap<>();
    private final BlockingQueue<Claim> said = new LinkedBlockingQueue<>();
    private long term;

    /** A term, and the process that leads in it. */
    record Claim(long term, String node) {

        static Claim of(String line) {
            String[] words = line.split(" ");
            return new Claim(Long.parseLong(words[0]), words[1]);
        }
    }

    /**
     * @param program prints a line with term and name whenever it leads; its arguments are the database's address, user and password, its
     *     name, and the one that is said here
     */
    Contenders(Class<?> program, PostgresConfig database, String argument) {
        this.program = program;
        this.database = database;
        this.argument = argument;
    }

    void begin(String node) {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                database.jdbcUrl(),
                database.username(),
                database.password(),
                node,
                argument));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            processes.put(node, process);
            Thread reader = new Thread(() -> read(process));
            reader.setDaemon(true);
            reader.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(Process process) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> line.matches("\\d+ n\\d+"))
                    .map(Claim::of)
                    .forEach(said::add);
        } catch (IOException | UncheckedIOException ended) {
            // It was killed, as was meant.
        }
    }

    /**
     * The next leader that lives: on a machine that stalls, one may have led twice before it was killed. Each has a higher term than those
     * before.
     */
    String next(Duration patience) throws InterruptedException {
        Claim claim;
        do {
            claim = said.poll(patience.toSeconds(), TimeUnit.SECONDS);
            assertThat(claim).as("a leader after term %d", term).isNotNull();
            assertThat(claim.term()).as("the term of %s", claim).isGreaterThan(term);
            term = claim.term();
        } while (!processes.containsKey(claim.node()));
        return claim.node();
    }

    long term() {
        return term;
    }

    void kill(String node) throws InterruptedException {
        processes.remove(node).destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        processes.values().forEach(Process::destroyForcibly);
    }
}
