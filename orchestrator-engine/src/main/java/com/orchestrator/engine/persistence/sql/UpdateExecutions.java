package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.ExecutionRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/**
 * Attempts that changed. A lease that was renewed in the meantime keeps its expiry while it lasts; one that was extended beyond
 * the time a worker has after it was asked to stop ends with that time, so that no rollback waits for long.
 */
public final class UpdateExecutions {

    private static final NamedSql SQL = NamedSql.of("""
            UPDATE task_executions t
            SET state = u.state, held = u.held, fence_token = u.fence_token, lease_holder = u.lease_holder,
                lease_expires_at = CASE WHEN u.state <> 'LEASED' THEN NULL
                                        ELSE LEAST(COALESCE(u.lease_expires_at, t.lease_expires_at), u.cancel_deadline) END,
                look_at = CASE WHEN u.state = 'LEASED'
                               THEN LEAST(COALESCE(u.lease_expires_at, t.lease_expires_at), u.cancel_deadline) END,
                lease_millis = u.lease_millis, execution_deadline = u.execution_deadline, cancel_deadline = u.cancel_deadline,
                available_at = u.available_at
            FROM unnest(:ids, :states, :held, :fences, :holders, :expiries, :leaseMillis, :deadlines, :cancels, :available)
                AS u (execution_id, state, held, fence_token, lease_holder, lease_expires_at, lease_millis, execution_deadline,
                    cancel_deadline, available_at)
            WHERE t.execution_id = u.execution_id
            """);

    private UpdateExecutions() {}

    /** @return how many were found */
    public static int run(Connection connection, Collection<ExecutionRow> rows) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            ExecutionColumns.bindChanging(statement, rows);
            return statement.update();
        }
    }
}
