package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Histories of runs, from a known event on. Reads by the primary key of {@code events}. */
public final class LoadEvents {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT e.workflow_instance_id, e.sequence_number, e.event_type, e.at, e.actor, e.data, e.payload
            FROM unnest(:ids, :after) AS wanted (id, after)
            JOIN events e ON e.workflow_instance_id = wanted.id AND e.sequence_number > wanted.after
            ORDER BY e.workflow_instance_id, e.sequence_number
            """);

    private LoadEvents() {}

    /** One event as it is stored. */
    public record StoredEvent(
            UUID instanceId,
            long sequenceNumber,
            String type,
            Instant at,
            @Nullable String actor,
            String data,
            byte @Nullable [] payload) {}

    public static List<StoredEvent> run(Connection connection, Map<UUID, Long> afterSequenceNumber)
            throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement.bindColumn("ids", "uuid", afterSequenceNumber.entrySet(), Map.Entry::getKey);
            statement.bindColumn("after", "int8", afterSequenceNumber.entrySet(), Map.Entry::getValue);
            return statement.list(LoadEvents::read);
        }
    }

    static StoredEvent read(ResultSet row) throws SQLException {
        return new StoredEvent(
                row.getObject("workflow_instance_id", UUID.class),
                row.getLong("sequence_number"),
                row.getString("event_type"),
                Objects.requireNonNull(NamedStatement.instant(row, "at")),
                row.getString("actor"),
                row.getString("data"),
                row.getBytes("payload"));
    }
}
