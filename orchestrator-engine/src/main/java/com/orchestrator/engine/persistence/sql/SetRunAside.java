package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.model.Incident;
import com.orchestrator.engine.store.SetAsideStore.Fault;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Opens an incident for a run, or finds the open one, and hides the run's rows from whoever looks for work. The attempts of a
 * run stand together in their primary key, because their ids begin with its own.
 */
public final class SetRunAside {

    private static final NamedSql OPEN = NamedSql.of("""
            INSERT INTO set_aside_runs AS s (instance_id, incident_id, code, message, opened_at, tried_by, tried_at)
            VALUES (:id, :incident, :code, :message, engine_now(), ARRAY[CAST(:server AS uuid)], engine_now())
            ON CONFLICT (instance_id) DO UPDATE SET
                incident_id = CASE WHEN s.resolved_at IS NULL THEN s.incident_id ELSE excluded.incident_id END,
                opened_at = CASE WHEN s.resolved_at IS NULL THEN s.opened_at ELSE excluded.opened_at END,
                code = excluded.code, message = excluded.message, resolved_at = NULL,
                tried_by = CASE WHEN s.tried_at < excluded.tried_at - INTERVAL '1 hour' THEN excluded.tried_by
                                ELSE (excluded.tried_by || array_remove(s.tried_by, excluded.tried_by[1]))[1:100] END,
                tried_at = excluded.tried_at
            RETURNING s.incident_id, s.code, s.message, s.opened_at
            """);

    private static final NamedSql HIDE_RUN = NamedSql.of("""
            UPDATE workflow_instances SET state = 'SUSPENDED', wake_at = NULL
            WHERE instance_id = :id AND ended_at IS NULL
            """);

    private static final NamedSql HIDE_ATTEMPTS = NamedSql.of("""
            UPDATE task_executions SET held = TRUE
            WHERE execution_id BETWEEN CAST(:id AS uuid)
                    AND overlay(CAST(CAST(:id AS uuid) AS text) PLACING 'ffffff' FROM 31)::uuid
              AND NOT held
            """);

    private SetRunAside() {}

    public static Incident run(Connection connection, Fault fault) throws SQLException {
        hide(connection, HIDE_RUN, fault);
        NotableRuns.setAside(connection, fault.instanceId(), fault.code());
        hide(connection, HIDE_ATTEMPTS, fault);
        try (NamedStatement statement = new NamedStatement(connection, OPEN)) {
            Incident incident = statement
                    .bind("id", fault.instanceId())
                    .bind("incident", fault.incidentId())
                    .bind("code", fault.code())
                    .bind("message", fault.message())
                    .bind("server", fault.server())
                    .list(FindSetAside::incident)
                    .get(0);
            IncidentRows.setAside(connection, fault.instanceId(), incident);
            return incident;
        }
    }

    private static void hide(Connection connection, NamedSql sql, Fault fault) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, sql)) {
            statement.bind("id", fault.instanceId()).update();
        }
    }
}
