package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.ExecutionRef;
import com.orchestrator.engine.store.LaneSelector;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Due work of one queue and lane, locked against other servers. Reads {@code ix_executions_ready} in its order. */
public final class LockDueExecutions {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT workflow_instance_id, execution_id
            FROM task_executions
            WHERE state = 'READY' AND NOT held AND queue = :queue
              AND available_at <= CAST(:now AS timestamptz) AND shard % :lanes = :lane
            ORDER BY priority, execution_id
            LIMIT :limit
            FOR UPDATE SKIP LOCKED
            """);

    private LockDueExecutions() {}

    public static List<ExecutionRef> run(Connection connection, String queue, LaneSelector lane, int limit, Instant now)
            throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement
                    .bind("queue", queue)
                    .bind("now", NamedStatement.timestamp(now))
                    .bind("lanes", lane.lanes())
                    .bind("lane", lane.lane())
                    .bind("limit", limit)
                    .list(row -> new ExecutionRef(
                            row.getObject("workflow_instance_id", UUID.class),
                            row.getObject("execution_id", UUID.class)));
        }
    }
}
