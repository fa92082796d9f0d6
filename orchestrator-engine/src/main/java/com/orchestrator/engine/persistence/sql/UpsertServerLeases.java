package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/** What one server counts of leases that have no row; rows of servers that are silent for long go with it. */
public final class UpsertServerLeases {

    private static final NamedSql SQL = NamedSql.of("""
            WITH clock AS (SELECT engine_now() AS now),
            left_behind AS (
                DELETE FROM server_leases USING clock
                WHERE server_id <> :id AND seen_at < clock.now - INTERVAL '1 h')
            INSERT INTO server_leases (server_id, seen_at, by_queue, by_worker)
            SELECT CAST(:id AS uuid), clock.now, CAST(:queues AS text), CAST(:workers AS text) FROM clock
            ON CONFLICT (server_id) DO UPDATE
            SET seen_at = excluded.seen_at, by_queue = excluded.by_queue, by_worker = excluded.by_worker
            """);

    private UpsertServerLeases() {}

    /** @param byQueue JSON object, as is {@code byWorker} */
    public static int run(Connection connection, UUID serverId, String byQueue, String byWorker) throws SQLException {
        LazyCommit.allow(connection);
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement
                    .bind("id", serverId)
                    .bind("queues", byQueue)
                    .bind("workers", byWorker)
                    .update();
        }
    }
}
