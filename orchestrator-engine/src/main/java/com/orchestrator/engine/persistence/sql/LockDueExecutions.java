package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.DueExecution;
import com.orchestrator.engine.store.LaneSelector;
import com.orchestrator.engine.store.QueuePosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Due work of one queue and lane, locked against other servers. Reads {@code ix_executions_ready} in its order, from a place
 * on: in front of it lie the entries of work that was handed out, which nobody but the vacuum clears away.
 */
public final class LockDueExecutions {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT workflow_instance_id, priority, execution_id
            FROM task_executions
            WHERE state = 'READY' AND NOT held AND queue = :queue
              AND available_at <= CAST(:now AS timestamptz) AND shard % :lanes = :lane
              AND (priority, execution_id) > (CAST(:priority AS smallint), CAST(:after AS uuid))
            ORDER BY priority, execution_id
            LIMIT :limit
            FOR UPDATE SKIP LOCKED
            """);

    private LockDueExecutions() {}

    public static List<DueExecution> run(
            Connection connection, String queue, LaneSelector lane, QueuePosition after, int limit, Instant now)
            throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement
                    .bind("queue", queue)
                    .bind("now", NamedStatement.timestamp(now))
                    .bind("lanes", lane.lanes())
                    .bind("lane", lane.lane())
                    .bind("priority", after.priority())
                    .bind("after", after.executionId())
                    .bind("limit", limit)
                    .list(row -> new DueExecution(
                            row.getObject("workflow_instance_id", UUID.class),
                            new QueuePosition(row.getInt("priority"), row.getObject("execution_id", UUID.class))));
        }
    }
}
