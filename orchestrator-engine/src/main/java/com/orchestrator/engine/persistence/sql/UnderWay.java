package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.PermitStore.OpenTransactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** What is under way: transactions of engines, and runs with attempts that somebody may be working on. */
public final class UnderWay {

    /**
     * Each transaction holds a lock on its own name for as long as it lasts, which is how CREATE INDEX CONCURRENTLY waits for those
     * before it. Engines are told from others, such as a dump that takes hours, by the name of the application.
     */
    private static final NamedSql TRANSACTIONS = NamedSql.of("""
            SELECT engine_now() AS at, ARRAY(
                SELECT l.virtualtransaction
                FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
                WHERE l.locktype = 'virtualxid' AND l.mode = 'ExclusiveLock'
                  AND a.datname = current_database() AND a.application_name = current_setting('application_name')
                  AND a.pid <> pg_backend_pid()) AS open
            """);

    /** Leases without a row are watched; a watch ends no sooner than the run has been looked at and has another. */
    private static final NamedSql RUNS = NamedSql.of("""
            SELECT i.instance_id AS run
            FROM lease_watches w CROSS JOIN LATERAL unnest(w.instance_ids) AS watched (id)
            JOIN workflow_instances i ON i.instance_id = watched.id AND i.ended_at IS NULL
            UNION
            SELECT t.workflow_instance_id FROM task_executions t WHERE t.state = 'LEASED'
            """);

    private UnderWay() {}

    public static OpenTransactions transactions(Connection connection) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, TRANSACTIONS)) {
            return statement
                    .list(row -> new OpenTransactions(
                            Objects.requireNonNull(NamedStatement.instant(row, "at")),
                            Set.of((String[]) row.getArray("open").getArray())))
                    .get(0);
        }
    }

    public static List<UUID> runs(Connection connection) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, RUNS)) {
            return statement.list(row -> row.getObject("run", UUID.class));
        }
    }
}
