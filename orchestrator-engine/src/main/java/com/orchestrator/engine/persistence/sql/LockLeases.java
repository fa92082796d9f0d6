package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Expiries of leases, locked so that no renewal comes in between. Reads by the primary key, in its order. */
public final class LockLeases {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT execution_id, lease_expires_at
            FROM task_executions
            WHERE execution_id = ANY (:ids) AND state = 'LEASED'
            ORDER BY execution_id
            FOR UPDATE
            """);

    private LockLeases() {}

    public static Map<UUID, Instant> run(Connection connection, Collection<UUID> ids) throws SQLException {
        Map<UUID, Instant> expiries = new HashMap<>();
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement
                    .bindIds("ids", ids)
                    .list(row -> expiries.put(
                            row.getObject("execution_id", UUID.class),
                            NamedStatement.instant(row, "lease_expires_at")));
        }
        return expiries;
    }
}
