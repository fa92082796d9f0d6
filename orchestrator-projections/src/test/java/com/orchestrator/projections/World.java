package com.orchestrator.projections;

import com.orchestrator.engine.persistence.PostgresConfig;
import com.orchestrator.projections.tables.Adapter;
import com.orchestrator.projections.tables.Migration;
import com.orchestrator.projections.tables.TableNames;
import com.orchestrator.projections.worker.Running;
import com.orchestrator.testkit.TestDatabase;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** A database with the tables of the migration and a table of events, on each of the databases. */
final class World implements AutoCloseable {

    static final String POSTGRES_EVENTS = """
            CREATE TABLE events (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                position bigint NOT NULL DEFAULT %s,
                context text, aggregate_type text, aggregate_id text, type text, payload text,
                version int NOT NULL,
                recorded_at timestamptz NOT NULL DEFAULT clock_timestamp());
            CREATE INDEX events_by_position ON events (position, id);
            CREATE TABLE aggregates (id text PRIMARY KEY, version int NOT NULL);
            CREATE TABLE seen (seq bigint GENERATED ALWAYS AS IDENTITY, projection text NOT NULL, event_id bigint NOT NULL,
                shard int NOT NULL, generation bigint NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp())
            """.formatted(EventTable.POSITION_DEFAULT);

    private static final String MARIADB_EVENTS = """
            DROP TABLE IF EXISTS events;
            DROP TABLE IF EXISTS seen;
            DROP TABLE IF EXISTS built;
            DROP TABLE IF EXISTS built_live;
            CREATE TABLE events (id BIGINT AUTO_INCREMENT PRIMARY KEY, context TEXT, aggregate_type TEXT, aggregate_id TEXT,
                type TEXT, payload TEXT, version INT NOT NULL);
            CREATE TABLE seen (seq BIGINT AUTO_INCREMENT PRIMARY KEY, projection TEXT NOT NULL, event_id BIGINT NOT NULL,
                shard INT NOT NULL, generation BIGINT NOT NULL)
            """;

    final String url;
    final String user;
    final String password;
    private final HikariDataSource pool;

    World(String url, String user, String password, Adapter adapter, String events) {
        this.url = url;
        this.user = user;
        this.password = password;
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(adapter == Adapter.SQLITE ? 12 : 24);
        config.setMinimumIdle(2);
        config.setInitializationFailTimeout(30_000);
        this.pool = new HikariDataSource(config);
        executeAll(new Migration(adapter, TableNames.DEFAULT).sql());
        executeAll(events);
    }

    static World postgres() {
        TestDatabase database = TestDatabase.create();
        database.execute("CREATE SCHEMA app");
        PostgresConfig config = database.config();
        String url = config.jdbcUrl() + (config.jdbcUrl().contains("?") ? "&" : "?") + "currentSchema=app";
        return new World(url, config.username(), config.password(), Adapter.POSTGRES, POSTGRES_EVENTS);
    }

    static World mariaDb(String url) {
        return new World(url, "root", "", Adapter.MYSQL, MARIADB_EVENTS);
    }

    static World sqlite(Path file) {
        String url = "jdbc:sqlite:" + file
                + "?journal_mode=WAL&busy_timeout=20000&transaction_mode=IMMEDIATE&synchronous=NORMAL";
        String events =
                MARIADB_EVENTS.replace("BIGINT AUTO_INCREMENT PRIMARY KEY", "INTEGER PRIMARY KEY AUTOINCREMENT");
        return new World(url, "", "", Adapter.SQLITE, events);
    }

    /** As this database can tell the order of its events. */
    static EventTable events(DataSource database, String url) {
        EventTable.Builder events = EventTable.of(database, "events");
        return url.startsWith("jdbc:postgresql:")
                ? events.recordedAt("recorded_at").build()
                : events.committedInOrder().build();
    }

    DataSource database() {
        return pool;
    }

    /** With short times, so that tests do not wait long. */
    Projections.Builder projections() {
        return Projections.on(pool)
                .source(events(pool, url))
                .heartbeat(Duration.ofMillis(200))
                .staleAfter(Duration.ofMillis(1500))
                .poll(Duration.ofMillis(20))
                .retryAfter(Duration.ofMillis(20))
                .batch(50);
    }

    void append(String context, String aggregateType, String aggregateId, String payload) {
        execute("INSERT INTO events (context, aggregate_type, aggregate_id, type, payload, version) VALUES ('" + context
                + "', '" + aggregateType + "', '" + aggregateId + "', 'Happened', '" + payload + "', 1)");
    }

    void execute(String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("The test database refused: " + sql, e);
        }
    }

    /** One statement a time, for drivers that take no more. */
    void executeAll(String script) {
        for (String statement : script.split(";\\s*(\\n|$)")) {
            execute(statement);
        }
    }

    List<String> query(String sql) {
        try (Connection connection = pool.getConnection()) {
            return TestDatabase.query(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException("The test database cannot be reached", e);
        }
    }

    String one(String sql) {
        return query(sql).get(0);
    }

    /** What happens while a worker runs. */
    @FunctionalInterface
    interface Body {
        void run(Running worker) throws Exception;
    }

    static void during(Projections projections, Body body) throws Exception {
        try (Running worker = projections.start()) {
            body.run(worker);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
