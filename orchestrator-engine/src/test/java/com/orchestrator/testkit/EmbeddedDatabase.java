package com.orchestrator.testkit;

import com.orchestrator.engine.persistence.PostgresConfig;
import com.orchestrator.engine.persistence.PostgresEngineStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * One real PostgreSQL per JVM, with the settings that make a commit durable. From a container when a Docker daemon answers
 * and has a PostgreSQL image, else from binaries that Maven brings; never skipped, because a store that was not tested
 * against the database was not tested.
 */
public final class EmbeddedDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final String TEMPLATE = "orchestrator_template";
    private static final int POOL_SIZE = 8;
    private static final int CONNECTIONS_MAX = 200;

    private final PostgresConfig server;
    private final AtomicInteger databases = new AtomicInteger();

    private static final class Shared {
        static final EmbeddedDatabase INSTANCE = start();
    }

    private EmbeddedDatabase(PostgresConfig server) {
        this.server = server;
        execute("CREATE DATABASE " + TEMPLATE);
        PostgresEngineStore.open(database(TEMPLATE)).close();
    }

    /** The one of this JVM. */
    public static EmbeddedDatabase shared() {
        return Shared.INSTANCE;
    }

    /** A database of its own with the current schema, for one test class. */
    public PostgresConfig createDatabase() {
        String name = "test_" + databases.incrementAndGet();
        execute("CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
        return database(name);
    }

    private PostgresConfig database(String name) {
        String url = server.jdbcUrl().replaceFirst("/[^/?]*(\\?|$)", "/" + name + "$1");
        return new PostgresConfig(url, server.username(), server.password(), POOL_SIZE, false);
    }

    private synchronized void execute(String sql) {
        try (Connection connection =
                        DriverManager.getConnection(server.jdbcUrl(), server.username(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("The test database refused: " + sql, e);
        }
    }

    private static EmbeddedDatabase start() {
        Optional<String> image = LocalDocker.postgresImage();
        PostgresConfig server = image.map(EmbeddedDatabase::startContainer).orElseGet(EmbeddedDatabase::startBinaries);
        LOG.info(
                "Tests run against PostgreSQL {} at {}",
                image.map(name -> "in container " + name).orElse("from embedded binaries"),
                server.jdbcUrl());
        return new EmbeddedDatabase(server);
    }

    /** Testcontainers itself would switch fsync off. */
    @SuppressWarnings("resource") // Ends with the JVM.
    private static PostgresConfig startContainer(String image) {
        PostgreSQLContainer container =
                new PostgreSQLContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("postgres"));
        container.setCommand(
                "postgres",
                "-c",
                "fsync=on",
                "-c",
                "max_connections=" + CONNECTIONS_MAX,
                "-c",
                "shared_preload_libraries=" + StatementMeter.LIBRARY);
        container.start();
        Runtime.getRuntime().addShutdownHook(new Thread(container::stop, "stop-postgres"));
        return new PostgresConfig(
                container.getJdbcUrl(), container.getUsername(), container.getPassword(), POOL_SIZE, false);
    }

    /** The library's own defaults are not durable. */
    @SuppressWarnings("resource") // Has a shutdown hook of its own.
    private static PostgresConfig startBinaries() {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("max_connections", String.valueOf(CONNECTIONS_MAX))
                    .setServerConfig("shared_preload_libraries", StatementMeter.LIBRARY)
                    .start();
            return new PostgresConfig(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "", POOL_SIZE, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
