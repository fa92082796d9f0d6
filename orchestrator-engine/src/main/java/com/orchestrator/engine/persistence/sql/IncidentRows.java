package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.incident.IncidentKind;
import com.orchestrator.api.incident.IncidentResolution;
import com.orchestrator.api.model.Incident;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.incident.IncidentPlace;
import com.orchestrator.engine.incident.IncidentSource;
import com.orchestrator.engine.incident.OpenedIncident;
import com.orchestrator.engine.incident.ResolvedIncident;
import com.orchestrator.engine.schedule.ScheduleKey;
import com.orchestrator.engine.schedule.StoredSchedule;
import com.orchestrator.engine.store.ScheduleIncidents;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Incidents come into being and are resolved. Their groups are counted by the table itself (V20). */
public final class IncidentRows {

    /** One that comes back is open again, unless somebody wants to hear no more of it. */
    private static final NamedSql OPEN = NamedSql.of("""
            INSERT INTO incidents AS i (incident_id, kind, instance_id, namespace, workflow_name, schedule_name, task_id,
                iteration, round, code, message, fingerprint, opened_at)
            SELECT * FROM unnest(:ids, :kinds, :instances, :namespaces, :workflows, :schedules, :tasks, :iterations,
                :rounds, :codes, :messages, :fingerprints, :opened)
            ON CONFLICT (incident_id) DO UPDATE SET
                code = excluded.code, message = excluded.message, fingerprint = excluded.fingerprint,
                state = 'OPEN', resolved_at = NULL, resolution = NULL, resolved_by = NULL, reason = NULL
            WHERE i.resolution IS DISTINCT FROM 'IGNORED'
            """);

    private static final NamedSql RESOLVE = NamedSql.of("""
            UPDATE incidents i SET state = 'RESOLVED', resolved_at = done.at, resolution = done.resolution,
                resolved_by = left(done.actor, 255), reason = left(done.reason, 2000)
            FROM unnest(:ids, :resolutions, :actors, :reasons, :times) AS done (incident_id, resolution, actor, reason, at)
            WHERE i.incident_id = done.incident_id AND i.state = 'OPEN'
            """);

    private static final NamedSql GO_ON = NamedSql.of("""
            UPDATE incidents SET state = 'RESOLVED', resolved_at = engine_now(), resolution = 'WENT_ON'
            WHERE instance_id = ANY (:ids) AND kind = 'SET_ASIDE' AND state = 'OPEN'
            """);

    private static final NamedSql LEAVE_SCHEDULE = NamedSql.of("""
            UPDATE incidents SET state = 'RESOLVED', resolved_at = engine_now(), resolution = :resolution,
                resolved_by = :actor
            WHERE namespace = :namespace AND schedule_name = :name AND state = 'OPEN'
                AND incident_id IS DISTINCT FROM CAST(:stays AS uuid)
            """);

    private static final NamedSql FORGET = NamedSql.of("DELETE FROM incidents WHERE instance_id = ANY (:ids)");

    /** Of a run that stands in one row the type of its job is known; of a child that cannot begin nothing is. */
    private static final NamedSql SOURCE = NamedSql.of("""
            SELECT namespace, workflow_name FROM workflow_instances WHERE instance_id = :id
            UNION ALL
            SELECT 'jobs', task_type FROM task_executions WHERE execution_id = :first
            LIMIT 1
            """);

    private static final IncidentSource UNKNOWN = new IncidentSource("", "", null);

    private IncidentRows() {}

    /** Those of schedules, and what the server says of its own faults. */
    public static NamedStatement open(Connection connection, Collection<OpenedIncident> opened) {
        return open(connection, opened, OpenedIncident::message);
    }

    /** @param message of each as it is kept */
    public static NamedStatement open(
            Connection connection, Collection<OpenedIncident> opened, Function<OpenedIncident, String> message) {
        NamedStatement statement = new NamedStatement(connection, OPEN);
        statement.bindColumn("ids", ArrayType.UUID, opened, OpenedIncident::incidentId);
        statement.bindColumn(
                "kinds", ArrayType.TEXT, opened, each -> each.kind().name());
        statement.bindColumn("instances", ArrayType.UUID, opened, OpenedIncident::instanceId);
        statement.bindColumn(
                "namespaces", ArrayType.TEXT, opened, each -> each.source().namespace());
        statement.bindColumn(
                "workflows", ArrayType.TEXT, opened, each -> each.source().workflow());
        statement.bindColumn(
                "schedules", ArrayType.TEXT, opened, each -> each.source().schedule());
        statement.bindColumn("tasks", ArrayType.TEXT, opened, each -> of(each, IncidentPlace::taskId));
        statement.bindColumn("iterations", ArrayType.TEXT, opened, each -> of(each, IncidentPlace::iteration));
        statement.bindColumn("rounds", ArrayType.INT4, opened, each -> of(each, IncidentPlace::round));
        statement.bindColumn("codes", ArrayType.TEXT, opened, OpenedIncident::code);
        statement.bindColumn("messages", ArrayType.TEXT, opened, message::apply);
        statement.bindColumn("fingerprints", ArrayType.TEXT, opened, OpenedIncident::fingerprint);
        statement.bindColumn("opened", ArrayType.TIMESTAMPTZ, opened, OpenedIncident::openedAt);
        return statement;
    }

