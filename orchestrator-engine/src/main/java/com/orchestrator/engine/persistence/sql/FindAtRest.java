package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Which of these runs have ended or rest. Reads by primary keys. */
public final class FindAtRest {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT instance_id FROM workflow_instances
            WHERE instance_id = ANY (:ids)
              AND state IN ('COMPENSATION_FAILED', 'COMPLETED', 'FAILED', 'COMPENSATED', 'CANCELLED', 'TERMINATED')
            UNION ALL
            SELECT instance_id FROM job_ends WHERE instance_id = ANY (:ids)
            """);

    private FindAtRest() {}

    public static Set<UUID> run(Connection connection, Collection<UUID> ids) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return new HashSet<>(statement.bindIds("ids", ids).list(row -> row.getObject("instance_id", UUID.class)));
        }
    }
}
