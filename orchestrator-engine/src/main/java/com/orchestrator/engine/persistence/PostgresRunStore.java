package com.orchestrator.engine.persistence;

import com.orchestrator.engine.persistence.sql.CompactRuns;
import com.orchestrator.engine.persistence.sql.InsertInstances;
import com.orchestrator.engine.persistence.sql.InsertPages;
import com.orchestrator.engine.store.RunStore;
import com.orchestrator.engine.store.RunTransaction;
import com.orchestrator.engine.store.RunsMovedException;
import java.sql.SQLException;
import java.util.function.Function;

/** Units of work on one connection each. */
final class PostgresRunStore implements RunStore {

    private final JdbcAccess jdbc;
    private final Seals seals;
    private final DatabaseLife life;
    private final Contention keys = new Contention(InsertInstances.KEYS);
    private final Contention pages = new Contention(InsertPages.KEYS);
    private final Contention puts = new Contention(CompactRuns.KEYS);

    PostgresRunStore(JdbcAccess jdbc, Seals seals, DatabaseLife life) {
        this.jdbc = jdbc;
        this.life = life;
        this.seals = seals;
    }

    @Override
    public <T> T inTransaction(Function<RunTransaction, T> work) {
        return jdbc.transaction(connection -> {
            try {
                var transaction = new PostgresRunTransaction(connection, keys, pages, puts, seals, life);
                T result = UncheckedSql.unwrap(() -> work.apply(transaction));
                transaction.commit();
                return result;
            } catch (SQLException refused) {
                if (keys.isMetBy(refused) || pages.isMetBy(refused) || puts.isMetBy(refused)) {
                    throw new RunsMovedException(refused);
                }
                throw refused;
            }
        });
    }
}
