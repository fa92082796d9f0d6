package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.store.LeaseStore.ProgressKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Last progress of tasks. Reads by the primary key of {@code task_progress}. */
public final class LoadProgress {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT p.workflow_instance_id, p.task_id, p.iteration, p.kind, p.progress
            FROM unnest(:instances, :tasks, :iterations, :kinds) AS wanted (workflow_instance_id, task_id, iteration, kind)
            JOIN task_progress p USING (workflow_instance_id, task_id, iteration, kind)
            """);

    /** No iteration, as a key column has it. */
    private static final String NONE = "";

    private LoadProgress() {}

    public static Map<ProgressKey, Payload> run(Connection connection, Collection<ProgressKey> keys)
            throws SQLException {
        Map<ProgressKey, Payload> progress = new HashMap<>();
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement.bindColumn("instances", ArrayType.UUID, keys, ProgressKey::instanceId);
            statement.bindColumn("tasks", ArrayType.TEXT, keys, ProgressKey::taskId);
            statement.bindColumn(
                    "iterations", ArrayType.TEXT, keys, key -> key.iteration() == null ? NONE : key.iteration());
            statement.bindColumn(
                    "kinds", ArrayType.TEXT, keys, key -> key.kind().name());
            statement.list(row -> progress.put(
                    new ProgressKey(
                            row.getObject("workflow_instance_id", UUID.class),
                            row.getString("task_id"),
                            NONE.equals(row.getString("iteration")) ? null : row.getString("iteration"),
                            ExecutionKind.valueOf(row.getString("kind"))),
                    Payload.ofJson(row.getBytes("progress"))));
        }
        return progress;
    }
}
