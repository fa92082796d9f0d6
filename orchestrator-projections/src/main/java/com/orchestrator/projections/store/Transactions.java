package com.orchestrator.projections.store;

import com.orchestrator.projections.tables.Adapter;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Transactions at read committed, which every statement here is made for; SQLite knows one writer at a time and no levels. */
public final class Transactions {

    /** What happens in one transaction. */
    @FunctionalInterface
    public interface Body<T, X extends Exception> {
        T run(Connection connection) throws X, SQLException;
    }

    private final DataSource database;
    private final boolean hasLevels;

    public Transactions(DataSource database, Adapter adapter) {
        this(database, adapter != Adapter.SQLITE);
    }

    private Transactions(DataSource database, boolean hasLevels) {
        this.database = database;
        this.hasLevels = hasLevels;
    }

    /** At the level that a database of somebody else's has. */
    public static Transactions asTheyAre(DataSource database) {
        return new Transactions(database, false);
    }

    /** Commits what the body has done, or rolls it back when it throws. */
    public <T, X extends Exception> T run(Body<T, X> body) throws X, SQLException {
        try (Connection connection = database.getConnection()) {
            if (hasLevels) {
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
            connection.setAutoCommit(false);
            T result;
            try {
                result = body.run(connection);
                connection.commit();
            } catch (Throwable failure) {
                rollBack(connection, failure);
                throw failure;
            }
            connection.setAutoCommit(true);
            return result;
        }
    }

    /** Never by the way of auto-commit, which would commit what could not be rolled back. */
    private static void rollBack(Connection connection, Throwable failure) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
