package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.store.WatchStore.OpenRun;
import com.orchestrator.engine.store.WatchStore.OpenRunsPosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * A piece of the runs that have not ended. Walks {@code ix_instances_open}: the runs that nothing wakes in one part of it,
 * the others in the other. The attempts of a run stand together in the primary key, because their ids begin with its own.
 */
public final class FindOpenRuns {

    private static final String TEXT = """
            SELECT page.instance_id, page.state, page.wake_at,
                COALESCE(page.wake_at <= (SELECT engine_now()) + INTERVAL '1 min', FALSE) AS wakes_soon, EXISTS (
                SELECT 1 FROM task_executions t
                WHERE t.execution_id BETWEEN page.instance_id
                    AND overlay(page.instance_id::text PLACING 'ffffff' FROM 31)::uuid) AS has_rows
            FROM (
                SELECT i.instance_id, i.state, i.wake_at FROM workflow_instances i
                WHERE i.ended_at IS NULL AND %s
                ORDER BY i.wake_at, i.instance_id
                LIMIT :limit) AS page
            ORDER BY page.wake_at, page.instance_id
            """;

    private static final NamedSql SLEEPING = NamedSql.of(TEXT.formatted("i.wake_at IS NULL AND i.instance_id > :id"));
    private static final NamedSql WAKING =
            NamedSql.of(TEXT.formatted("(i.wake_at, i.instance_id) > (CAST(:wakeAt AS timestamptz), :id)"));

    private FindOpenRuns() {}

    public static List<OpenRun> run(Connection connection, OpenRunsPosition after, int limit) throws SQLException {
        boolean isWaking = after.wakeAt() != null;
        try (NamedStatement statement = new NamedStatement(connection, isWaking ? WAKING : SLEEPING)) {
            if (isWaking) {
                statement.bind("wakeAt", NamedStatement.timestamp(after.wakeAt()));
            }
            return statement
                    .bind("id", after.instanceId())
                    .bind("limit", limit)
                    .list(row -> new OpenRun(
                            row.getObject("instance_id", UUID.class),
                            WorkflowState.valueOf(row.getString("state")),
                            NamedStatement.instant(row, "wake_at"),
                            row.getBoolean("wakes_soon"),
                            row.getBoolean("has_rows")));
        }
    }
}
