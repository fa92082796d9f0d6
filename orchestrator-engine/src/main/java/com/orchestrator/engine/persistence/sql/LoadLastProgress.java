package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.model.Payload;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** What the latest attempt before these has reported as progress. Reads {@code uk_execution_attempt}. */
public final class LoadLastProgress {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT DISTINCT ON (t.execution_id) t.execution_id, earlier.progress
            FROM task_executions t
            JOIN task_executions earlier ON earlier.workflow_instance_id = t.workflow_instance_id
                AND earlier.task_id = t.task_id AND earlier.kind = t.kind
                AND COALESCE(earlier.iteration, '') = COALESCE(t.iteration, '')
                AND earlier.attempt_number <= t.attempt_number
            WHERE t.execution_id = ANY (:ids) AND earlier.progress IS NOT NULL
            ORDER BY t.execution_id, earlier.attempt_number DESC
            """);

    private LoadLastProgress() {}

    public static Map<UUID, Payload> run(Connection connection, Collection<UUID> ids) throws SQLException {
        Map<UUID, Payload> progress = new HashMap<>();
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement
                    .bindIds("ids", ids)
                    .list(row -> progress.put(
                            row.getObject("execution_id", UUID.class), Payload.ofJson(row.getBytes("progress"))));
        }
        return progress;
    }
}
