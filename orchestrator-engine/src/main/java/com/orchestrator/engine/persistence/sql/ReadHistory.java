package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** A page of one history. Reads by the primary key of {@code events}. */
public final class ReadHistory {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT workflow_instance_id, sequence_number, event_type, at, actor, data, payload
            FROM events
            WHERE workflow_instance_id = :id AND sequence_number > :after
            ORDER BY sequence_number
            LIMIT :limit
            """);

    private ReadHistory() {}

    public static List<LoadEvents.StoredEvent> run(Connection connection, UUID instanceId, long after, int limit)
            throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement
                    .bind("id", instanceId)
                    .bind("after", after)
                    .bind("limit", limit)
                    .list(LoadEvents::read);
        }
    }
}
