package com.orchestrator.worker.effects;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Runs work in a transaction of its own and says what is known about its end. */
final class EffectTransactions {

    /** What happens in one transaction. */
    @FunctionalInterface
    interface Body<T, X extends Exception> {
        T run(Connection connection) throws X;
    }

    private final DataSource database;

    EffectTransactions(DataSource database) {
        this.database = database;
    }

    <T, X extends Exception> T run(Body<T, X> body) throws X {
        OpenTransaction transaction = open();
        try {
            T result = body.run(transaction.connection());
            commit(transaction);
            return result;
        } catch (Throwable failure) {
            rollBack(transaction, failure);
            throw failure;
        } finally {
            transaction.giveBack();
        }
    }

    private OpenTransaction open() {
        try {
            return OpenTransaction.on(database.getConnection());
        } catch (SQLException e) {
            throw EffectFailures.unavailable(e);
        }
    }

    private static void commit(OpenTransaction transaction) {
        try {
            transaction.commit();
        } catch (SQLException e) {
            throw EffectFailures.commit(e);
        }
    }

    private static void rollBack(OpenTransaction transaction, Throwable failure) {
        try {
            transaction.rollBack();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
