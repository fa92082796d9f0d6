package com.orchestrator.projections.store;

import com.orchestrator.projections.tables.Adapter;
import com.orchestrator.projections.tables.TableNames;
import java.sql.SQLException;
import javax.sql.DataSource;

/** All that projections are coordinated by, in one database. */
public record Tables(
        Transactions transactions,
        ShardRows shards,
        WorkerRows workers,
        Generation.Row generation,
        DeadLetters deadLetters,
        Adapter adapter,
        TableNames names) {

    /** Whether the migration has been made. */
    public boolean exist() throws SQLException {
        return transactions.run(connection -> adapter.has(connection, names.schema(), names.projectionShards()));
    }

    public static Tables of(DataSource database, Adapter adapter, TableNames names) {
        return new Tables(
                new Transactions(database, adapter),
                new ShardRows(adapter, names),
                new WorkerRows(adapter, names),
                new Generation.Row(adapter, names),
                new DeadLetters(adapter, names),
                adapter,
                names);
    }
}
