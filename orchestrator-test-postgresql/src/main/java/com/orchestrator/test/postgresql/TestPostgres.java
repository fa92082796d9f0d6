package com.orchestrator.test.postgresql;

import com.orchestrator.engine.persistence.PostgresConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Which PostgreSQL: the one that {@code ORCHESTRATOR_TEST_JDBC_URL} names (with {@code ORCHESTRATOR_TEST_USERNAME} and {@code …_PASSWORD}, unless
 * the address has them), else binaries that Maven brings. Tests live in a schema of their own, which is made anew, and touch no other.
 */
final class TestPostgres {

    static final String SCHEMA = "orchestrator_test";
    private static final int POOL_SIZE = 4;

    private TestPostgres() {}

    static PostgresConfig config() {
        String url = System.getenv("ORCHESTRATOR_TEST_JDBC_URL");
        PostgresConfig server = url == null || url.isBlank() ? embedded() : named(url);
        try (Connection connection =
                        DriverManager.getConnection(server.jdbcUrl(), server.username(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS " + SCHEMA + " CASCADE");
            statement.execute("CREATE SCHEMA " + SCHEMA);
        } catch (SQLException e) {
            throw new IllegalStateException("The PostgreSQL for tests cannot be used: " + e.getMessage(), e);
        }
        return server;
    }

    private static PostgresConfig named(String url) {
        return inSchema(url, environment("ORCHESTRATOR_TEST_USERNAME"), environment("ORCHESTRATOR_TEST_PASSWORD"));
    }

    private static String environment(String name) {
        return Optional.ofNullable(System.getenv(name)).orElse("");
    }

    private static PostgresConfig inSchema(String url, String username, String password) {
        String address = url + (url.contains("?") ? "&" : "?") + "currentSchema=" + SCHEMA;
        return new PostgresConfig(address, username, password, POOL_SIZE, true);
    }

    /** Ends with the process. As durable as a server's: the library's own defaults are not. */
    @SuppressWarnings("resource")
    private static PostgresConfig embedded() {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .start();
            return inSchema(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "");
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "No PostgreSQL can be started here; name one in ORCHESTRATOR_TEST_JDBC_URL", e);
        }
    }
}
