package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.ExecutionRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * Leases that somebody has to look at, but for those of runs that are set aside. One that was renewed since it was given is looked at
 * again when it would end as it is now: so a renewal touches no index, and whoever asks what is due does not read all leases. Reads
 * {@code ix_executions_look}; what a server of before has leased stands in it as due.
 */
public final class LookAtLeases {

    private static final NamedSql SQL = NamedSql.of("""
            WITH clock AS MATERIALIZED (
                SELECT engine_now() AS now
            ), due AS MATERIALIZED (
                SELECT t.execution_id, t.workflow_instance_id, t.lease_expires_at
                FROM task_executions t
                WHERE t.state = 'LEASED' AND NOT t.held AND COALESCE(t.look_at, '-infinity') <= (SELECT now FROM clock)
                ORDER BY COALESCE(t.look_at, '-infinity')
                LIMIT :limit
                FOR UPDATE SKIP LOCKED
            ), renewed AS (
                UPDATE task_executions t SET look_at = t.lease_expires_at
                FROM due CROSS JOIN clock
                WHERE t.execution_id = due.execution_id AND due.lease_expires_at > clock.now
            )
            SELECT due.workflow_instance_id, due.execution_id, due.lease_expires_at <= clock.now AS expired
            FROM due CROSS JOIN clock
            ORDER BY due.lease_expires_at
            """);

    private LookAtLeases() {}

    public static List<Look> run(Connection connection, int limit) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement
                    .bind("limit", limit)
                    .list(row -> new Look(
                            new ExecutionRef(
                                    row.getObject("workflow_instance_id", UUID.class),
                                    row.getObject("execution_id", UUID.class)),
                            row.getBoolean("expired")));
        }
    }

    /** @param isExpired or it was renewed */
    public record Look(ExecutionRef execution, boolean isExpired) {}
}
