package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Workers that were asked to drain and have not been silent for long. Reads {@code ix_workers_draining}. */
public final class FindDraining {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT worker_id FROM workers WHERE drain_requested AND NOT gone ORDER BY worker_id
            """);

    private FindDraining() {}

    public static List<String> run(Connection connection) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement.list(row -> row.getString("worker_id"));
        }
    }
}
