package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * Runs that have not heard what they were told. Reads the primary key of {@code run_messages}, which is nearly empty. One
 * that is set aside does not hear.
 */
public final class FindTold {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT DISTINCT m.receiver_id
            FROM run_messages m
            WHERE NOT EXISTS (SELECT 1 FROM set_aside_runs s
                WHERE s.instance_id = m.receiver_id AND s.resolved_at IS NULL)
            ORDER BY m.receiver_id
            LIMIT :limit
            """);

    private FindTold() {}

    public static List<UUID> run(Connection connection, int limit) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement.bind("limit", limit).list(row -> row.getObject("receiver_id", UUID.class));
        }
    }
}
