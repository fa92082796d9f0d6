package com.orchestrator.connectors.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.Target.State;
import com.orchestrator.connectors.pack.Manifest;
import com.orchestrator.connectors.pack.Manifest.Part;
import com.orchestrator.connectors.pack.Sql;
import com.orchestrator.connectors.type.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has been loaded into a table, kept beside it: {@code etl_loads} has a row for each part, {@code etl_state} one for each job, which
 * is its lock: whoever loads holds it until the transaction ends.
 */
final class Ledger {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final List<String> TABLES = List.of(
            "CREATE TABLE IF NOT EXISTS etl_state (job VARCHAR NOT NULL, target VARCHAR NOT NULL, run VARCHAR,"
                    + " cursor_value VARCHAR, columns VARCHAR, PRIMARY KEY (job, target))",
            "CREATE TABLE IF NOT EXISTS etl_loads (job VARCHAR NOT NULL, target VARCHAR NOT NULL, run VARCHAR NOT NULL,"
                    + " part INTEGER NOT NULL, row_count BIGINT NOT NULL, cursor_value VARCHAR,"
                    + " loaded_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (job, target, run, part))");

    private final Connection connection;
    private final String job;
    private final String target;

    Ledger(Connection connection, String job, String target) {
        this.connection = connection;
        this.job = job;
        this.target = target;
    }

    /** In a transaction of its own. Another one that makes them at the same time may win; they are there then. */
    static void ensure(Connection connection) throws SQLException {
        for (String table : TABLES) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(table);
            } catch (SQLException e) {
                String state = String.valueOf(e.getSQLState());
                if (!state.equals("23505") && !state.equals("42P07")) {
                    throw e;
                }
            }
        }
    }

    static boolean isThere(Dialect dialect, Connection connection) throws SQLException {
        return !dialect.columns(connection, Sql.name("etl_state")).isEmpty();
    }

    /** Waits for whoever loads the same job, and has its place until the transaction ends. */
    State lock(String lock) throws SQLException {
        try (PreparedStatement insert =
                prepare("INSERT INTO etl_state (job, target) VALUES (?, ?) ON CONFLICT DO NOTHING")) {
            insert.executeUpdate();
        }
        return read(lock);
    }

    /** As the last load that was committed left it. */
    State read(String lock) throws SQLException {
        try (PreparedStatement select = prepare(
                        "SELECT run, cursor_value, columns FROM etl_state WHERE job = ? AND target = ?" + lock);
                ResultSet rows = select.executeQuery()) {
            return rows.next()
                    ? new State(rows.getString(1), rows.getString(2), columns(rows.getString(3)))
                    : State.NONE;
        }
    }

    private static List<Column> columns(@Nullable String json) {
        try {
            return json == null ? List.of() : JSON.readValue(json, new TypeReference<List<Column>>() {});
        } catch (JsonProcessingException damaged) {
            throw new ConnectorException("STATE_DAMAGED", "etl_state has columns that are none: " + json, damaged);
        }
    }

    /** Whether a run's package has been taken up. */
    boolean has(String run) throws SQLException {
        try (PreparedStatement select =
                prepare("SELECT count(*) FROM etl_loads WHERE job = ? AND target = ? AND run = ?")) {
            select.setString(3, run);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() && rows.getLong(1) > 0;
            }
        }
    }

    /** A package without rows is taken up as well: part 0 with none. */
    void record(Manifest manifest) throws SQLException, JsonProcessingException {
        try (PreparedStatement insert =
                prepare("INSERT INTO etl_loads (job, target, run, part, row_count, cursor_value)"
                        + " VALUES (?, ?, ?, ?, ?, ?)")) {
            List<Part> parts = manifest.parts();
            for (int i = 0; i < Math.max(1, parts.size()); i++) {
                // All of them each time: DuckDB's driver forgets them with addBatch.
                insert.setString(1, job);
                insert.setString(2, target);
                insert.setString(3, manifest.run());
                insert.setInt(4, i);
                insert.setLong(5, parts.isEmpty() ? 0 : parts.get(i).rows());
                insert.setString(6, manifest.to());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE etl_state SET run = ?, cursor_value = ?, columns = ?" + " WHERE job = ? AND target = ?")) {
            update.setString(1, manifest.run());
            update.setString(2, manifest.to());
            update.setString(3, JSON.writeValueAsString(manifest.columns()));
            update.setString(4, job);
            update.setString(5, target);
            update.executeUpdate();
        }
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setString(1, job);
        statement.setString(2, target);
        return statement;
    }
}
