package com.orchestrator.engine.persistence;

import java.sql.SQLException;
import java.util.function.Supplier;

/** Carries an {@link SQLException} through code that knows nothing of SQL, and out again where transactions end. */
final class UncheckedSql extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private UncheckedSql(SQLException cause) {
        super(cause);
    }

    @FunctionalInterface
    interface Call<T> {
        T run() throws SQLException;
    }

    @FunctionalInterface
    interface Action {
        void run() throws SQLException;
    }

    /** The same as {@link #wrap}, for what answers nothing. */
    static void run(Action action) {
        wrap(() -> {
            action.run();
            return action;
        });
    }

    /** Inside: SQL failure → carrier. */
    static <T> T wrap(Call<T> call) {
        try {
            return call.run();
        } catch (SQLException failure) {
            throw new UncheckedSql(failure);
        }
    }

    /** Outside: carrier → SQL failure. */
    static <T> T unwrap(Supplier<T> work) throws SQLException {
        try {
            return work.get();
        } catch (UncheckedSql carrier) {
            if (carrier.getCause() instanceof SQLException failure) {
                throw failure;
            }
            throw carrier;
        }
    }
}
