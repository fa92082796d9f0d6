package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.ExecutionRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.Function;

/** Attempts that changed. A lease that was renewed in the meantime keeps its expiry while it lasts. */
public final class UpdateExecutions {

    private static final NamedSql SQL = NamedSql.of("""
            UPDATE task_executions t
            SET state = u.state, held = u.held, fence_token = u.fence_token, lease_holder = u.lease_holder,
                lease_expires_at = CASE WHEN u.state <> 'LEASED' THEN NULL
                                        ELSE COALESCE(u.lease_expires_at, t.lease_expires_at) END,
                lease_millis = u.lease_millis, execution_deadline = u.execution_deadline, cancel_deadline = u.cancel_deadline,
                available_at = u.available_at, output_sequence = u.output_sequence, error = u.error,
                late_outcome = u.late_outcome, started_at = u.started_at, ended_at = u.ended_at
            FROM unnest(:ids, :states, :held, :fences, :holders, :expiries, :leaseMillis, :deadlines, :cancels, :available,
                :outputs, :errors, :late, :started, :ended)
                AS u (execution_id, state, held, fence_token, lease_holder, lease_expires_at, lease_millis, execution_deadline,
                    cancel_deadline, available_at, output_sequence, error, late_outcome, started_at, ended_at)
            WHERE t.execution_id = u.execution_id
            """);

    private UpdateExecutions() {}

    /** @return how many were found */
    public static int run(Connection connection, Collection<ExecutionRow> rows, Function<Object, String> json)
            throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            ExecutionColumns.bindChanging(statement, rows, json);
            return statement.update();
        }
    }
}
