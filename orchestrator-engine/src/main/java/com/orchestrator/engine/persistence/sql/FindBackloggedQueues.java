package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Which queues have work waiting. One probe of {@code ix_executions_ready} per queue; with {@code EXISTS} the planner may
 * read all that is ready instead.
 */
public final class FindBackloggedQueues {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT wanted.queue
            FROM unnest(:queues) AS wanted (queue) CROSS JOIN LATERAL (
                SELECT 1 FROM task_executions t
                WHERE t.state = 'READY' AND NOT t.held AND t.queue = wanted.queue
                  AND t.available_at <= (SELECT engine_now())
                ORDER BY t.priority
                LIMIT 1) AS first
            """);

    private FindBackloggedQueues() {}

    public static Set<String> run(Connection connection, Collection<String> queues) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement.bindColumn("queues", ArrayType.TEXT, queues, queue -> queue);
            return new HashSet<>(statement.list(row -> row.getString("queue")));
        }
    }
}
