package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.decision.explain.Facts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What waits in queues, and when they were last polled. Reads {@code ix_executions_ready}, a bounded piece per queue. */
public final class FindQueues {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT wanted.queue, waiting.ready, polls.last_poll_at, polls.last_offer_at
            FROM unnest(:queues) AS wanted (queue)
            LEFT JOIN queue_polls polls ON polls.queue = wanted.queue
            CROSS JOIN LATERAL (
                SELECT count(*) FILTER (WHERE capped.available_at <= (SELECT engine_now())) AS ready
                FROM (
                    SELECT t.available_at FROM task_executions t
                    WHERE t.state = 'READY' AND NOT t.held AND t.queue = wanted.queue
                    ORDER BY COALESCE(t.line, ''), t.priority, COALESCE(t.place, 0), t.execution_id
                    LIMIT :max) AS capped) AS waiting
            """);

    private FindQueues() {}

    public static Map<String, Facts.Queue> run(Connection connection, Collection<String> queues) throws SQLException {
        IndexOrder.prefer(connection);
        Map<String, Facts.Queue> found = new HashMap<>();
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement.bind("max", FindBacklog.COUNTED_MAX);
            statement.bindColumn("queues", ArrayType.TEXT, queues, queue -> queue);
            statement.list(row -> found.put(
                    row.getString("queue"),
                    new Facts.Queue(
                            row.getLong("ready"),
                            NamedStatement.instant(row, "last_poll_at"),
                            NamedStatement.instant(row, "last_offer_at"))));
        }
        return found;
    }
}
