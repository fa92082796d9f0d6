package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.definition.JobCompiler;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How much waits for workers in each namespace. Jumps from queue to queue as {@link FindBacklog} does, and looks up whose the tasks are
 * in a bounded piece of each. A job that stands in the row of its one attempt has no row of its own.
 */
public final class CountQueued {

    private static final NamedSql SQL = NamedSql.of(FindBacklog.QUEUES + """
            SELECT COALESCE(i.namespace, :jobs) AS namespace, count(*) AS queued
            FROM queues CROSS JOIN (SELECT engine_now() AS now) AS clock
            CROSS JOIN LATERAL (
                SELECT t.workflow_instance_id, t.available_at FROM task_executions t
                WHERE t.state = 'READY' AND NOT t.held AND t.queue = queues.queue
                ORDER BY COALESCE(t.line, ''), t.priority, COALESCE(t.place, 0), t.execution_id
                LIMIT :max) AS waiting
            LEFT JOIN workflow_instances i ON i.instance_id = waiting.workflow_instance_id
            WHERE queues.queue IS NOT NULL AND waiting.available_at <= clock.now
            GROUP BY 1
            """);

    private record Count(String namespace, long queued) {}

    private CountQueued() {}

    public static Map<String, Long> run(Connection connection) throws SQLException {
        IndexOrder.preferWithLookups(connection);
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement
                    .bind("jobs", JobCompiler.NAMESPACE)
                    .bind("max", FindBacklog.COUNTED_MAX)
                    .list(row -> new Count(row.getString("namespace"), row.getLong("queued")))
                    .stream()
                    .collect(Collectors.toMap(Count::namespace, Count::queued));
        }
    }
}
