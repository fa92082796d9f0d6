package com.orchestrator.engine.persistence;

import com.orchestrator.engine.store.RunStore;
import com.orchestrator.engine.store.RunTransaction;
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
        return jdbc.transaction(connection ->
                UncheckedSql.unwrap(() -> work.apply(new PostgresRunTransaction(connection, contention))));
    }
}
