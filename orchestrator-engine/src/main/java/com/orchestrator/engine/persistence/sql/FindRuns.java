package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.RunKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Runs by their keys. Reads by {@code uk_idempotency}. */
public final class FindRuns {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT i.instance_id, i.namespace, i.workflow_name, i.run_id
            FROM unnest(:namespaces, :workflows, :runIds) AS wanted (namespace, workflow_name, run_id)
            JOIN workflow_instances i USING (namespace, workflow_name, run_id)
            """);

    private FindRuns() {}

    public static Map<RunKey, UUID> run(Connection connection, Collection<RunKey> keys) throws SQLException {
        Map<RunKey, UUID> found = new HashMap<>();
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement.bindColumn("namespaces", ArrayType.TEXT, keys, RunKey::namespace);
            statement.bindColumn("workflows", ArrayType.TEXT, keys, RunKey::workflow);
            statement.bindColumn("runIds", ArrayType.TEXT, keys, RunKey::runId);
            statement.list(row -> found.put(
                    new RunKey(row.getString("namespace"), row.getString("workflow_name"), row.getString("run_id")),
                    row.getObject("instance_id", UUID.class)));
        }
        return found;
    }
}
