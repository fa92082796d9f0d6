package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;

/** Waiting work that nobody can hand out now, so that it does not stand in front of its queue. By the primary key. */
public final class PostponeExecutions {

    private static final NamedSql SQL = NamedSql.of("""
            UPDATE task_executions SET available_at = CAST(:until AS timestamptz)
            WHERE execution_id = ANY (:ids) AND state = 'READY'
            """);

    private PostponeExecutions() {}

    public static void run(Connection connection, Collection<UUID> ids, Instant until) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement
                    .bindIds("ids", ids)
                    .bind("until", NamedStatement.timestamp(until))
                    .update();
        }
    }
}
