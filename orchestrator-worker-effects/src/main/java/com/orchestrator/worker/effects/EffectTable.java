package com.orchestrator.worker.effects;

import com.orchestrator.worker.effects.EffectRecord.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The statements on the table. The primary key is the lock of an effect that is about to happen, the row that of one that
 * is about to be undone: both are taken before the work begins and held until its transaction ends.
 */
final class EffectTable {

    private static final Pattern NAME = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*\\.)?[A-Za-z_][A-Za-z0-9_]*");
    private static final String INTEGRITY_VIOLATED = "23";

    private final String insert;
    private final String setOutput;
    private final String takeBack;
    private final String find;

    EffectTable(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is not a table; expected for example shop.effects");
        }
        insert = "INSERT INTO " + name + " (idempotency_key, outcome, changed_at) VALUES (?, ?, CURRENT_TIMESTAMP)";
        setOutput = "UPDATE " + name + " SET output = ? WHERE idempotency_key = ? AND outcome = ?";
        takeBack = "UPDATE " + name + " SET outcome = ?, changed_at = CURRENT_TIMESTAMP"
                + " WHERE idempotency_key = ? AND outcome = ?";
        find = "SELECT outcome, output FROM " + name + " WHERE idempotency_key = ?";
    }

    /** Waits for whoever is at it; seen by nobody before the commit. */
    void insert(Connection connection, String key, Outcome outcome) {
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setString(1, key);
            statement.setString(2, outcome.name());
            statement.executeUpdate();
        } catch (SQLException e) {
            if (String.valueOf(e.getSQLState()).startsWith(INTEGRITY_VIOLATED)) {
                throw new KeyTakenException(key);
            }
            throw EffectFailures.unavailable(e);
        }
    }

    void setOutput(Connection connection, String key, @Nullable String output) {
        if (update(connection, setOutput, output, key) != 1) {
            throw new IllegalStateException("The work has ended the transaction of effect " + key);
        }
    }

    /** Whether there was an effect to take back; if so, nobody else can until the transaction ends. */
    boolean takeBack(Connection connection, String key) {
        return update(connection, takeBack, Outcome.UNDONE.name(), key) == 1;
    }

    private static int update(Connection connection, String sql, @Nullable String value, String key) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, value);
            statement.setString(2, key);
            statement.setString(3, Outcome.DONE.name());
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw EffectFailures.unavailable(e);
        }
    }

    Optional<EffectRecord> find(Connection connection, String key) {
        try (PreparedStatement statement = connection.prepareStatement(find)) {
            statement.setString(1, key);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(read(rows)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw EffectFailures.unavailable(e);
        }
    }

    private static EffectRecord read(ResultSet row) throws SQLException {
        return new EffectRecord(Outcome.valueOf(row.getString(1)), row.getString(2));
    }
}
