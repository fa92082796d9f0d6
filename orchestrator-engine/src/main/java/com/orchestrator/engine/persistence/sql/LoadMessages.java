package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What runs have been told. Reads by the primary key of {@code run_messages}. A run that was told more than fits is served
 * again by the next sweep.
 */
public final class LoadMessages {

    private static final int MAX = 1_000;

    private static final NamedSql SQL = NamedSql.of("""
            SELECT m.receiver_id, m.sender_id, m.sequence_number, m.type, m.data, m.payload
            FROM run_messages m
            WHERE m.receiver_id = ANY (:ids)
            ORDER BY m.receiver_id, m.sender_id, m.sequence_number
            LIMIT :max
            """);

    private LoadMessages() {}

    /** One message, as it is stored. */
    public record MessageRow(
            UUID receiver, UUID sender, long sequenceNumber, String type, String data, byte @Nullable [] payload) {}

    public static List<MessageRow> run(Connection connection, Collection<UUID> receivers) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement
                    .bindIds("ids", receivers)
                    .bind("max", MAX)
                    .list(row -> new MessageRow(
                            row.getObject("receiver_id", UUID.class),
                            row.getObject("sender_id", UUID.class),
                            row.getLong("sequence_number"),
                            row.getString("type"),
                            row.getString("data"),
                            row.getBytes("payload")));
        }
    }
}
