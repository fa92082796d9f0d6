package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.incident.IncidentChange;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people say of incidents, and that they have. */
public final class IncidentWords {

    private static final NamedSql LOCK = NamedSql.of("SELECT 1 FROM incidents WHERE incident_id = :id FOR UPDATE");

    private static final NamedSql ASSIGN = NamedSql.of("""
            UPDATE incidents SET assignee = :assignee, note = :note
            WHERE incident_id = :id
                AND (assignee IS DISTINCT FROM :assignee OR note IS DISTINCT FROM :note)
            """);

    private static final NamedSql IGNORE = NamedSql.of("""
            UPDATE incidents SET state = 'RESOLVED', resolved_at = engine_now(), resolution = 'IGNORED',
                resolved_by = :actor, reason = :reason
            WHERE incident_id = :id AND state = 'OPEN'
            """);

    private static final NamedSql REMEMBER = NamedSql.of("""
            INSERT INTO incident_changes (incident_id, number, at, actor, action, assignee, note)
            SELECT :id, COALESCE(max(number), 0) + 1, engine_now(), :actor, :action, :assignee, :note
            FROM incident_changes WHERE incident_id = :id
            """);

    private static final NamedSql CHANGES = NamedSql.of("""
            SELECT at, actor, action, assignee, note FROM incident_changes WHERE incident_id = :id ORDER BY number LIMIT 100
            """);

    private IncidentWords() {}

    public static void assign(
            Connection connection, UUID id, @Nullable String assignee, @Nullable String note, String actor)
            throws SQLException {
        lock(connection, id);
        try (NamedStatement statement = new NamedStatement(connection, ASSIGN)) {
            int changed = statement
                    .bind("id", id)
                    .bind("assignee", assignee)
                    .bind("note", note)
                    .update();
            if (changed > 0) {
                remember(connection, id, actor, IncidentChange.Action.ASSIGNED, assignee, note);
            }
        }
    }

    public static void ignore(Connection connection, UUID id, String actor, String reason) throws SQLException {
        lock(connection, id);
        try (NamedStatement statement = new NamedStatement(connection, IGNORE)) {
            int changed = statement
                    .bind("id", id)
                    .bind("actor", actor)
                    .bind("reason", reason)
                    .update();
            if (changed > 0) {
                remember(connection, id, actor, IncidentChange.Action.IGNORED, null, reason);
            }
        }
    }

    private static void lock(Connection connection, UUID id) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, LOCK)) {
            statement.bind("id", id).list(row -> row.getInt(1));
        }
    }

    private static void remember(
            Connection connection,
            UUID id,
            String actor,
            IncidentChange.Action action,
            @Nullable String assignee,
            @Nullable String note)
            throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, REMEMBER)) {
            statement
                    .bind("id", id)
                    .bind("actor", actor)
                    .bind("action", action.name())
                    .bind("assignee", assignee)
                    .bind("note", note)
                    .update();
        }
    }

    public static List<IncidentChange> changes(Connection connection, UUID id) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, CHANGES)) {
            return statement
                    .bind("id", id)
                    .list(row -> new IncidentChange(
                            Objects.requireNonNull(NamedStatement.instant(row, "at")),
                            row.getString("actor"),
                            IncidentChange.Action.valueOf(row.getString("action")),
                            row.getString("assignee"),
                            row.getString("note")));
        }
    }
}
