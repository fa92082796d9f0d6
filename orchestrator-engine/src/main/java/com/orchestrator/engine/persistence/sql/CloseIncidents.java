package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.UUID;

/** Runs that were set aside go on. The row stays, so that it is known who has tried, should they be set aside again. */
public final class CloseIncidents {

    private static final NamedSql SQL = NamedSql.of("""
            UPDATE set_aside_runs SET resolved_at = engine_now(), tried_at = engine_now(),
                tried_by = (CAST(:server AS uuid) || array_remove(tried_by, CAST(:server AS uuid)))[1:100]
            WHERE instance_id = ANY (:ids) AND resolved_at IS NULL
            """);

    private CloseIncidents() {}

    public static void run(Connection connection, Collection<UUID> ids, UUID server) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            statement.bindIds("ids", ids).bind("server", server).update();
        }
        try (NamedStatement statement = IncidentRows.goOn(connection, ids)) {
            statement.update();
        }
    }
}
