package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.WorkerStore;
import com.orchestrator.engine.store.WorkerStore.PollingWorker;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Workers that have polled lately, when nothing else was heard of them. What a worker has said of itself in a heartbeat stays.
 * Several servers do it, so the rows are locked in one order.
 */
public final class UpsertPollingWorkers {

    private static final NamedSql SQL = NamedSql.of("""
            WITH clock AS (SELECT engine_now() AS now),
            polled AS (SELECT * FROM unnest(:ids, :queues, :slots) AS p (worker_id, queues, slots)),
            known AS (
                SELECT w.worker_id, w.queues FROM workers w JOIN polled ON polled.worker_id = w.worker_id WHERE NOT w.gone),
            seen AS (
                INSERT INTO workers AS w (worker_id, queues, capacity, current_load, state, polls_only, registered_at,
                    last_heartbeat)
                SELECT polled.worker_id, polled.queues, polled.slots, 0, 'RUNNING', TRUE, clock.now, clock.now
                FROM polled CROSS JOIN clock
                ORDER BY polled.worker_id
                ON CONFLICT (worker_id) DO UPDATE
                SET queues = CASE WHEN w.polls_only THEN excluded.queues ELSE w.queues END,
                    capacity = CASE WHEN w.polls_only THEN GREATEST(w.capacity, excluded.capacity) ELSE w.capacity END,
                    last_heartbeat = excluded.last_heartbeat, gone = FALSE
                WHERE w.last_heartbeat < excluded.last_heartbeat - make_interval(secs => :quiet) AND w.state <> 'STOPPED'
                RETURNING w.worker_id, w.queues)
            SELECT seen.worker_id FROM seen LEFT JOIN known ON known.worker_id = seen.worker_id
            WHERE known.queues IS DISTINCT FROM seen.queues
            """);

    private UpsertPollingWorkers() {}

    /**
     * @param print queues to a JSON array
     * @return those that ask for other queues than before
     */
    public static List<String> run(
            Connection connection, Collection<PollingWorker> workers, Function<List<String>, String> print)
            throws SQLException {
        LazyCommit.allow(connection);
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement
                    .bindColumn("ids", ArrayType.TEXT, workers, PollingWorker::workerId)
                    .bindColumn("queues", ArrayType.TEXT, workers, worker -> print.apply(worker.queues()))
                    .bindColumn("slots", ArrayType.INT4, workers, PollingWorker::slots)
                    .bind("quiet", WorkerStore.POLL_COUNTS_AFTER.toSeconds())
                    .list(row -> row.getString("worker_id"));
        }
    }
}
