package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.WorkerStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A bounded piece of the workers, in the order of their key: who is silent for long is gone, and later forgotten. */
public final class RetireWorkers {

    private static final NamedSql SQL = NamedSql.of("""
            WITH clock AS (SELECT engine_now() AS now),
            piece AS (
                SELECT worker_id, gone, last_heartbeat FROM workers WHERE worker_id > :after
                ORDER BY worker_id LIMIT :limit),
            retired AS (
                UPDATE workers w SET gone = TRUE FROM piece, clock
                WHERE w.worker_id = piece.worker_id AND NOT piece.gone AND NOT w.gone
                    AND w.last_heartbeat < clock.now - make_interval(secs => :gone)
                RETURNING w.worker_id),
            queues AS (DELETE FROM worker_queues q USING retired WHERE q.worker_id = retired.worker_id),
            forgotten AS (
                DELETE FROM workers w USING piece, clock
                WHERE w.worker_id = piece.worker_id AND piece.gone AND w.gone
                    AND w.last_heartbeat < clock.now - make_interval(secs => :forgotten))
            SELECT worker_id FROM piece ORDER BY worker_id DESC LIMIT 1
            """);

    private RetireWorkers() {}

    /** @return the last one of the piece, if there is any */
    public static List<String> run(Connection connection, String after, int limit) throws SQLException {
        LazyCommit.allow(connection);
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement
                    .bind("after", after)
                    .bind("limit", limit)
                    .bind("gone", WorkerStore.GONE_AFTER.toSeconds())
                    .bind("forgotten", WorkerStore.FORGOTTEN_AFTER.toSeconds())
                    .list(row -> row.getString("worker_id"));
        }
    }
}
