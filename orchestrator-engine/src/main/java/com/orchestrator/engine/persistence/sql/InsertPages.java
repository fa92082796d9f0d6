package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * What a batch has appended to its histories, and the optimistic lock of all runs: a page begins right behind the event its
 * decision was based on, so of two writers that saw the same event only one can insert. In id order, so that two servers
 * wait instead of deadlocking. Texts go as bytes: an array of texts would have to be escaped and parsed again.
 */
public final class InsertPages {

    private static final NamedSql SQL = NamedSql.of("""
            INSERT INTO events (workflow_instance_id, sequence_number, last_sequence_number, at, data, payload)
            SELECT workflow_instance_id, sequence_number, last_sequence_number, at, convert_from(data, 'UTF8'), payload
            FROM unnest(:ids, :firsts, :lasts, :times, :data, :payloads)
                AS new (workflow_instance_id, sequence_number, last_sequence_number, at, data, payload)
            ORDER BY new.workflow_instance_id
            ON CONFLICT DO NOTHING
            RETURNING workflow_instance_id
            """);

    private InsertPages() {}

    /** @return the runs whose page was inserted */
    public static List<UUID> run(Connection connection, Collection<LoadPages.Page> pages) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement.bindColumn("ids", "uuid", pages, LoadPages.Page::instanceId);
            statement.bindColumn("firsts", "int8", pages, LoadPages.Page::firstSequence);
            statement.bindColumn("lasts", "int8", pages, LoadPages.Page::lastSequence);
            statement.bindColumn("times", "timestamptz", pages, page -> NamedStatement.timestamp(page.at()));
            statement.bindBytes("data", pages, LoadPages.Page::data);
            statement.bindBytes("payloads", pages, LoadPages.Page::payload);
            return statement.list(row -> row.getObject("workflow_instance_id", UUID.class));
        }
    }
}
