package com.orchestrator.worker.effects;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A connection in a transaction, as a pool lent it. Goes back as it came, but only when the transaction has surely ended:
 * switching auto-commit on would commit what is still open.
 */
final class OpenTransaction {

    private static final Logger LOG = System.getLogger(OpenTransaction.class.getName());

    private final Connection connection;
    private final boolean autoCommits;
    private boolean ended;

    private OpenTransaction(Connection connection, boolean autoCommits) {
        this.connection = connection;
        this.autoCommits = autoCommits;
    }

    static OpenTransaction on(Connection connection) throws SQLException {
        try {
            OpenTransaction transaction = new OpenTransaction(connection, connection.getAutoCommit());
            connection.setAutoCommit(false);
            return transaction;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** For the work: as the real one, but it cannot end the transaction. */
    Connection connection() {
        return LentConnection.of(connection);
    }

    void commit() throws SQLException {
        connection.commit();
        ended = true;
    }

    void rollBack() throws SQLException {
        connection.rollback();
        ended = true;
    }

    /** What goes wrong here changes nothing about what was committed, so it must not change what is reported. */
    void giveBack() {
        try (connection) {
            if (!ended) {
                connection.abort(Runnable::run);
            } else if (autoCommits) {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "A connection could not be given back", e);
        }
    }
}
