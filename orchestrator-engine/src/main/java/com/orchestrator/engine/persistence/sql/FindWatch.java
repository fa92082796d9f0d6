package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/** Whether a watch names a run. Reads all watches: there are as many as transactions in the time of a lease. */
public final class FindWatch {

    private static final NamedSql SQL =
            NamedSql.of("SELECT 1 FROM lease_watches WHERE :id = ANY (instance_ids) LIMIT 1");

    private FindWatch() {}

    public static boolean run(Connection connection, UUID instanceId) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return !statement.bind("id", instanceId).list(row -> row.getInt(1)).isEmpty();
        }
    }
}
