package com.orchestrator.engine.persistence;

import com.orchestrator.engine.persistence.sql.InsertPages;
import com.orchestrator.engine.store.RunStore;
import com.orchestrator.engine.store.RunTransaction;
import com.orchestrator.engine.store.RunsMovedException;
import java.sql.SQLException;
import java.util.function.Function;

/** Units of work on one connection each. */
final class PostgresRunStore implements RunStore {

    private final JdbcAccess jdbc;
    private final Contention contention = new Contention();

    PostgresRunStore(JdbcAccess jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public <T> T inTransaction(Function<RunTransaction, T> work) {
        return jdbc.transaction(connection -> {
            try {
                var transaction = new PostgresRunTransaction(connection, contention);
                T result = UncheckedSql.unwrap(() -> work.apply(transaction));
                transaction.commit();
                return result;
            } catch (SQLException refused) {
                if (InsertPages.isTooLate(refused)) {
                    contention.met();
                    throw new RunsMovedException(refused);
                }
                throw refused;
            }
        });
    }
}
