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
public final class LoadPages {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT e.workflow_instance_id, e.sequence_number, e.last_sequence_number, e.at, e.data, e.payload
            FROM unnest(:ids, :after) AS wanted (id, after)
            JOIN events e ON e.workflow_instance_id = wanted.id AND e.sequence_number > wanted.after
            ORDER BY e.workflow_instance_id, e.sequence_number
            """);

    private LoadPages() {}

    /**
     * What one transaction has appended to one history, as it is stored.
     *
     * @param data JSON text in UTF-8
     * @param payload the payloads of all its events, one behind the other
     */
    public record Page(
            UUID instanceId,
            long firstSequence,
            long lastSequence,
            Instant at,
            byte[] data,
            byte @Nullable [] payload) {}

    /** @param afterSequenceNumber last event of a page, or 0 for all */
    public static List<Page> run(Connection connection, Map<UUID, Long> afterSequenceNumber) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement.bindColumn("ids", ArrayType.UUID, afterSequenceNumber.entrySet(), Map.Entry::getKey);
            statement.bindColumn("after", ArrayType.INT8, afterSequenceNumber.entrySet(), Map.Entry::getValue);
            return statement.list(LoadPages::read);
        }
    }

    static Page read(ResultSet row) throws SQLException {
        return new Page(
                row.getObject("workflow_instance_id", UUID.class),
                row.getLong("sequence_number"),
                row.getLong("last_sequence_number"),
                Objects.requireNonNull(NamedStatement.instant(row, "at")),
                row.getBytes("data"),
                row.getBytes("payload"));
    }
}
