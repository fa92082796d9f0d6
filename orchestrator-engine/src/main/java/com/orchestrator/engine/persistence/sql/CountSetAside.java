package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** How many runs are set aside; more than can be counted quickly are as many as that. */
public final class CountSetAside {

    private static final int COUNTED_MAX = 10_000;

    private static final NamedSql SQL = NamedSql.of("""
            SELECT count(*) AS runs
            FROM (SELECT 1 FROM set_aside_runs s WHERE s.resolved_at IS NULL ORDER BY s.instance_id LIMIT :max) AS counted
            """);

    private CountSetAside() {}

    public static long run(Connection connection) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement
                    .bind("max", COUNTED_MAX)
                    .list(row -> row.getLong("runs"))
                    .get(0);
        }
    }
}
