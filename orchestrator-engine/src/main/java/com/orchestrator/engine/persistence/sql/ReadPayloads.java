package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.model.Payload;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Payloads of chosen events of one run. Reads by the primary key of {@code events}. */
public final class ReadPayloads {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT sequence_number, payload
            FROM events
            WHERE workflow_instance_id = :id AND sequence_number = ANY (:sequences) AND payload IS NOT NULL
            """);

    private ReadPayloads() {}

    public static Map<Long, Payload> run(Connection connection, UUID instanceId, Collection<Long> sequences)
            throws SQLException {
        Map<Long, Payload> payloads = new HashMap<>();
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement.bind("id", instanceId);
            statement.bindColumn("sequences", "int8", sequences, sequence -> sequence);
            statement.list(
                    row -> payloads.put(row.getLong("sequence_number"), Payload.ofJson(row.getBytes("payload"))));
        }
        return payloads;
    }
}
