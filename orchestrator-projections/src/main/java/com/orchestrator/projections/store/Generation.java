package com.orchestrator.projections.store;

import com.orchestrator.projections.tables.Adapter;
import com.orchestrator.projections.tables.TableNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The newest generation of workers, and whether it works already. Times are the database's, in milliseconds.
 *
 * @param since when the phase began
 * @param now when it was looked at
 */
public record Generation(long number, Phase phase, long since, long now) {

    /** What the newest generation is waiting for. */
    public enum Phase {
        /** The generations before have to stop first. */
        DRAINING,
        RUNNING
    }

    /** The one row that says it. */
    public static final class Row {

        private final Adapter adapter;
        private final String table;

        public Row(Adapter adapter, TableNames names) {
            this.adapter = adapter;
            this.table = names.recreateLock(adapter);
        }

        public Generation read(Connection connection) throws SQLException {
            List<Generation> rows = Sql.list(
                    connection,
                    row -> new Generation(
                            row.getLong(1), Phase.valueOf(row.getString(2)), row.getLong(3), row.getLong(4)),
                    "SELECT generation, phase, phase_since, " + adapter.now() + " FROM " + table + " WHERE id = 1");
            if (rows.isEmpty()) {
                throw new SQLException("The row of " + table + " is missing; the migration inserts it");
            }
            return rows.get(0);
        }

        /** From now on this is the newest generation, unless there is a newer one. */
        public void announce(Connection connection, long generation, Phase phase) throws SQLException {
            Sql.update(
                    connection,
                    "UPDATE " + table + " SET generation = ?, phase = ?, phase_since = " + adapter.now()
                            + " WHERE id = 1 AND generation < ?",
                    generation,
                    phase.name(),
                    generation);
        }

        /** The generations before are out of the way; false when somebody else has said so already. */
        public boolean begin(Connection connection, long generation) throws SQLException {
            return Sql.update(
                            connection,
                            "UPDATE " + table + " SET phase = ?, phase_since = " + adapter.now()
                                    + " WHERE id = 1 AND generation = ? AND phase = ?",
                            Phase.RUNNING.name(),
                            generation,
                            Phase.DRAINING.name())
                    == 1;
        }
    }
}
