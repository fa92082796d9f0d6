package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** What a batch has appended to its histories. */
public final class InsertEvents {

    private static final NamedSql SQL = NamedSql.of("""
            INSERT INTO events (workflow_instance_id, sequence_number, event_type, at, actor, data, payload)
            SELECT * FROM unnest(:ids, :sequences, :types, :times, :actors, :data, :payloads)
            """);

    private InsertEvents() {}

    /** @return how many, always all of them */
    public static int run(Connection connection, Collection<LoadEvents.StoredEvent> events) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement.bindColumn("ids", "uuid", events, LoadEvents.StoredEvent::instanceId);
            statement.bindColumn("sequences", "int8", events, LoadEvents.StoredEvent::sequenceNumber);
            statement.bindColumn("types", "text", events, LoadEvents.StoredEvent::type);
            statement.bindColumn("times", "timestamptz", events, event -> NamedStatement.timestamp(event.at()));
            statement.bindColumn("actors", "text", events, LoadEvents.StoredEvent::actor);
            statement.bindColumn("data", "text", events, LoadEvents.StoredEvent::data);
            statement.bindBytes("payloads", events, LoadEvents.StoredEvent::payload);
            return statement.update();
        }
    }
}
