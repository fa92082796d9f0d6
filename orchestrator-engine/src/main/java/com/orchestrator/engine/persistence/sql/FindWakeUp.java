package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** When one run is to wake up by itself. */
public final class FindWakeUp {

    private static final NamedSql SQL =
            NamedSql.of("SELECT wake_at FROM workflow_instances WHERE instance_id = :id AND wake_at IS NOT NULL");

    private FindWakeUp() {}

    public static Optional<Instant> run(Connection connection, UUID instanceId) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement
                    .bind("id", instanceId)
                    .list(row -> row.getTimestamp("wake_at").toInstant())
                    .stream()
                    .findFirst();
        }
    }
}
