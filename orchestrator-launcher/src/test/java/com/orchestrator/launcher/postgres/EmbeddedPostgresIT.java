package com.orchestrator.launcher.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.launcher.os.Await;
import com.orchestrator.launcher.os.LaunchException;
import com.orchestrator.launcher.os.Subprocess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the real server: what is promised about durability, passwords, crashes and orphans. */
class EmbeddedPostgresIT {

    private static PostgresBinaries binaries;

    @TempDir
    private Path home;

    @BeforeAll
    static void unpack() {
        binaries =
                PostgresBinaries.unpackInto(Path.of("target", "postgres-cache").toAbsolutePath());
    }

    @Test
    void servesDurablyAndRemembersAcrossRestarts() throws Exception {
        try (var postgres = EmbeddedPostgres.start(binaries, home)) {
            for (var expected : Map.of(
                            "fsync",
                            "on",
                            "synchronous_commit",
                            "on",
                            "full_page_writes",
                            "on",
                            "listen_addresses",
                            "127.0.0.1",
                            "server_encoding",
                            "UTF8")
                    .entrySet()) {
                assertThat(query(postgres, "SHOW " + expected.getKey())).isEqualTo(expected.getValue());
            }
            execute(postgres, "CREATE TABLE kept AS SELECT 42 AS answer");
        }
        try (var postgres = EmbeddedPostgres.start(binaries, home)) {
            assertThat(query(postgres, "SELECT answer FROM kept")).isEqualTo("42");
        }
        assertThat(Postmaster.of(home.resolve("data"))).isEmpty();
    }

    @Test
    void refusesAWrongPassword() {
        try (var postgres = EmbeddedPostgres.start(binaries, home)) {
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), EmbeddedPostgres.USER, "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void refusesAHomeThatIsInUse() {
        try (var postgres = EmbeddedPostgres.start(binaries, home)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(binaries, home))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining("Another orchestrator is using");
            assertThat(postgres.jdbcUrl()).startsWith("jdbc:postgresql://127.0.0.1:");
        }
    }

    @Test
    void recoversCommittedRowsAfterTheServerWasKilled() throws Exception {
        try (var postgres = EmbeddedPostgres.start(binaries, home)) {
            execute(postgres, "CREATE TABLE kept AS SELECT 42 AS answer");
            kill(Postmaster.of(home.resolve("data")).orElseThrow());
        }
        try (var postgres = EmbeddedPostgres.start(binaries, home)) {
            assertThat(query(postgres, "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void restartsWhereItWas_afterTheServerWasKilled() throws Exception {
        try (var postgres = EmbeddedPostgres.start(binaries, home)) {
            execute(postgres, "CREATE TABLE kept AS SELECT 42 AS answer");
            String url = postgres.jdbcUrl();
            kill(Postmaster.of(home.resolve("data")).orElseThrow());

            postgres.restart();

            assertThat(postgres.jdbcUrl()).isEqualTo(url);
            assertThat(query(postgres, "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void replacesTheOrphanOfAKilledProcess() throws Exception {
        Process owner = new ProcessBuilder(
                        Subprocess.java(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServerOwner.class.getName(),
                        binaries.program(""),
                        home.toString())
                .inheritIO()
                .start();
        Path ready = home.resolve("ready");
        assertThat(Await.until(Duration.ofSeconds(60), Duration.ofMillis(50), () -> Files.exists(ready)))
                .isTrue();
        kill(owner.toHandle());
        ProcessHandle orphan = Postmaster.of(home.resolve("data")).orElseThrow();

        try (var postgres = EmbeddedPostgres.start(binaries, home)) {
            assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
            assertThat(orphan.onExit()).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    /** A process that starts a server and never stops it. */
    static final class ServerOwner {

        public static void main(String[] arguments) throws Exception {
            var cache = Path.of(arguments[0]).getParent().getParent();
            EmbeddedPostgres.start(PostgresBinaries.unpackInto(cache), Path.of(arguments[1]));
            Files.createFile(Path.of(arguments[1], "ready"));
            System.in.read();
        }
    }

    private static void kill(ProcessHandle process) throws Exception {
        process.destroyForcibly();
        process.onExit().get(30, TimeUnit.SECONDS);
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), EmbeddedPostgres.USER, postgres.password());
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (var connection = connect(postgres);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (var connection = connect(postgres);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
