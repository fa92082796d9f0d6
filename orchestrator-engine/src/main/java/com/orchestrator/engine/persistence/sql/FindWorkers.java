package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** Worker processes that are alive, as far as anybody knows, and some that are asked for by name. */
public final class FindWorkers {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT worker_id, queues, capacity, current_load, last_heartbeat FROM workers
            WHERE NOT gone AND last_heartbeat > (SELECT engine_now()) - INTERVAL '1 min'
            UNION
            SELECT worker_id, queues, capacity, current_load, last_heartbeat FROM workers WHERE worker_id = ANY (:ids)
            ORDER BY worker_id
            """);

    private FindWorkers() {}

    /** @param queues JSON array */
    public record Row(String workerId, String queues, int capacity, int load, Instant lastHeartbeat) {}

    public static List<Row> run(Connection connection, Collection<String> workerIds) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement
                    .bindColumn("ids", ArrayType.TEXT, workerIds, id -> id)
                    .list(row -> new Row(
                            row.getString("worker_id"),
                            row.getString("queues"),
                            row.getInt("capacity"),
                            row.getInt("current_load"),
                            Objects.requireNonNull(NamedStatement.instant(row, "last_heartbeat"))));
        }
    }
}
