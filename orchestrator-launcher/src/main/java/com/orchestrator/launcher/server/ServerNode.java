package com.orchestrator.launcher.server;

import com.orchestrator.launcher.os.Await;
import com.orchestrator.launcher.os.LaunchException;
import com.orchestrator.launcher.os.Ports;
import com.orchestrator.launcher.os.Processes;
import com.orchestrator.launcher.payara.ServerSettings;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The real server in a process of its own, on a port it keeps over restarts, open to everybody on this machine. */
public final class ServerNode implements AutoCloseable {

    /** Long, since a machine may be busy; a server that cannot start ends by itself. */
    private static final Duration START_LIMIT = Duration.ofMinutes(10);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final ServerSettings settings;
    private final Path logs;
    private ServerCommandLine commandLine;
    private int starts;
    private Path log;
    private Process process;

    private ServerNode(ServerCommandLine commandLine, ServerSettings settings, Path logs) {
        this.commandLine = commandLine;
        this.settings = settings;
        this.logs = logs;
        this.log = nextLog();
        this.process = spawn();
    }

    /**
     * Returns when it is ready.
     *
     * @param logs the directory where each start leaves its output
     */
    public static ServerNode start(ServerCommandLine commandLine, EmbeddedPostgres database, Path logs) {
        return start(commandLine, database, Map.of(), logs);
    }

    /** @param more settings, by their keys */
    public static ServerNode start(
            ServerCommandLine commandLine, EmbeddedPostgres database, Map<String, String> more, Path logs) {
        return start(commandLine, database, url -> more, logs);
    }

    /** @param more settings, by their keys, of a server that has this address */
    public static ServerNode start(
            ServerCommandLine commandLine,
            EmbeddedPostgres database,
            Function<String, Map<String, String>> more,
            Path logs) {
        ServerSettings settings =
                ServerSettings.onLoopback(Ports.free(), database.jdbcUrl(), EmbeddedPostgres.USER, database.password());
        ServerNode server = new ServerNode(commandLine, settings.and(more.apply(settings.url())), logs);
        server.awaitReady();
        return server;
    }

    public URI url() {
        return URI.create(settings.url());
    }

    public long pid() {
        return process.pid();
    }

    /** kill -9 */
    public void kill() {
        Processes.kill(process);
    }

    /** A new process on the same port; returns when it is ready. */
    public void restart() {
        restart(List.of(this));
    }

    /** The same for several, that start beside each other. */
    public static void restart(List<ServerNode> servers) {
        servers.forEach(ServerNode::startAgain);
        servers.forEach(ServerNode::awaitReady);
    }

    /** As a server is replaced by one of another build: asked to stop, and the other one started on the same port; returns when it is ready. */
    public void replaceBy(ServerCommandLine next) {
        close();
        commandLine = next;
        restart();
    }

    private void startAgain() {
        log = nextLog();
        process = spawn();
    }

    private Path nextLog() {
        starts++;
        return logs.resolve("server-" + settings.port() + "-" + starts + ".log");
    }

    private Process spawn() {
        ProcessBuilder builder = new ProcessBuilder(commandLine.on(settings.port()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        settings.configuration()
                .forEach((key, value) -> builder.environment().put(ServerSettings.variable(key), value));
        try {
            Files.createDirectories(logs);
            return builder.start();
        } catch (IOException e) {
            throw new LaunchException("Cannot start a server: " + e.getMessage(), e);
        }
    }

    private void awaitReady() {
        boolean isDecided =
                Await.until(START_LIMIT, PAUSE, () -> !process.isAlive() || said().contains(ServerSettings.LISTENING));
        if (!isDecided || !process.isAlive()) {
            kill();
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

    /** Asks first, so that it can answer what it holds. */
    @Override
    public void close() {
        Processes.stop(process, STOP_LIMIT);
    }
}
