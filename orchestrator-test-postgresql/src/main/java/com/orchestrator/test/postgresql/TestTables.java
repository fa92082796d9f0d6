package com.orchestrator.test.postgresql;

import com.orchestrator.engine.persistence.PostgresConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** The tables as they are when a server has just been installed, and their clock. */
final class TestTables {

    private static final String TABLES =
            "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema()"
                    + " AND tablename <> 'flyway_schema_history' ORDER BY tablename";

    private final Connection connection;
    private final List<String> emptying;

    private TestTables(Connection connection, List<String> emptying) {
        this.connection = connection;
        this.emptying = emptying;
    }

    /** What is in them now, right after the migrations, is there again whenever they are emptied. */
    static TestTables of(PostgresConfig config) {
        try {
            Connection connection =
                    DriverManager.getConnection(config.connectionUrl(), config.username(), config.password());
            return new TestTables(connection, emptying(connection));
        } catch (SQLException e) {
            throw new IllegalStateException("The PostgreSQL for tests cannot be used: " + e.getMessage(), e);
        }
    }

    private static List<String> emptying(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        for (String table : tables) {
            if (isFilled(connection, table)) {
                String copy = "kept_" + kept.size();
                run(connection, "CREATE TEMP TABLE " + copy + " AS TABLE " + table);
                kept.add("INSERT INTO " + table + " OVERRIDING SYSTEM VALUE TABLE " + copy);
            }
        }
        List<String> statements = new ArrayList<>(List.of("TRUNCATE " + String.join(", ", tables)));
        statements.addAll(kept);
        return List.copyOf(statements);
    }

    private static boolean isFilled(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT EXISTS (SELECT FROM " + table + ")")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    synchronized void empty() {
        try {
            for (String sql : emptying) {
                run(connection, sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The tables of the test cannot be emptied: " + e.getMessage(), e);
        }
    }

    synchronized Instant now() {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT engine_now()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        } catch (SQLException e) {
            throw new IllegalStateException("The clock of the database cannot be read: " + e.getMessage(), e);
        }
    }

    synchronized void advance(Duration time) {
        String sql = "UPDATE engine_clock SET clock_offset = clock_offset + ? * INTERVAL '1 microsecond'";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, time.toNanos() / 1_000);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("The clock of the database cannot be moved: " + e.getMessage(), e);
        }
    }
}