    private static <T> @Nullable T of(OpenedIncident incident, Function<IncidentPlace, @Nullable T> part) {
        return incident.place() == null ? null : part.apply(incident.place());
    }

    public static NamedStatement resolve(Connection connection, Collection<ResolvedIncident> resolved) {
        NamedStatement statement = new NamedStatement(connection, RESOLVE);
        statement.bindColumn("ids", ArrayType.UUID, resolved, ResolvedIncident::incidentId);
        statement.bindColumn(
                "resolutions",
                ArrayType.TEXT,
                resolved,
                each -> each.resolution().name());
        statement.bindColumn("actors", ArrayType.TEXT, resolved, each -> storable(each.by()));
        statement.bindColumn("reasons", ArrayType.TEXT, resolved, each -> storable(each.reason()));
        statement.bindColumn("times", ArrayType.TIMESTAMPTZ, resolved, ResolvedIncident::at);
        return statement;
    }

    private static @Nullable String storable(@Nullable String text) {
        return text == null ? null : text.replace('\u0000', '\ufffd');
    }

    /** Nothing of these runs stays. */
    public static NamedStatement forget(Connection connection, Collection<UUID> instanceIds) {
        return new NamedStatement(connection, FORGET).bindIds("ids", instanceIds);
    }

    /** A run is set aside, or is met again at a fault while it is. */
    static void setAside(Connection connection, UUID instanceId, Incident incident) throws SQLException {
        OpenedIncident opened = new OpenedIncident(
                incident.incidentId(),
                IncidentKind.SET_ASIDE,
                instanceId,
                source(connection, instanceId),
                null,
                incident.code(),
                incident.message(),
                incident.openedAt());
        try (NamedStatement statement = open(connection, List.of(opened))) {
            statement.update();
        }
    }

    private static IncidentSource source(Connection connection, UUID instanceId) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SOURCE)) {
            return statement
                    .bind("id", instanceId)
                    .bind("first", ExecutionId.first(instanceId))
                    .list(row -> new IncidentSource(row.getString(1), row.getString(2), null))
                    .stream()
                    .findFirst()
                    .orElse(UNKNOWN);
        }
    }

    /**
     * A schedule has the incident it has, and no other.
     */
    public static void schedule(Connection connection, StoredSchedule schedule) throws SQLException {
        Optional<OpenedIncident> incident = ScheduleIncidents.of(schedule);
        IncidentResolution how = schedule.changedBy() == null ? IncidentResolution.WENT_ON : IncidentResolution.RETRIED;
        leaveSchedule(
                connection,
                schedule.key(),
                how,
                schedule.changedBy(),
                incident.map(OpenedIncident::incidentId).orElse(null));
        if (incident.isPresent()) {
            try (NamedStatement statement = open(connection, List.of(incident.get()))) {
                statement.update();
            }
        }
    }

    public static void scheduleIsGone(Connection connection, ScheduleKey key) throws SQLException {
        leaveSchedule(connection, key, IncidentResolution.ENDED, null, null);
    }

    private static void leaveSchedule(
            Connection connection,
            ScheduleKey key,
            IncidentResolution how,
            @Nullable String actor,
            @Nullable UUID stays)
            throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, LEAVE_SCHEDULE)) {
            statement
                    .bind("namespace", key.namespace())
                    .bind("name", key.name())
                    .bind("resolution", how.name())
                    .bind("actor", actor)
                    .bind("stays", stays)
                    .update();
        }
    }

    /** These runs are set aside no more. */
    static NamedStatement goOn(Connection connection, Collection<UUID> instanceIds) {
        return new NamedStatement(connection, GO_ON).bindIds("ids", instanceIds);
    }
}
