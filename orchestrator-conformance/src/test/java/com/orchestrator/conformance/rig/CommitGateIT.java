package com.orchestrator.conformance.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.launcher.os.FileTree;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import com.orchestrator.launcher.postgres.PostgresBinaries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the gate relies on, with a connection in the place of a server: cutting it is all that a kill does to a database. */
class CommitGateIT {

    private static final Path WORK = Path.of("target/commit-gate").toAbsolutePath();

    private static Path home;
    private static EmbeddedPostgres database;
    private static CommitGate gate;

    @BeforeAll
    static void start() throws Exception {
        PostgresBinaries binaries = PostgresBinaries.unpackInto(WORK.resolve("cache"));
        home = Files.createTempDirectory(WORK, "database-");
        database = EmbeddedPostgres.start(binaries, home);
        try (Connection connection = connect()) {
            connection.createStatement().execute("CREATE TABLE events (number INT)");
        }
        gate = CommitGate.install(database);
    }

    @AfterAll
    static void stop() {
        gate.close();
        database.close();
        FileTree.delete(home);
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), EmbeddedPostgres.USER, database.password());
    }

    @Test
    void counts_transactionsThatAddEvents_andNothingElse() throws SQLException {
        gate.count();
        try (Connection connection = connect()) {
            connection.createStatement().execute("INSERT INTO events VALUES (1), (2)");
            connection.createStatement().execute("SELECT count(*) FROM events");
            connection.setAutoCommit(false);
            connection.createStatement().execute("INSERT INTO events VALUES (3)");
            connection.createStatement().execute("INSERT INTO events VALUES (4)");
            connection.commit();
        }

        assertThat(gate.counted()).isEqualTo(2);
    }

    @Test
    void killedAtACommit_theCommitIsThere_andWhatCameAfterIsNot() throws Exception {
        Connection victim = connect();
        CompletableFuture<Void> story = new CompletableFuture<>();

        boolean wasHeld = gate.killAt(2, () -> tell(victim, story), story::isDone, between -> {
            abort(victim);
            between.run();
        });

        assertThat(wasHeld).isTrue();
        assertThatThrownBy(story::join).hasCauseInstanceOf(SQLException.class);
        assertThat(numbers("SELECT count(*) FROM events WHERE number IN (10, 11)"))
                .isEqualTo(2);
        assertThat(numbers("SELECT count(*) FROM events WHERE number = 12")).isZero();
    }

    @Test
    void commitThatNeverComes_isSaidSo() throws SQLException {
        try (Connection connection = connect()) {
            CompletableFuture<Void> story = new CompletableFuture<>();

            boolean wasHeld = gate.killAt(9, () -> tell(connection, story), story::isDone, between -> {});

            assertThat(wasHeld).isFalse();
            assertThat(story).isCompleted();
        }
    }

    private static void tell(Connection connection, CompletableFuture<Void> story) {
        new Thread(() -> {
                    try {
                        for (int i = 10; i < 13; i++) {
                            connection.createStatement().execute("INSERT INTO events VALUES (" + i + ")");
                        }
                        story.complete(null);
                    } catch (SQLException e) {
                        story.completeExceptionally(e);
                    }
                })
                .start();
    }

    /** Closes the socket, as the system does for a process that is killed. */
    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long numbers(String sql) throws SQLException {
        try (Connection connection = connect();
                var rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
