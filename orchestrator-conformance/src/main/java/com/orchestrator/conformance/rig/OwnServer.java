package com.orchestrator.conformance.rig;

import com.orchestrator.launcher.os.Await;
import com.orchestrator.launcher.os.LaunchException;
import com.orchestrator.launcher.os.Ports;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The real server in a process of its own, on a port it keeps over restarts. */
final class OwnServer implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** Said when it is ready. */
    private static final String LISTENING = "Listening on";

    private static final int STOP_SECONDS = 20;

    private final Installation installation;
    private final EmbeddedPostgres database;
    private final int port = Ports.free();
    private int starts;
    private Path log;
    private Process process;

    private OwnServer(Installation installation, EmbeddedPostgres database) {
        this.installation = installation;
        this.database = database;
        this.log = newLog();
        this.process = spawn();
    }

    /** Returns when it is ready. */
    static OwnServer start(Installation installation, EmbeddedPostgres database) {
        OwnServer server = new OwnServer(installation, database);
        server.awaitReady();
        return server;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    private Path newLog() {
        starts++;
        return installation.directory().resolve("server-" + port + "-" + starts + ".log");
    }

    private Process spawn() {
        ProcessBuilder builder = new ProcessBuilder(installation.command(port))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("ORCHESTRATOR_DATASOURCE_URL", database.jdbcUrl());
        builder.environment().put("ORCHESTRATOR_DATASOURCE_USERNAME", EmbeddedPostgres.USER);
        builder.environment().put("ORCHESTRATOR_DATASOURCE_PASSWORD", database.password());
        builder.environment().put("ORCHESTRATOR_AUTH", "none");
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() {
        boolean isDecided = Await.until(START_LIMIT, PAUSE, () -> !process.isAlive() || said().contains(LISTENING));
        if (!isDecided || !process.isAlive()) {
            process.destroyForcibly();
            throw new LaunchException("The server did not start; it said:\n" + said());
        }
    }

    private String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "nothing: " + e.getMessage();
        }
    }

    /** kill -9 */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    void restart() {
        log = newLog();
        process = spawn();
        awaitReady();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
        }
    }
}
