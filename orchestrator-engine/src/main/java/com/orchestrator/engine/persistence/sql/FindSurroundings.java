package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.fleet.WorkerStatus;
import com.orchestrator.engine.store.Surroundings;
import com.orchestrator.engine.store.WorkerStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Workers in the index of those that are not gone, the first wake-up in its index, and what the database says of its tables. */
public final class FindSurroundings {

    private static final NamedSql WORKERS = NamedSql.of("""
            SELECT CASE WHEN w.state <> 'STOPPED'
                        AND w.last_heartbeat < (SELECT engine_now()) - make_interval(secs => :lost) THEN 'LOST'
                     WHEN w.state <> 'STOPPED' AND w.drain_requested THEN 'DRAINING'
                     ELSE w.state END AS state,
                count(*) AS workers, COALESCE(sum(w.capacity), 0) AS slots, COALESCE(sum(w.current_load), 0) AS used
            FROM workers w
            WHERE NOT w.gone
            GROUP BY 1
            """);

    private static final NamedSql FIRST_WAKE_UP = NamedSql.of("""
            SELECT COALESCE(EXTRACT(EPOCH FROM engine_now() - first.wake_at), 0) * 1000 AS lag
            FROM (SELECT min(w.wake_at) AS wake_at FROM workflow_instances w WHERE w.wake_at IS NOT NULL) AS first
            """);

    private static final NamedSql DEAD_ROWS = NamedSql.of("""
            SELECT s.relname AS name, s.n_dead_tup AS dead
            FROM pg_stat_user_tables s WHERE s.schemaname = current_schema()
            """);

    private static final NamedSql RESTORED = NamedSql.of("SELECT fence_floor FROM database_life");

    private FindSurroundings() {}

    public static Surroundings run(Connection connection) throws SQLException {
        return new Surroundings(
                workers(connection), timersLag(connection), deadRows(connection), restoredAt(connection));
    }

    private static Map<WorkerStatus.State, Surroundings.Workers> workers(Connection connection) throws SQLException {
        record Row(WorkerStatus.State state, Surroundings.Workers workers) {}
        IndexOrder.prefer(connection);
        try (NamedStatement statement = new NamedStatement(connection, WORKERS)) {
            List<Row> rows = statement
                    .bind("lost", WorkerStore.LOST_AFTER.toSeconds())
                    .list(row -> new Row(
                            WorkerStatus.State.valueOf(row.getString("state")),
                            new Surroundings.Workers(
                                    row.getLong("workers"), row.getLong("slots"), row.getLong("used"))));
            return rows.stream().collect(Collectors.toMap(Row::state, Row::workers));
        }
    }

    private static Duration timersLag(Connection connection) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, FIRST_WAKE_UP)) {
            long millis = statement.list(row -> row.getLong("lag")).get(0);
            return Duration.ofMillis(Math.max(0, millis));
        }
    }

    private static Instant restoredAt(Connection connection) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, RESTORED)) {
            return statement
                    .list(row -> Instant.EPOCH.plus(row.getLong("fence_floor"), ChronoUnit.MICROS))
                    .get(0);
        }
    }

    private static Map<String, Long> deadRows(Connection connection) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, DEAD_ROWS)) {
            return statement.list(row -> Map.entry(row.getString("name"), row.getLong("dead"))).stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }
    }
}
