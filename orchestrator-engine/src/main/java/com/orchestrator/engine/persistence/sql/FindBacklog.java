package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.WatchStore.Backlog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * How much is ready in each queue, and for how long. Jumps from queue to queue through {@code ix_executions_ready} and counts
 * a bounded piece of each, so that a long backlog costs no more than a middling one.
 */
public final class FindBacklog {

    /** A longer backlog is reported as this long. */
    static final int COUNTED_MAX = 10_000;

    /** All queues in which something is ready; each is found by one look into the index. */
    static final String QUEUES = """
            WITH RECURSIVE queues AS (
                (SELECT t.queue FROM task_executions t
                 WHERE t.state = 'READY' AND NOT t.held
                 ORDER BY t.queue LIMIT 1)
                UNION ALL
                SELECT (SELECT t.queue FROM task_executions t
                        WHERE t.state = 'READY' AND NOT t.held AND t.queue > queues.queue
                        ORDER BY t.queue LIMIT 1)
                FROM queues WHERE queues.queue IS NOT NULL
            )
            """;

    private static final NamedSql SQL = NamedSql.of(QUEUES + """
            SELECT queues.queue, waiting.ready, EXTRACT(EPOCH FROM clock.now - waiting.oldest) * 1000 AS oldest_millis
            FROM queues CROSS JOIN (SELECT engine_now() AS now) AS clock
            CROSS JOIN LATERAL (
                SELECT count(*) AS ready, min(capped.available_at) AS oldest
                FROM (
                    SELECT t.available_at FROM task_executions t
                    WHERE t.state = 'READY' AND NOT t.held AND t.queue = queues.queue
                    ORDER BY COALESCE(t.line, ''), t.priority, COALESCE(t.place, 0), t.execution_id
                    LIMIT :max) AS capped
                WHERE capped.available_at <= clock.now) AS waiting
            WHERE queues.queue IS NOT NULL AND waiting.ready > 0
            """);

    private FindBacklog() {}

    public static List<Backlog> run(Connection connection) throws SQLException {
        IndexOrder.prefer(connection);
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement
                    .bind("max", COUNTED_MAX)
                    .list(row -> new Backlog(
                            row.getString("queue"),
                            row.getLong("ready"),
                            Duration.ofMillis(row.getLong("oldest_millis"))));
        }
    }
}
