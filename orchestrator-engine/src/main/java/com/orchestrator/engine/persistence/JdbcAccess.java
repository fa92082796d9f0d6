package com.orchestrator.engine.persistence;

import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.store.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Connections and transactions for the statements, and the one place that tells a database that cannot answer from one that
 * refuses what it is asked.
 */
final class JdbcAccess {

    /** SQLSTATE classes: connection, rollback (deadlock, serialization), resources, shutdown, system; and lock timeout. */
    private static final Set<String> TRANSIENT_CLASSES = Set.of("08", "40", "53", "57", "58");

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final DataSource dataSource;

    JdbcAccess(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @FunctionalInterface
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Everything or nothing. A commit that fails has an unknown outcome, which the caller must expect. */
    <T> T transaction(Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            try {
                T result = work.run(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException failure) {
                rollback(connection, failure);
                throw failure;
            }
        } catch (SQLException failure) {
            throw translate(failure);
        }
    }

    /** The first failure is the one that tells what happened. */
    private static void rollback(Connection connection, Exception failure) {
        try {
            connection.rollback();
        } catch (SQLException second) {
            failure.addSuppressed(second);
        }
    }

    private static RuntimeException translate(SQLException failure) {
        String state = failure.getSQLState() == null ? "08" : failure.getSQLState();
        boolean isTransient = LOCK_NOT_AVAILABLE.equals(state)
                || (state.length() >= 2 && TRANSIENT_CLASSES.contains(state.substring(0, 2)));
        return isTransient
                ? new StoreUnavailableException("The database did not answer (" + state + ")", failure)
                : new InvariantViolation("The database refused a statement (" + state + ")", failure);
    }
}
