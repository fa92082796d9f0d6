package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.Due;
import com.orchestrator.engine.store.Strand;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * Whether anything is due, each by its index and no further than the first row; of ready work the first row of each strand,
 * from which it jumps to the next one. What it is, others ask. The clock stands in subqueries, because a bare call of a volatile function keeps an index from being searched by it.
 * Of leases it asks for the first, because a condition that may be true of a third of them is as well looked for in another index.
 */
public final class FindDue {

    private static final NamedSql SQL = NamedSql.of("""
            WITH RECURSIVE strands AS (
                SELECT wanted.queue, first.line, first.priority AS ring
                FROM unnest(:queues) AS wanted (queue) CROSS JOIN LATERAL (
                    SELECT COALESCE(t.line, '') AS line, t.priority FROM task_executions t
                    WHERE t.state = 'READY' AND NOT t.held AND t.queue = wanted.queue
                      AND t.available_at <= (SELECT engine_now())
                    ORDER BY COALESCE(t.line, ''), t.priority
                    LIMIT 1) AS first
                UNION ALL
                SELECT strands.queue, next.line, next.priority
                FROM strands CROSS JOIN LATERAL (
                    SELECT COALESCE(t.line, '') AS line, t.priority FROM task_executions t
                    WHERE t.state = 'READY' AND NOT t.held AND t.queue = strands.queue
                      AND (COALESCE(t.line, ''), t.priority) > (strands.line, strands.ring)
                      AND t.available_at <= (SELECT engine_now())
                    ORDER BY COALESCE(t.line, ''), t.priority
                    LIMIT 1) AS next
            )
            SELECT
                COALESCE((SELECT min(COALESCE(t.look_at, '-infinity')) FROM task_executions t
                          WHERE t.state = 'LEASED' AND NOT t.held) <= (SELECT engine_now()), FALSE) AS leases,
                EXISTS (SELECT 1 FROM lease_watches w WHERE w.over_at <= (SELECT engine_now())) AS watches,
                EXISTS (SELECT 1 FROM workflow_instances i WHERE i.wake_at <= (SELECT engine_now())) AS timers,
                EXISTS (SELECT 1 FROM run_messages m
                        WHERE NOT EXISTS (SELECT 1 FROM set_aside_runs s
                            WHERE s.instance_id = m.receiver_id AND s.resolved_at IS NULL)) AS messages,
                EXISTS (SELECT 1 FROM schedules c WHERE c.wake_at <= (SELECT engine_now())) AS schedules,
                EXISTS (SELECT 1 FROM claims c WHERE NOT c.held) AS claims,
                ARRAY(SELECT queue FROM strands ORDER BY queue, line, ring) AS queues,
                ARRAY(SELECT line FROM strands ORDER BY queue, line, ring) AS lines,
                ARRAY(SELECT ring FROM strands ORDER BY queue, line, ring) AS rings,
                (SELECT version FROM limit_version) AS limits,
                (SELECT statement_timestamp() + clock_offset FROM engine_clock) AS at
            """);

    private FindDue() {}

    public static Due run(Connection connection, Collection<String> queues) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement
                    .bindColumn("queues", ArrayType.TEXT, queues, queue -> queue)
                    .list(FindDue::read)
                    .get(0);
        }
    }

    private static Due read(ResultSet row) throws SQLException {
        return new Due(
                row.getBoolean("leases"),
                row.getBoolean("watches"),
                row.getBoolean("timers"),
                row.getBoolean("messages"),
                row.getBoolean("schedules"),
                row.getBoolean("claims"),
                strands(row),
                row.getLong("limits"),
                Objects.requireNonNull(NamedStatement.instant(row, "at")));
    }

    private static Set<Strand> strands(ResultSet row) throws SQLException {
        String[] queues = (String[]) row.getArray("queues").getArray();
        String[] lines = (String[]) row.getArray("lines").getArray();
        Short[] rings = (Short[]) row.getArray("rings").getArray();
        Set<Strand> strands = new HashSet<>();
        for (int i = 0; i < queues.length; i++) {
            strands.add(new Strand(queues[i], lines[i], rings[i]));
        }
        return strands;
    }
}
