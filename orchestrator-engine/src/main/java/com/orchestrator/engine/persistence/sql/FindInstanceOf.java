package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The run of an execution. Reads by the primary key. */
public final class FindInstanceOf {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT workflow_instance_id FROM task_executions WHERE execution_id = :id
            """);

    private FindInstanceOf() {}

    public static Optional<UUID> run(Connection connection, UUID executionId) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            List<UUID> found =
                    statement.bind("id", executionId).list(row -> row.getObject("workflow_instance_id", UUID.class));
            return found.stream().findFirst();
        }
    }
}
