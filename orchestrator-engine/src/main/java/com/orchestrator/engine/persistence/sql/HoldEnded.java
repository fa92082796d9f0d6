package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Keeps runs that have ended from being deleted while something is appended to them. By the primary key. */
public final class HoldEnded {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT instance_id FROM workflow_instances WHERE instance_id = ANY (:ids)
            ORDER BY instance_id FOR KEY SHARE
            """);

    private HoldEnded() {}

    /** @return those that are still there */
    public static Set<UUID> run(Connection connection, Collection<UUID> ids) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return new HashSet<>(statement.bindIds("ids", ids).list(row -> row.getObject("instance_id", UUID.class)));
        }
    }
}
