package com.orchestrator.test.postgresql;

import com.orchestrator.engine.persistence.PostgresConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** The PostgreSQL that {@link Choice} says. Tests live in a schema of their own there, which is made anew, and touch no other. */
final class TestPostgres {

    static final String SCHEMA = "orchestrator_test";

    private static final Logger LOG = System.getLogger(TestPostgres.class.getName());
    private static final int POOL_SIZE = 4;

    private TestPostgres() {}

    /** Where a database is, and who uses it. */
    record Server(String url, String username, String password) {}

    /** Begun when the first one asks, and for the whole process. */
    private static final class Shared {
        static final PostgresConfig CONFIG = begin();
    }

    static PostgresConfig config() {
        return Shared.CONFIG;
    }

    private static PostgresConfig begin() {
        Choice choice = Choice.of(
                variable(Choice.URL),
                variable(Choice.IMAGE),
                hasTestcontainers(),
                LocalEngine.of(System.getenv(), Path.of(System.getProperty("user.home"))));
        Server server = switch (choice.kind()) {
            case NAMED -> named(choice);
            case CONTAINER -> container(choice);
            case EMBEDDED -> embedded(choice);
        };
        makeSchema(server);
        String address = server.url() + (server.url().contains("?") ? "&" : "?") + "currentSchema=" + SCHEMA;
        return new PostgresConfig(address, server.username(), server.password(), POOL_SIZE, true);
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }

    private static boolean hasTestcontainers() {
        try {
            Class.forName(
                    "org.testcontainers.postgresql.PostgreSQLContainer", false, TestPostgres.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static Server named(Choice choice) {
        LOG.log(Level.INFO, choice.line());
        return new Server(
                variable(Choice.URL).orElseThrow(),
                variable("ORCHESTRATOR_TEST_USERNAME").orElse(""),
                variable("ORCHESTRATOR_TEST_PASSWORD").orElse(""));
    }

    /** An image that nobody has named may fail to start. */
    private static Server container(Choice choice) {
        try {
            Server server = Container.start(choice.image());
            LOG.log(Level.INFO, choice.line());
            return server;
        } catch (IllegalStateException e) {
            if (variable(Choice.IMAGE).isPresent()) {
                throw e;
            }
            return embedded(Choice.embedded(String.valueOf(e.getMessage())));
        }
    }

    /** Ends with the process. As durable as a server's: the library's own defaults are not. */
    @SuppressWarnings("resource")
    private static Server embedded(Choice choice) {
        LOG.log(Level.INFO, choice.line());
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .start();
            return new Server(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "");
        } catch (IOException e) {
            throw new UncheckedIOException("No PostgreSQL can be started here; name one in " + Choice.URL, e);
        }
    }

    private static void makeSchema(Server server) {
        try (Connection connection = DriverManager.getConnection(server.url(), server.username(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS " + SCHEMA + " CASCADE");
            statement.execute("CREATE SCHEMA " + SCHEMA);
        } catch (SQLException e) {
            throw new IllegalStateException("The PostgreSQL for tests cannot be used: " + e.getMessage(), e);
        }
    }
}
