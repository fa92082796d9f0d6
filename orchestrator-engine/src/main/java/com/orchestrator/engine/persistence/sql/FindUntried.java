package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Runs that are set aside and that a server has not tried to work on lately. Walks {@code ix_set_aside_open}. */
public final class FindUntried {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT s.instance_id FROM set_aside_runs s
            WHERE s.resolved_at IS NULL AND s.instance_id > :after
              AND (NOT (CAST(:server AS uuid) = ANY (s.tried_by))
                   OR s.tried_at < (SELECT engine_now()) - INTERVAL '1 hour')
            ORDER BY s.instance_id
            LIMIT :limit
            """);

    private FindUntried() {}

    public static List<UUID> run(Connection connection, UUID server, UUID after, int limit) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement
                    .bind("server", server)
                    .bind("after", after)
                    .bind("limit", limit)
                    .list(row -> row.getObject("instance_id", UUID.class));
        }
    }
}
