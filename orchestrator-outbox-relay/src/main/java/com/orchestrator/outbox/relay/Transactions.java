package com.orchestrator.outbox.relay;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Short transactions at read committed, each on a connection that goes back as it came. */
final class Transactions {

    private Transactions() {}

    /** What is done in one. */
    @FunctionalInterface
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /** The same without an answer. */
    @FunctionalInterface
    interface Step {
        void in(Connection connection) throws SQLException;
    }

    static void execute(DataSource database, Step step) throws SQLException {
        run(database, connection -> {
            step.in(connection);
            return true;
        });
    }

    static <T> T run(DataSource database, Work<T> work) throws SQLException {
        try (Connection connection = database.getConnection()) {
            boolean commitsByItself = connection.getAutoCommit();
            connection.setAutoCommit(false);
            T result;
            try {
                result = work.in(connection);
                connection.commit();
            } catch (Throwable failure) {
                rollBack(connection, failure);
                throw failure;
            }
            connection.setAutoCommit(commitsByItself);
            return result;
        }
    }

    /** A connection that cannot be rolled back is closed by its pool, and what it held ends with it. */
    private static void rollBack(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
