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

    /**
     * SQLSTATE classes of what is refused for what it says: data, integrity, size. All else is about the database: the connection,
     * serialization, locks, resources, a standby that only reads, rights, a schema that is not ours.
     */
    private static final Set<String> REFUSED_CLASSES = Set.of("22", "23", "54");

    /** A page of a table, or what is stored out of line, is broken. */
    private static final String DATA_CORRUPTED = "XX001";

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

    /** A refusal is a fault of what was asked; without one nobody knows, and asking again is right. */
    private static RuntimeException translate(SQLException failure) {
        return isRefusal(failure)
                ? new InvariantViolation("The database refused a statement (" + failure.getSQLState() + ")", failure)
                : new StoreUnavailableException("The database did not answer (" + failure.getSQLState() + ")", failure);
    }

    /** Whether the database refuses what it is asked for what it says, and would each time. */
    static boolean isRefusal(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        return DATA_CORRUPTED.equals(state) || (state.length() >= 2 && REFUSED_CLASSES.contains(state.substring(0, 2)));
    }
}
