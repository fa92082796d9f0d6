package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.LeaseWatch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Watches that are due, with the runs that have not ended. Reads {@code ix_watches_over}, then instances by their key. */
public final class FindDueWatches {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT w.watch_id, ARRAY(
                SELECT i.instance_id
                FROM unnest(w.instance_ids) AS watched (id)
                JOIN workflow_instances i ON i.instance_id = watched.id AND i.ended_at IS NULL) AS runs
            FROM lease_watches w
            WHERE w.over_at <= (SELECT engine_now())
            ORDER BY w.over_at
            LIMIT :limit
            """);

    private FindDueWatches() {}

    public static List<LeaseWatch> run(Connection connection, int limit) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement.bind("limit", limit).list(FindDueWatches::read);
        }
    }

    private static LeaseWatch read(ResultSet row) throws SQLException {
        return new LeaseWatch(
                row.getLong("watch_id"), List.of((UUID[]) row.getArray("runs").getArray()));
    }
}
