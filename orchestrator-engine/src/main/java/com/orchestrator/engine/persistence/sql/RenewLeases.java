package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.model.TimeRange;
import com.orchestrator.engine.store.LeaseStore.Renewal;
import com.orchestrator.engine.store.LeaseStore.Renewed;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Extends leases that are still held, by their own duration or what is asked, if that is more, and never beyond a deadline;
 * keeps what was reported as progress. Never shortens one. Touches no index of the leases. Each is looked up by its id, in the order of
 * ids, which {@code LIMIT 1} makes sure of: a planner that knows nothing of the table yet reads all leases of the worker for each.
 */
public final class RenewLeases {

    private static final NamedSql SQL = NamedSql.of("""
            WITH asked AS (
                SELECT * FROM unnest(:ids, :workers, :fences, :progress, :leases)
                    AS a (execution_id, worker_id, fence_token, progress, lease_millis)
                ORDER BY execution_id
            ), clock AS MATERIALIZED (
                SELECT engine_now() AS now
            ), held AS MATERIALIZED (
                SELECT t.execution_id, a.progress, a.lease_millis, clock.now
                FROM asked a
                CROSS JOIN LATERAL (
                    SELECT e.execution_id, e.state, e.lease_holder, e.execution_deadline, e.cancel_deadline
                    FROM task_executions e
                    WHERE e.execution_id = a.execution_id AND e.fence_token = a.fence_token
                      AND e.fence_token > (SELECT fence_floor FROM database_life)
                    LIMIT 1
                    FOR UPDATE) AS t
                CROSS JOIN clock
                WHERE t.state = 'LEASED' AND t.lease_holder = a.worker_id
                  AND (t.execution_deadline IS NULL OR t.execution_deadline > clock.now)
                  AND (t.cancel_deadline IS NULL OR t.cancel_deadline > clock.now)
            ), renewed AS (
                UPDATE task_executions t
                SET lease_expires_at = LEAST(CAST(:latest AS TIMESTAMPTZ), t.execution_deadline, t.cancel_deadline,
                        GREATEST(t.lease_expires_at,
                            held.now + GREATEST(held.lease_millis, t.lease_millis) * INTERVAL '1 millisecond'))
                FROM held
                WHERE t.execution_id = held.execution_id
                RETURNING t.execution_id, t.lease_holder, t.fence_token, t.lease_expires_at, t.cancel_deadline,
                    t.workflow_instance_id, t.task_id, t.iteration, t.kind, held.progress
            ), kept AS (
                INSERT INTO task_progress (workflow_instance_id, task_id, iteration, kind, progress)
                SELECT workflow_instance_id, task_id, COALESCE(iteration, ''), kind, progress
                FROM renewed
                WHERE progress IS NOT NULL
                ON CONFLICT (workflow_instance_id, task_id, iteration, kind) DO UPDATE SET progress = excluded.progress
            )
            SELECT execution_id, lease_holder, fence_token, lease_expires_at, cancel_deadline FROM renewed
            """);

    private RenewLeases() {}

    public static Map<UUID, Renewed> run(Connection connection, Collection<Renewal> renewals) throws SQLException {
        Map<UUID, Renewed> renewed = new HashMap<>();
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement.bind("latest", NamedStatement.timestamp(TimeRange.LATEST.truncatedTo(ChronoUnit.MICROS)));
            statement.bindColumn("ids", ArrayType.UUID, renewals, Renewal::executionId);
            statement.bindColumn("workers", ArrayType.TEXT, renewals, Renewal::workerId);
            statement.bindColumn("fences", ArrayType.INT8, renewals, Renewal::fenceToken);
            statement.bindColumn("progress", ArrayType.BYTEA, renewals, renewal -> {
                var progress = renewal.progress();
                return progress == null ? null : progress.bytes();
            });
            statement.bindColumn("leases", ArrayType.INT8, renewals, renewal -> {
                var lease = renewal.lease();
                return lease == null ? null : lease.toMillis();
            });
            statement.list(row -> renewed.put(
                    row.getObject("execution_id", UUID.class),
                    new Renewed(
                            row.getString("lease_holder"),
                            row.getLong("fence_token"),
                            Objects.requireNonNull(NamedStatement.instant(row, "lease_expires_at")),
                            row.getTimestamp("cancel_deadline") != null)));
        }
        return renewed;
    }
}
