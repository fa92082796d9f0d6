package com.orchestrator.conformance.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.conformance.rig.CommitGate.Stop;
import com.orchestrator.launcher.os.FileTree;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import com.orchestrator.launcher.postgres.PostgresBinaries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the gate relies on, with a connection in the place of a server: cutting it is all that a kill does to a database. */
class CommitGateIT {

    private static final Path WORK = Path.of("target/commit-gate").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Runs of two stories, and a child of the first. */
    private static final String TABLES = """
            CREATE TABLE workflow_instances (instance_id INT, run_id TEXT, parent_instance_id INT);
            CREATE TABLE events (workflow_instance_id INT, number INT);
            INSERT INTO workflow_instances VALUES (1, 'one-1-0', NULL), (2, 'two-1-0', NULL), (3, 'child', 1), (4, 'one-11-0', NULL);
            """;

    private static final int ONE = 1;
    private static final int TWO = 2;
    private static final int CHILD_OF_ONE = 3;
    private static final int OTHER = 4;

    private static Path home;
    private static EmbeddedPostgres database;
    private static CommitGate gate;

    @BeforeAll
    static void start() throws Exception {
        PostgresBinaries binaries = PostgresBinaries.unpackInto(WORK.resolve("cache"));
        home = Files.createTempDirectory(WORK, "database-");
        database = EmbeddedPostgres.start(binaries, home);
        try (Connection connection = connect()) {
            connection.createStatement().execute(TABLES);
        }
        gate = CommitGate.install(database, 2);
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
    void counts_transactionsThatAddEventsToAStory_andNothingElse() throws SQLException {
        gate.count(List.of("one-1", "two-1"));
        try (Connection connection = connect()) {
            add(connection, ONE, 1);
            add(connection, OTHER, 1);
            connection.createStatement().execute("SELECT count(*) FROM events");
            connection.setAutoCommit(false);
            add(connection, ONE, 2);
            add(connection, ONE, 3);
            add(connection, TWO, 3);
            connection.commit();
            add(connection, CHILD_OF_ONE, 4);
            connection.commit();
        }

        assertThat(gate.counted(0)).isEqualTo(3);
        assertThat(gate.counted(1)).isEqualTo(1);
    }

    @Test
    void killedAtACommit_theCommitIsThere_andWhatCameAfterIsNot() throws Exception {
        Connection first = connect();
        Connection second = connect();
        CompletableFuture<Void> one = new CompletableFuture<>();
        CompletableFuture<Void> two = new CompletableFuture<>();

        Set<Integer> held = gate.killAt(
                List.of(new Stop("one-1", 2), new Stop("two-1", 3)),
                PATIENCE,
                () -> {
                    tell(first, ONE, one);
                    tell(second, TWO, two);
                },
                story -> List.of(one, two).get(story).isDone(),
                between -> {
                    abort(first);
                    abort(second);
                    between.run();
                });

        assertThat(held).containsExactlyInAnyOrder(0, 1);
        assertThatThrownBy(one::join).hasCauseInstanceOf(SQLException.class);
        assertThatThrownBy(two::join).hasCauseInstanceOf(SQLException.class);
        assertThat(numbers(ONE)).isEqualTo(2);
        assertThat(numbers(TWO)).isEqualTo(3);
    }

    @Test
    void commitThatNeverComes_isSaidSo() throws SQLException {
        try (Connection connection = connect()) {
            CompletableFuture<Void> story = new CompletableFuture<>();

            Set<Integer> held = gate.killAt(
                    List.of(new Stop("one-1", 9)),
                    PATIENCE,
                    () -> tell(connection, OTHER, story),
                    number -> story.isDone(),
                    between -> {});

            assertThat(held).isEmpty();
            assertThat(story).isCompleted();
        }
    }

    @Test
    void storyThatDoesNotMove_isNotWaitedForLongerThanPatienceLasts() throws Exception {
        Connection connection = connect();
        CompletableFuture<Void> one = new CompletableFuture<>();

        Set<Integer> held = gate.killAt(
                List.of(new Stop("one-1", 1), new Stop("two-1", 1)),
                Duration.ofMillis(300),
                () -> tell(connection, CHILD_OF_ONE, one),
                story -> false,
                between -> {
                    abort(connection);
                    between.run();
                });

        assertThat(held).containsExactly(0);
    }

    /** Four commits, of events numbered from 10. */
    private static void tell(Connection connection, int instance, CompletableFuture<Void> story) {
        new Thread(() -> {
                    try {
                        for (int i = 10; i < 14; i++) {
                            add(connection, instance, i);
                        }
                        story.complete(null);
                    } catch (SQLException e) {
                        story.completeExceptionally(e);
                    }
                })
                .start();
    }

    private static void add(Connection connection, int instance, int number) throws SQLException {
        connection.createStatement().execute("INSERT INTO events VALUES (" + instance + ", " + number + ")");
    }

    /** Closes the socket, as the system does for a process that is killed. */
    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long numbers(int instance) throws SQLException {
        try (Connection connection = connect();
                var rows = connection
                        .createStatement()
                        .executeQuery("SELECT count(*) FROM events WHERE number >= 10 AND workflow_instance_id = "
                                + instance)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
