package com.orchestrator.launcher.postgres;

import com.orchestrator.launcher.os.DirectoryLock;
import com.orchestrator.launcher.os.FileTree;
import com.orchestrator.launcher.os.LaunchException;
import com.orchestrator.launcher.os.Ports;
import com.orchestrator.launcher.os.Subprocess;
import com.orchestrator.launcher.os.Subprocess.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A PostgreSQL server that belongs to this process. Its home holds {@code data}, {@code password} and
 * {@code postgres.log}; it listens on the loopback address alone, asks for the password, and is as durable as any.
 *
 * <p>When the process dies without stopping it, the server runs on; the next start in the same home stops that orphan
 * first, so that it never serves with old settings.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    public static final String USER = "orchestrator";
    private static final String DATABASE = "orchestrator";

    private static final Duration INIT_LIMIT = Duration.ofMinutes(10);
    private static final int RECOVERY_SECONDS = 600;
    private static final int STOP_SECONDS = 20;
    private static final int START_ATTEMPTS_MAX = 3;
    private static final int PASSWORD_BYTES = 18;

    private static final List<String> SETTINGS = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "shared_buffers=256MB",
            "max_connections=100",
            "max_wal_size=2GB",
            // A schema that is called like the user, as that of projections is, would hide the server's tables.
            "search_path=public",
            "log_min_messages=warning");

    private final PostgresBinaries binaries;
    private final Unprivileged user;
    private final Path home;
    private final Path data;
    private final DirectoryLock lock;
    private final List<String> settings;
    private int port;

    private EmbeddedPostgres(
            PostgresBinaries binaries, Unprivileged user, Path home, DirectoryLock lock, List<String> settings) {
        this.binaries = binaries;
        this.user = user;
        this.home = home;
        this.data = home.resolve("data");
        this.lock = lock;
        this.settings = settings;
    }

    /** Starts the server of this home, made at the first start. Waits for crash recovery when there is any. */
    public static EmbeddedPostgres start(PostgresBinaries binaries, Path home) {
        return start(binaries, home, List.of());
    }

    /** @param more settings as {@code name=value}, stronger than the usual ones */
    public static EmbeddedPostgres start(PostgresBinaries binaries, Path home, List<String> more) {
        Path place = home.toAbsolutePath().normalize();
        DirectoryLock lock = DirectoryLock.acquire(place);
        List<String> settings = Stream.concat(SETTINGS.stream(), more.stream()).toList();
        try {
            var postgres = new EmbeddedPostgres(binaries, Unprivileged.detect(), place, lock, settings);
            postgres.stopServer();
            postgres.initialiseOnce();
            postgres.startServer(Ports::free);
            return postgres;
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Deletes a home and all its data; stops the server first that a dead process may have left behind there. */
    public static void discard(PostgresBinaries binaries, Path home) {
        Path place = home.toAbsolutePath().normalize();
        if (!Files.exists(place)) {
            return;
        }
        try (var lock = DirectoryLock.acquire(place)) {
            new EmbeddedPostgres(binaries, Unprivileged.detect(), place, lock, SETTINGS).stopServer();
            FileTree.delete(place);
        }
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
    }

    /** Process id of the postmaster; all other processes of this server are its children. */
    public long pid() {
        return Postmaster.of(data)
                .map(ProcessHandle::pid)
                .orElseThrow(() -> new LaunchException("PostgreSQL in " + data + " does not run."));
    }

    public String password() {
        try {
            return Files.readString(passwordFile()).strip();
        } catch (IOException e) {
            throw new LaunchException("Cannot read " + passwordFile() + ": " + e.getMessage(), e);
        }
    }

    /** Starts a server that was killed again, where its clients look for it. Waits for crash recovery. */
    public void restart() {
        int same = port;
        startServer(() -> same);
    }

    @Override
    public void close() {
        try (lock) {
            stopServer();
        }
    }

    private Path passwordFile() {
        return home.resolve("password");
    }

    /** The directory gets its name only when all is in it, so an interrupted first start is simply repeated. */
    private void initialiseOnce() {
        if (Files.exists(data)) {
            return;
        }
        Path fresh = home.resolve("data.partial");
        try {
            FileTree.delete(fresh);
            writePassword();
            user.own(home);
            initialise(fresh);
            Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LaunchException("Cannot create a database in " + home + ": " + e.getMessage(), e);
        }
    }

    private void writePassword() throws IOException {
        byte[] secret = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(secret);
        Files.deleteIfExists(passwordFile());
        Files.createFile(
                passwordFile(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile(), HexFormat.of().formatHex(secret));
    }

    private void initialise(Path target) {
        run(
                        INIT_LIMIT,
                        "",
                        binaries.program("initdb"),
                        "--pgdata=" + target,
                        "--username=" + USER,
                        "--auth=scram-sha-256",
                        "--pwfile=" + passwordFile(),
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8")
                .orThrow("PostgreSQL cannot create its data directory");
        run(
                        INIT_LIMIT,
                        "CREATE DATABASE " + DATABASE + "\n",
                        binaries.program("postgres"),
                        "--single",
                        "-D",
                        target.toString(),
                        "postgres")
                .orThrow("PostgreSQL cannot create its database");
    }

    /** Tried again when the port was taken in between, or when the last of a killed server's processes still ends. */
    private void startServer(IntSupplier ports) {
        for (int attempt = 1; ; attempt++) {
            port = ports.getAsInt();
            Result result = pgCtl(RECOVERY_SECONDS, "-l", log().toString(), "-o", options(), "start");
            if (result.succeeded()) {
                return;
            }
            if (attempt == START_ATTEMPTS_MAX) {
                result.orThrow("PostgreSQL does not start; its log is " + log());
            }
        }
    }

    private void stopServer() {
        if (Postmaster.of(data).isEmpty()) {
            return;
        }
        if (!pgCtl(STOP_SECONDS, "-m", "fast", "stop").succeeded()) {
            pgCtl(STOP_SECONDS, "-m", "immediate", "stop").orThrow("PostgreSQL in " + data + " does not stop");
        }
    }

    private Path log() {
        return home.resolve("postgres.log");
    }

    private String options() {
        return settings.stream()
                .map(setting -> "-c " + setting)
                .collect(Collectors.joining(" ", "-p " + port + " ", ""));
    }

    private Result pgCtl(int seconds, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(binaries.program("pg_ctl"), "-D", data.toString(), "-w", "-t", String.valueOf(seconds)));
        command.addAll(List.of(arguments));
        return run(Duration.ofSeconds(seconds + 10L), "", command.toArray(String[]::new));
    }

    private Result run(Duration limit, String input, String... command) {
        return Subprocess.run(limit, user.command(command), input);
    }
}
