package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.UUID;

/** Attempts that nobody needs to find any more: handed to a worker, or ended. By the primary key. */
public final class DeleteExecutions {

    private static final NamedSql SQL = NamedSql.of("""
            DELETE FROM task_executions WHERE execution_id = ANY (:ids)
            """);

    private DeleteExecutions() {}

    /** @return how many were found */
    public static int run(Connection connection, Collection<UUID> ids) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement.bindIds("ids", ids).update();
        }
    }
}
