package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.incident.IncidentKind;
import com.orchestrator.api.incident.IncidentResolution;
import com.orchestrator.api.incident.IncidentState;
import com.orchestrator.api.incident.IncidentView;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.incident.IncidentCursor;
import com.orchestrator.engine.incident.IncidentFilter;
import com.orchestrator.engine.service.ListQuery;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Incidents, the newest first. One index is chosen from the filter's own words; what else is asked is looked at row by row, at
 * {@link #WALK_MAX} of them at most, and the next page goes on from there.
 */
public final class FindIncidents {

    /** Incidents that one request looks at. */
    public static final int WALK_MAX = 1_000;

    private static final String COLUMNS = "incident_id, kind, instance_id, namespace, workflow_name, schedule_name,"
            + " task_id, iteration, round, code, message, fingerprint, state, opened_at, assignee, note, resolved_at,"
            + " resolution, resolved_by, reason";

    private static final NamedSql ONE = NamedSql.of("SELECT " + COLUMNS + " FROM incidents WHERE incident_id = :id");

    private static final NamedSql NEWEST = NamedSql.of("SELECT " + COLUMNS
            + " FROM unnest(:fingerprints) AS wanted (print) CROSS JOIN LATERAL (SELECT * FROM incidents i"
            + " WHERE i.fingerprint = wanted.print AND i.state = 'OPEN' ORDER BY i.opened_at DESC, i.incident_id DESC"
            + " LIMIT 1) AS newest");

    private static final NamedSql RUNS = NamedSql.of("""
            SELECT DISTINCT instance_id FROM incidents
            WHERE fingerprint = :fingerprint AND state = 'OPEN' AND instance_id > :after
            ORDER BY instance_id LIMIT :max
            """);

    private FindIncidents() {}

    /** @param isEnd whether the walk has ended with it */
    private record Walked(IncidentView incident, boolean matches, boolean isEnd) {}

    public static Optional<IncidentView> one(Connection connection, UUID incidentId) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, ONE)) {
            return statement.bind("id", incidentId).list(FindIncidents::incident).stream()
                    .findFirst();
        }
    }

    /** The newest open one of each of these causes. */
    public static List<IncidentView> newest(Connection connection, Collection<String> fingerprints)
            throws SQLException {
        IndexOrder.preferWithLookups(connection);
        try (NamedStatement statement = new NamedStatement(connection, NEWEST)) {
            return statement
                    .bindColumn("fingerprints", ArrayType.TEXT, fingerprints, fingerprint -> fingerprint)
                    .list(FindIncidents::incident);
        }
    }

    /** Runs with an open incident of this cause. */
    public static List<UUID> runs(Connection connection, String fingerprint, UUID after, int limit)
            throws SQLException {
        IndexOrder.prefer(connection);
        try (NamedStatement statement = new NamedStatement(connection, RUNS)) {
            return statement
                    .bind("fingerprint", fingerprint)
                    .bind("after", after)
                    .bind("max", limit)
                    .list(row -> row.getObject("instance_id", UUID.class));
        }
    }

    public static Page<IncidentView> page(Connection connection, IncidentFilter filter, ListQuery query)
            throws SQLException {
        Optional<IncidentCursor> behind = IncidentCursor.parse(query.cursor(), filter);
        int walk = Math.max(query.limit() + 1, WALK_MAX);
        SqlText sql = new SqlText();
        sql.add("SELECT * FROM (SELECT c.*, row_number() OVER (ORDER BY opened_at DESC, incident_id DESC) AS n FROM (");
        sql.add("SELECT " + COLUMNS + " FROM incidents WHERE state = "
                + sql.value(filter.state().name()));
        sql.add(driver(sql, filter));
        behind.ifPresent(place -> sql.add(" AND (opened_at, incident_id) < (CAST(" + sql.value(at(place))
                + " AS timestamptz), " + sql.value(place.id()) + ")"));
        sql.add(" ORDER BY opened_at DESC, incident_id DESC LIMIT " + walk);
        sql.add(") c) i CROSS JOIN LATERAL (SELECT TRUE" + rest(sql, filter) + " AS matches OFFSET 0) x");
        sql.add(" WHERE x.matches OR i.n = " + walk + " ORDER BY i.opened_at DESC, i.incident_id DESC LIMIT "
                + (query.limit() + 1));
        IndexOrder.prefer(connection);
        try (NamedStatement statement = sql.on(connection)) {
            return page(statement.list(row -> walked(row, walk)), filter, query.limit());
        }
    }

    /** What the index answers: the part of the filter that tells most. */
    private static String driver(SqlText sql, IncidentFilter filter) {
        if (filter.instanceId() != null) {
            return " AND instance_id = " + sql.value(filter.instanceId());
        } else if (filter.fingerprint() != null) {
            return " AND fingerprint = " + sql.value(filter.fingerprint());
        } else if (filter.assignee() != null) {
            return " AND assignee = " + sql.value(filter.assignee());
        } else if (filter.code() != null) {
            return " AND code = " + sql.value(filter.code());
        } else if (filter.namespace() != null && filter.workflow() != null) {
            return " AND namespace = " + sql.value(filter.namespace()) + " AND workflow_name = "
                    + sql.value(filter.workflow());
        }
        return " AND incident_id <> '00000000-0000-0000-0000-000000000000'";
    }

    private static String rest(SqlText sql, IncidentFilter filter) {
        StringBuilder rest = new StringBuilder();
        and(sql, rest, "fingerprint", filter.fingerprint());
        and(sql, rest, "assignee", filter.assignee());
        and(sql, rest, "code", filter.code());
        and(sql, rest, "namespace", filter.namespace());
        and(sql, rest, "workflow_name", filter.workflow());
        return rest.toString();
    }

    private static void and(SqlText sql, StringBuilder to, String column, @Nullable String value) {
        if (value != null) {
            to.append(" AND i.").append(column).append(" IS NOT DISTINCT FROM ").append(sql.value(value));
        }
    }

    private static @Nullable Object at(IncidentCursor place) {
        return NamedStatement.timestamp(Instant.EPOCH.plus(place.number(), ChronoUnit.MICROS));
    }

    private static Page<IncidentView> page(List<Walked> walked, IncidentFilter filter, int limit) {
        List<IncidentView> found = new ArrayList<>();
        walked.stream().filter(Walked::matches).map(Walked::incident).forEach(found::add);
        if (found.size() > limit) {
            List<IncidentView> page = found.subList(0, limit);
            return new Page<>(page, place(page.get(limit - 1)).text(filter));
        }
        String next = walked.stream()
                .filter(Walked::isEnd)
                .map(last -> place(last.incident()).text(filter))
                .findFirst()
                .orElse(null);
        return new Page<>(found, next);
    }

    private static IncidentCursor place(IncidentView incident) {
        return IncidentCursor.of(ChronoUnit.MICROS.between(Instant.EPOCH, incident.openedAt()), incident.incidentId());
    }

    private static Walked walked(ResultSet row, int walk) throws SQLException {
        return new Walked(incident(row), row.getBoolean("matches"), row.getInt("n") == walk);
    }

    private static IncidentView incident(ResultSet row) throws SQLException {
        String resolution = row.getString("resolution");
        return new IncidentView(
                row.getObject("incident_id", UUID.class),
                IncidentKind.valueOf(row.getString("kind")),
                IncidentState.valueOf(row.getString("state")),
                row.getString("fingerprint"),
                row.getObject("instance_id", UUID.class),
                row.getString("namespace"),
                row.getString("workflow_name"),
                row.getString("schedule_name"),
                row.getString("task_id"),
                row.getString("iteration"),
                row.getObject("round", Integer.class),
                row.getString("code"),
                row.getString("message"),
                Objects.requireNonNull(NamedStatement.instant(row, "opened_at")),
                row.getString("assignee"),
                row.getString("note"),
                NamedStatement.instant(row, "resolved_at"),
                resolution == null ? null : IncidentResolution.valueOf(resolution),
                row.getString("resolved_by"),
                row.getString("reason"));
    }
}
