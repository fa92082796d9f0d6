package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.fleet.QueueStatus;
import com.orchestrator.engine.store.WorkerStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What waits in queues, who has work of them and who asks for it; those as well that something is only set for. Jumps from queue to queue through
 * {@code ix_executions_ready}, and counts a bounded piece of an index for each figure.
 */
public final class FindQueueStatus {

    private static final String FIGURES = """
            SELECT names.queue, waiting.ready,
                CAST(EXTRACT(EPOCH FROM clock.now - waiting.oldest) AS bigint) AS oldest_seconds,
                (SELECT count(*) FROM (
                    SELECT 1 FROM task_executions t
                    WHERE t.state = 'LEASED' AND t.queue = names.queue LIMIT :max) AS counted) AS leased,
                (SELECT count(*) FROM worker_queues q JOIN workers w ON w.worker_id = q.worker_id
                 WHERE q.queue = names.queue AND NOT w.gone AND NOT w.drain_requested
                     AND w.state NOT IN ('DRAINING', 'STOPPED')
                     AND w.last_heartbeat >= clock.now - make_interval(secs => :lost)) AS pollers
            FROM names CROSS JOIN (SELECT engine_now() AS now) AS clock
            CROSS JOIN LATERAL (
                SELECT count(*) AS ready, min(capped.available_at) AS oldest
                FROM (
                    SELECT t.available_at FROM task_executions t
                    WHERE t.state = 'READY' AND NOT t.held AND t.queue = names.queue
                    ORDER BY COALESCE(t.line, ''), t.priority, COALESCE(t.place, 0), t.execution_id
                    LIMIT :max) AS capped
                WHERE capped.available_at <= clock.now) AS waiting
            ORDER BY names.queue
            """;

    private static final NamedSql PAGE = NamedSql.of("""
            WITH RECURSIVE waiting_in AS (
                (SELECT t.queue, 1 AS nth FROM task_executions t
                 WHERE t.state = 'READY' AND NOT t.held AND t.queue > :after
                 ORDER BY t.queue LIMIT 1)
                UNION ALL
                SELECT (SELECT t.queue FROM task_executions t
                        WHERE t.state = 'READY' AND NOT t.held AND t.queue > waiting_in.queue
                        ORDER BY t.queue LIMIT 1), waiting_in.nth + 1
                FROM waiting_in WHERE waiting_in.queue IS NOT NULL AND waiting_in.nth < :limit
            ),
            polled AS (SELECT p.queue FROM queue_polls p WHERE p.queue > :after ORDER BY p.queue LIMIT :limit),
            set_for AS (
                SELECT replace(replace(substr(l.rule, 7), '%3A', ':'), '%25', '%') COLLATE "default" AS queue
                FROM limits l WHERE l.settings IS NOT NULL AND l.rule > 'queue:' AND l.rule < 'queue;'),
            names AS (
                SELECT queue FROM (
                    SELECT queue FROM waiting_in WHERE queue IS NOT NULL UNION SELECT queue FROM polled
                    UNION SELECT queue FROM set_for WHERE queue > :after) AS known
                ORDER BY queue LIMIT :limit)
            """ + FIGURES);

    private static final NamedSql ONE = NamedSql.of("""
            WITH names AS (
                SELECT CAST(:queue AS text) AS queue
                WHERE EXISTS (SELECT 1 FROM queue_polls p WHERE p.queue = :queue)
                    OR EXISTS (SELECT 1 FROM task_executions t
                               WHERE t.state = 'READY' AND NOT t.held AND t.queue = :queue)
                    OR EXISTS (SELECT 1 FROM task_executions t WHERE t.state = 'LEASED' AND t.queue = :queue))
            """ + FIGURES);

    private FindQueueStatus() {}

    public static List<QueueStatus> page(Connection connection, String after, int limit) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, PAGE)) {
            return read(connection, statement.bind("after", after).bind("limit", limit));
        }
    }

    /** @return one or none */
    public static List<QueueStatus> one(Connection connection, String queue) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, ONE)) {
            return read(connection, statement.bind("queue", queue));
        }
    }

    private static List<QueueStatus> read(Connection connection, NamedStatement statement) throws SQLException {
        IndexOrder.prefer(connection);
        return statement
                .bind("max", FindBacklog.COUNTED_MAX)
                .bind("lost", WorkerStore.LOST_AFTER.toSeconds())
                .list(row -> QueueStatus.of(
                        row.getString("queue"),
                        row.getLong("ready"),
                        row.getLong("leased"),
                        NamedStatement.longOrNull(row, "oldest_seconds"),
                        row.getLong("pollers")));
    }
}
