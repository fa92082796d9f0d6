package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * What a batch has appended to its histories, and the optimistic lock of all runs: a page begins right behind the event its
 * decision was based on, so of two writers that saw the same event only one can insert. In id order, so that two servers
 * wait instead of deadlocking.
 */
public final class InsertPages {

    /** The place of the transaction in the feed; why it is final, the feed's migration says. */
    private static final String PLACE = """
            (SELECT base FROM feed_state) + GREATEST(
                CAST(CAST(pg_current_xact_id() AS text) AS bigint),
                CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint) - 1),
            CAST(CAST(pg_current_xact_id() AS text) AS bigint), (SELECT engine_now())""";

    private static final String INSERT = """
            WITH appended AS (
            INSERT INTO events (workflow_instance_id, sequence_number, last_sequence_number, at, data, payload)
            SELECT * FROM unnest(:ids, :firsts, :lasts, :times, :data, :payloads)
                AS new (workflow_instance_id, sequence_number, last_sequence_number, at, data, payload)
            ORDER BY new.workflow_instance_id
            """;

    private static final String FEED = "INSERT INTO feed (position, xid, at, instance_ids, first_sequences)\n";

    /** Taken when another server has appended to the run. */
    public static final List<String> KEYS = List.of("events_pkey");

    private static final NamedSql ALL = NamedSql.of(INSERT + ")\n" + FEED + "SELECT " + PLACE + ", :ids, :firsts");
    private static final NamedSql THOSE_IN_TIME = NamedSql.of(INSERT + """
            ON CONFLICT DO NOTHING
            RETURNING workflow_instance_id, sequence_number),
            told AS (
            """ + FEED + "SELECT " + PLACE + """
            , array_agg(workflow_instance_id), array_agg(sequence_number) FROM appended HAVING count(*) > 0)
            SELECT workflow_instance_id FROM appended
            """);

    private InsertPages() {}

    /** Fails as a whole with a unique violation when one of them comes too late. */
    public static NamedStatement all(Connection connection, Collection<LoadPages.Page> pages) {
        return bound(connection, ALL, pages);
    }

    /**
     * Looks for each page whether it comes too late, which costs the database a third more.
     *
     * @return the runs whose page was inserted
     */
    public static List<UUID> thoseInTime(Connection connection, Collection<LoadPages.Page> pages) throws SQLException {
        try (NamedStatement statement = bound(connection, THOSE_IN_TIME, pages)) {
            return statement.list(row -> row.getObject("workflow_instance_id", UUID.class));
        }
    }

    private static NamedStatement bound(Connection connection, NamedSql sql, Collection<LoadPages.Page> pages) {
        return new NamedStatement(connection, sql)
                .bindColumn("ids", ArrayType.UUID, pages, LoadPages.Page::instanceId)
                .bindColumn("firsts", ArrayType.INT8, pages, LoadPages.Page::firstSequence)
                .bindColumn("lasts", ArrayType.INT8, pages, LoadPages.Page::lastSequence)
                .bindColumn("times", ArrayType.TIMESTAMPTZ, pages, LoadPages.Page::at)
                .bindColumn("data", ArrayType.TEXT, pages, LoadPages.Page::data)
                .bindColumn("payloads", ArrayType.BYTEA, pages, LoadPages.Page::payload);
    }
}
