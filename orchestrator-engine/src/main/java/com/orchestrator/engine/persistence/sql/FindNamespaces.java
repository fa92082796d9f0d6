package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.definition.JobCompiler;
import com.orchestrator.engine.history.ExecutionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Which namespace each of these runs belongs to. Reads by primary keys. What has no row of its own is a job. */
public final class FindNamespaces {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT instance_id, namespace FROM workflow_instances WHERE instance_id = ANY (:ids)
            UNION ALL
            SELECT instance_id, :jobs FROM job_ends WHERE instance_id = ANY (:ids)
            UNION ALL
            SELECT workflow_instance_id, :jobs FROM task_executions WHERE execution_id = ANY (:first) AND pages IS NOT NULL
            """);

    private FindNamespaces() {}

    public static Map<UUID, String> run(Connection connection, Collection<UUID> ids) throws SQLException {
        Map<UUID, String> found = new HashMap<>();
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement
                    .bindIds("ids", ids)
                    .bindIds("first", ids.stream().map(ExecutionId::first).toList())
                    .bind("jobs", JobCompiler.NAMESPACE)
                    .list(row -> found.put(row.getObject(1, UUID.class), row.getString(2)));
        }
        return found;
    }
}
