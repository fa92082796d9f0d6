package com.orchestrator.conformance.rig;

import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** What one transaction has added to the history of a run, as it stands in the suite's database. */
public final class StoredPage {

    private static final String DAMAGE = "[damaged";
    private static final String LAST = """
            SELECT sequence_number, data FROM events
            WHERE workflow_instance_id = ? ORDER BY sequence_number DESC LIMIT 1
            """;
    private static final String WRITE =
            "UPDATE events SET data = ? WHERE workflow_instance_id = ? AND sequence_number = ?";

    private final EmbeddedPostgres database;
    private final UUID instanceId;
    private final long firstSequence;
    private final String data;

    private StoredPage(EmbeddedPostgres database, UUID instanceId, long firstSequence, String data) {
        this.database = database;
        this.instanceId = instanceId;
        this.firstSequence = firstSequence;
        this.data = data;
    }

    static StoredPage last(EmbeddedPostgres database, UUID instanceId) {
        try (Connection connection = connect(database);
                PreparedStatement statement = connection.prepareStatement(LAST)) {
            statement.setObject(1, instanceId);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new StoredPage(database, instanceId, row.getLong(1), row.getString(2));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The history of " + instanceId + " cannot be looked at", e);
        }
    }

    /** Number of its first event. */
    public long firstSequence() {
        return firstSequence;
    }

    /** Nobody can read it any more. */
    public void damage() {
        write(DAMAGE);
    }

    /** It is again what it was. */
    public void mend() {
        write(data);
    }

    private void write(String text) {
        try (Connection connection = connect(database);
                PreparedStatement statement = connection.prepareStatement(WRITE)) {
            statement.setString(1, text);
            statement.setObject(2, instanceId);
            statement.setLong(3, firstSequence);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("A page of " + instanceId + " cannot be written", e);
        }
    }

    private static Connection connect(EmbeddedPostgres database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), EmbeddedPostgres.USER, database.password());
    }
}
