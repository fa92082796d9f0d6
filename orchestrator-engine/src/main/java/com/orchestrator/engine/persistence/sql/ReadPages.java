package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Pages of one history. Both read by the primary key of {@code events}. */
public final class ReadPages {

    /** The page that holds the first wanted event may begin before it. */
    private static final NamedSql FROM = NamedSql.of("""
            SELECT workflow_instance_id, sequence_number, last_sequence_number, at, data, payload
            FROM events
            WHERE workflow_instance_id = :id AND sequence_number >= COALESCE(
                (SELECT max(sequence_number) FROM events WHERE workflow_instance_id = :id AND sequence_number <= :from), 0)
            ORDER BY sequence_number
            LIMIT :limit
            """);

    private static final NamedSql WITH = NamedSql.of("""
            SELECT DISTINCT e.workflow_instance_id, e.sequence_number, e.last_sequence_number, e.at, e.data, e.payload
            FROM unnest(:sequences) AS wanted (sequence_number)
            CROSS JOIN LATERAL (
                SELECT * FROM events
                WHERE workflow_instance_id = :id AND sequence_number <= wanted.sequence_number
                ORDER BY sequence_number DESC
                LIMIT 1) AS e
            """);

    private ReadPages() {}

    /** From the page on that holds this event; no more than {@code limit} pages, so at least as many events. */
    public static List<LoadPages.Page> from(Connection connection, UUID instanceId, long sequenceNumber, int limit)
            throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, FROM)) {
            return statement
                    .bind("id", instanceId)
                    .bind("from", sequenceNumber)
                    .bind("limit", limit)
                    .list(LoadPages::read);
        }
    }

    /** The pages that hold these events. */
    public static List<LoadPages.Page> with(Connection connection, UUID instanceId, Collection<Long> sequences)
            throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, WITH)) {
            statement.bind("id", instanceId);
            statement.bindColumn("sequences", ArrayType.INT8, sequences, sequence -> sequence);
            return statement.list(LoadPages::read);
        }
    }
}
