package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.store.WatchStore.OpenRun;
import com.orchestrator.engine.store.WatchStore.OpenRuns;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A piece of the runs, by the primary key: an index of those that have not ended would have to be written when a run ends.
 * The attempts of a run stand together in their primary key, because their ids begin with its own.
 */
public final class FindOpenRuns {

    private static final UUID BEHIND_ALL = new UUID(-1, -1);

    private static final NamedSql END = NamedSql.of("""
            SELECT instance_id FROM workflow_instances
            WHERE instance_id > :after
            ORDER BY instance_id
            OFFSET :limit - 1 LIMIT 1
            """);

    private static final NamedSql OPEN = NamedSql.of("""
            SELECT i.instance_id, i.state,
                COALESCE(i.wake_at <= (SELECT engine_now()) + INTERVAL '1 min', FALSE) AS wakes_soon,
                EXISTS (
                    SELECT 1 FROM task_executions t
                    WHERE t.execution_id BETWEEN i.instance_id
                        AND overlay(i.instance_id::text PLACING 'ffffff' FROM 31)::uuid) AS has_rows
            FROM workflow_instances i
            WHERE i.instance_id > :after AND i.instance_id <= :end AND i.ended_at IS NULL
            ORDER BY i.instance_id
            """);

    private FindOpenRuns() {}

    public static OpenRuns run(Connection connection, UUID after, int limit) throws SQLException {
        UUID end = end(connection, after, limit);
        try (NamedStatement statement = new NamedStatement(connection, OPEN)) {
            List<OpenRun> open = statement
                    .bind("after", after)
                    .bind("end", end == null ? BEHIND_ALL : end)
                    .list(row -> new OpenRun(
                            row.getObject("instance_id", UUID.class),
                            WorkflowState.valueOf(row.getString("state")),
                            row.getBoolean("wakes_soon"),
                            row.getBoolean("has_rows")));
            return new OpenRuns(open, end);
        }
    }

    private static @Nullable UUID end(Connection connection, UUID after, int limit) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, END)) {
            List<UUID> ids = statement
                    .bind("after", after)
                    .bind("limit", limit)
                    .list(row -> row.getObject("instance_id", UUID.class));
            return ids.isEmpty() ? null : ids.get(0);
        }
    }
}
