package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Which of these runs exist. Reads by the primary key. */
public final class FindExistingRuns {

    private static final NamedSql SQL = NamedSql.of(
            """
            SELECT instance_id FROM workflow_instances WHERE instance_id = ANY (:ids)
            """);

    private FindExistingRuns() {}

    public static List<UUID> run(Connection connection, Collection<UUID> ids) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement.bindIds("ids", ids).list(row -> row.getObject("instance_id", UUID.class));
        }
    }
}
