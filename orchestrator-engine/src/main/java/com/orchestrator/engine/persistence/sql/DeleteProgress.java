package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.UUID;

/** Progress of runs that have ended. By the primary key of {@code task_progress}. */
public final class DeleteProgress {

    private static final NamedSql SQL = NamedSql.of("""
            DELETE FROM task_progress WHERE workflow_instance_id = ANY (:ids)
            """);

    private DeleteProgress() {}

    public static void run(Connection connection, Collection<UUID> instanceIds) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement.bindIds("ids", instanceIds).update();
        }
    }
}
