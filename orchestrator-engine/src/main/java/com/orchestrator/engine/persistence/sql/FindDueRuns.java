package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * Runs that have something to do by themselves. Reads {@code ix_instances_wake}: the clock stands in a subquery, because a
 * join with it, or a bare call of a volatile function, keeps the index from being searched by it.
 */
public final class FindDueRuns {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT i.instance_id
            FROM workflow_instances i
            WHERE i.wake_at <= (SELECT engine_now())
            ORDER BY i.wake_at
            LIMIT :limit
            """);

    private FindDueRuns() {}

    public static List<UUID> run(Connection connection, int limit) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement.bind("limit", limit).list(row -> row.getObject("instance_id", UUID.class));
        }
    }
}
