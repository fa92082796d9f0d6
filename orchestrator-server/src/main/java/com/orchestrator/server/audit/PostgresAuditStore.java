package com.orchestrator.server.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The chain in a table of its own. Who appends holds the row of its end, so servers append one after the other; what the engine commits
 * has nothing to do with it.
 */
public final class PostgresAuditStore implements AuditStore {

    private static final String LOCK = "SELECT position, hash, clock_timestamp() AS at FROM audit_head FOR UPDATE";
    private static final String INSERT =
            "INSERT INTO audit_entries (position, principal, text, hash) VALUES (?, ?, ?, ?)";
    private static final String MOVE = "UPDATE audit_head SET position = ?, hash = ?";
    private static final String NEWEST = "SELECT position, text, hash FROM audit_entries"
            + " WHERE position < ? AND (CAST(? AS text) IS NULL OR principal = ?) ORDER BY position DESC LIMIT ?";
    private static final String BEHIND =
            "SELECT position, text, hash FROM audit_entries WHERE position > ? ORDER BY position LIMIT ?";
    private static final String HEAD = "SELECT position, hash FROM audit_head";

    private final DataSource database;

    public PostgresAuditStore(DataSource database) {
        this.database = database;
    }

    @Override
    public void append(List<AuditFact> facts) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                append(connection, facts);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static void append(Connection connection, List<AuditFact> facts) throws SQLException {
        AuditEntry head;
        Instant at;
        try (PreparedStatement lock = connection.prepareStatement(LOCK);
                ResultSet row = lock.executeQuery()) {
            row.next();
            head = new AuditEntry(row.getLong("position"), "", row.getString("hash"));
            at = row.getTimestamp("at").toInstant();
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (AuditFact fact : facts) {
                head = head.next(fact, at);
                insert.setLong(1, head.position());
                insert.setString(2, fact.principal());
                insert.setString(3, head.text());
                insert.setString(4, head.hash());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        try (PreparedStatement move = connection.prepareStatement(MOVE)) {
            move.setLong(1, head.position());
            move.setString(2, head.hash());
            move.executeUpdate();
        }
    }

    @Override
    public List<AuditEntry> newest(@Nullable String principal, long before, int limit) {
        return read(NEWEST, statement -> {
            statement.setLong(1, before);
            statement.setString(2, principal);
            statement.setString(3, principal);
            statement.setInt(4, limit);
        });
    }

    @Override
    public List<AuditEntry> behind(long position, int limit) {
        return read(BEHIND, statement -> {
            statement.setLong(1, position);
            statement.setInt(2, limit);
        });
    }

    @Override
    public AuditEntry head() {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(HEAD);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new AuditEntry(row.getLong("position"), "", row.getString("hash"));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @FunctionalInterface
    private interface Binder {
        void bind(PreparedStatement statement) throws SQLException;
    }

    private List<AuditEntry> read(String sql, Binder binder) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            connection.setReadOnly(true);
            binder.bind(statement);
            List<AuditEntry> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(new AuditEntry(row.getLong("position"), row.getString("text"), row.getString("hash")));
                }
            }
            return found;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static IllegalStateException failed(SQLException e) {
        return new IllegalStateException("The audit cannot be reached", e);
    }
}
