package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** Which queues one worker asks for, when it asks for others than before. */
public final class ReplaceWorkerQueues {

    private static final NamedSql SQL = NamedSql.of("""
            WITH left_out AS (
                DELETE FROM worker_queues WHERE worker_id = :id AND NOT queue = ANY (:queues))
            INSERT INTO worker_queues (queue, worker_id)
            SELECT DISTINCT wanted.queue, CAST(:id AS text) FROM unnest(:queues) AS wanted (queue)
            ON CONFLICT DO NOTHING
            """);

    private ReplaceWorkerQueues() {}

    /** @return how many are new */
    public static int run(Connection connection, String workerId, Collection<String> queues) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement
                    .bind("id", workerId)
                    .bindColumn("queues", ArrayType.TEXT, List.copyOf(queues), queue -> queue)
                    .update();
        }
    }
}
