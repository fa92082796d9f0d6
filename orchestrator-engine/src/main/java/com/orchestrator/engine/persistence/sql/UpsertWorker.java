package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.request.WorkerHeartbeat;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A heartbeat. A worker that had stopped and is heard of again has been started anew: what it was asked before is over. Tells
 * which queues the row named before, so that {@link ReplaceWorkerQueues} is needed only when they have changed.
 */
public final class UpsertWorker {

    private static final NamedSql SQL = NamedSql.of("""
            WITH clock AS (SELECT engine_now() AS now),
            known AS (SELECT queues FROM workers WHERE worker_id = :id AND NOT gone),
            beat AS (
                INSERT INTO workers AS w (worker_id, name, host, queues, capacity, current_load, deployment, generation,
                    state, registered_at, last_heartbeat)
                SELECT CAST(:id AS text), CAST(:name AS text), CAST(:host AS text), CAST(:queues AS text),
                    CAST(:capacity AS int), CAST(:load AS int), CAST(:deployment AS text), CAST(:generation AS bigint),
                    CAST(:state AS text), clock.now, clock.now
                FROM clock
                ON CONFLICT (worker_id) DO UPDATE
                SET name = excluded.name, host = excluded.host, queues = excluded.queues, capacity = excluded.capacity,
                    current_load = excluded.current_load, deployment = excluded.deployment,
                    generation = excluded.generation, state = excluded.state, last_heartbeat = excluded.last_heartbeat,
                    polls_only = FALSE, gone = FALSE,
                    drain_requested = w.drain_requested AND (w.state <> 'STOPPED' OR excluded.state = 'STOPPED')
                RETURNING drain_requested)
            SELECT beat.drain_requested, (SELECT queues FROM known) IS DISTINCT FROM :queues AS asks_for_others FROM beat
            """);

    private UpsertWorker() {}

    /** @param asksForOthers than the row said before */
    public record Heard(boolean drainRequested, boolean asksForOthers) {}

    /** @param queues JSON array */
    public static Heard run(Connection connection, String workerId, WorkerHeartbeat heartbeat, String queues)
            throws SQLException {
        LazyCommit.allow(connection);
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement
                    .bind("id", workerId)
                    .bind("name", heartbeat.name())
                    .bind("host", heartbeat.host())
                    .bind("queues", queues)
                    .bind("capacity", heartbeat.capacity())
                    .bind("load", heartbeat.currentLoad())
                    .bind("deployment", heartbeat.deployment())
                    .bind("generation", heartbeat.generation())
                    .bind("state", heartbeat.state().name())
                    .list(row -> new Heard(row.getBoolean("drain_requested"), row.getBoolean("asks_for_others")))
                    .get(0);
        }
    }
}
