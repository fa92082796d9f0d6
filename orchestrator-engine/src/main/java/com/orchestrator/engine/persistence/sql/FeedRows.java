package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.PageRef;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of the feed, which {@link InsertPages} writes. */
public final class FeedRows {

    /** Numbers of transactions that are running, or may yet come, are not below this. */
    private static final String HORIZON =
            "s.base + CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)";

    private static final NamedSql HORIZON_NOW = NamedSql.of("SELECT " + HORIZON + " AS horizon FROM feed_state s");

    /** Whole numbers, so that their pages can be put in order. */
    private static final NamedSql BEHIND = NamedSql.of("SELECT " + HORIZON + """
             AS horizon, s.trimmed_to, f.position, f.instance_ids, f.first_sequences
            FROM feed_state s LEFT JOIN LATERAL (
                SELECT * FROM feed
                WHERE position >= :from AND position <\
            """ + " " + HORIZON + """

                ORDER BY position
                FETCH FIRST :limit ROWS WITH TIES) f ON TRUE
            ORDER BY f.position
            """);

    private static final NamedSql TRIM = NamedSql.of("""
            WITH oldest AS (SELECT position, xid, at FROM feed ORDER BY position, xid LIMIT :limit),
                old AS (SELECT position, xid FROM oldest WHERE at < (SELECT engine_now()) - :kept * INTERVAL '1 s'),
                gone AS (DELETE FROM feed f USING old o WHERE f.position = o.position AND f.xid = o.xid)
            UPDATE feed_state SET trimmed_to = (SELECT max(position) FROM old)
            WHERE EXISTS (SELECT 1 FROM old)
            RETURNING (SELECT count(*) FROM old) AS gone
            """);

    private static final NamedSql CATCH_UP =
            NamedSql.of("""
            UPDATE feed_state s
            SET base = last.position + 1 - CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)
            FROM (SELECT max(position) AS position FROM feed) last
            WHERE last.position >=\
            """ + " " + "s.base + CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint)");

    private FeedRows() {}

    /** @param horizon nothing below it can be preceded by anything new */
    public record Found(long horizon, long trimmedTo, List<PageRef> pages) {}

    public static long horizon(Connection connection) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, HORIZON_NOW)) {
            return statement.list(row -> row.getLong("horizon")).get(0);
        }
    }

    /** The pages of some transactions from a number on, in no order. */
    public static Found from(Connection connection, long number, int transactions) throws SQLException {
        List<PageRef> pages = new ArrayList<>();
        try (NamedStatement statement = new NamedStatement(connection, BEHIND)) {
            List<long[]> bounds = statement
                    .bind("from", number)
                    .bind("limit", transactions)
                    .list(row -> {
                        addPages(row, pages);
                        return new long[] {row.getLong("horizon"), row.getLong("trimmed_to")};
                    });
            return new Found(bounds.get(0)[0], bounds.get(0)[1], pages);
        }
    }

    private static void addPages(ResultSet row, List<PageRef> pages) throws SQLException {
        long number = row.getLong("position");
        UUID @Nullable [] ids = array(row, "instance_ids", UUID[].class);
        Long @Nullable [] firsts = array(row, "first_sequences", Long[].class);
        if (ids != null && firsts != null) {
            for (int i = 0; i < ids.length; i++) {
                pages.add(new PageRef(number, ids[i], firsts[i]));
            }
        }
    }

    private static <T> @Nullable T array(ResultSet row, String column, Class<T> type) throws SQLException {
        java.sql.Array array = row.getArray(column);
        return array == null ? null : type.cast(array.getArray());
    }

    /** @return how many rows are gone */
    public static int trim(Connection connection, Duration kept, int limit) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, TRIM)) {
            return statement
                    .bind("limit", limit)
                    .bind("kept", kept.toSeconds())
                    .list(row -> row.getInt("gone"))
                    .stream()
                    .findFirst()
                    .orElse(0);
        }
    }

    /** After a dump was restored, numbers of transactions may be below those that readers have seen. */
    public static void catchUp(Connection connection) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, CATCH_UP)) {
            statement.update();
        }
    }
}
