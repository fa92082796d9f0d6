package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.incident.IncidentGroup;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.incident.IncidentCursor;
import com.orchestrator.engine.incident.IncidentGroupFilter;
import com.orchestrator.engine.service.ListQuery;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Open incidents by their cause, the greatest group first. How many there are is counted as they come and go; the oldest and the
 * newest of a group are looked up, so that a group of a hundred thousand costs what one of ten does.
 */
public final class IncidentGroups {

    /** Groups that one request looks at. */
    public static final int WALK_MAX = 1_000;

    private static final int COUNTED_MAX = 10_000;

    private static final NamedSql COUNT = NamedSql.of("""
            SELECT COALESCE(sum(open_count), 0) AS open
            FROM (SELECT open_count FROM incident_groups ORDER BY open_count DESC, fingerprint LIMIT :max) AS greatest
            """);

    private static final String EDGE = " CROSS JOIN LATERAL (SELECT o.opened_at, o.message, o.task_id FROM incidents o"
            + " WHERE o.fingerprint = g.fingerprint AND o.state = 'OPEN' ORDER BY o.opened_at%1$s, o.incident_id%1$s"
            + " LIMIT 1) ";

    private IncidentGroups() {}

    /** @param isEnd whether the walk has ended with it */
    private record Walked(IncidentGroup group, boolean matches, boolean isEnd) {}

    public static long countOpen(Connection connection) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, COUNT)) {
            return statement
                    .bind("max", COUNTED_MAX)
                    .list(row -> row.getLong("open"))
                    .get(0);
        }
    }

    public static Page<IncidentGroup> page(Connection connection, IncidentGroupFilter filter, ListQuery query)
            throws SQLException {
        Optional<IncidentCursor> behind = IncidentCursor.parse(query.cursor(), filter);
        int walk = Math.max(query.limit() + 1, WALK_MAX);
        SqlText sql = new SqlText();
        sql.add(
                "SELECT g.*, newest.message, newest.task_id, newest.opened_at AS last_seen, oldest.opened_at AS first_seen"
                        + " FROM (SELECT * FROM (SELECT c.*, row_number() OVER (ORDER BY open_count DESC, fingerprint) AS n, TRUE");
        and(sql, "namespace", filter.namespace());
        and(sql, "workflow_name", filter.workflow());
        and(sql, "code", filter.code());
        sql.add(" AS matches FROM (SELECT * FROM incident_groups");
        behind.ifPresent(place -> sql.add(" WHERE open_count <= " + sql.value(place.number()) + " AND (open_count < "
                + sql.value(place.number()) + " OR fingerprint > " + sql.value(place.key()) + ")"));
        sql.add(" ORDER BY open_count DESC, fingerprint LIMIT " + walk + ") c) d WHERE d.matches OR d.n = " + walk
                + " ORDER BY d.open_count DESC, d.fingerprint LIMIT " + (query.limit() + 1) + ") g");
        sql.add(edge(" DESC")).add("newest").add(edge("")).add("oldest ORDER BY g.open_count DESC, g.fingerprint");
        IndexOrder.preferWithLookups(connection);
        try (NamedStatement statement = sql.on(connection)) {
            return page(statement.list(row -> walked(row, walk)), filter, query.limit());
        }
    }

    private static String edge(String direction) {
        return EDGE.replace("%1$s", direction);
    }

    private static void and(SqlText sql, String column, @org.jspecify.annotations.Nullable String value) {
        if (value != null) {
            sql.add(" AND " + column + " = " + sql.value(value));
        }
    }

    private static Page<IncidentGroup> page(List<Walked> walked, IncidentGroupFilter filter, int limit) {
        List<IncidentGroup> found = new ArrayList<>();
        walked.stream().filter(Walked::matches).map(Walked::group).forEach(found::add);
        if (found.size() > limit) {
            List<IncidentGroup> page = found.subList(0, limit);
            return new Page<>(page, place(page.get(limit - 1)).text(filter));
        }
        String next = walked.stream()
                .filter(Walked::isEnd)
                .map(last -> place(last.group()).text(filter))
                .findFirst()
                .orElse(null);
        return new Page<>(found, next);
    }

    private static IncidentCursor place(IncidentGroup group) {
        return new IncidentCursor(group.count(), group.fingerprint());
    }

    private static Walked walked(ResultSet row, int walk) throws SQLException {
        IncidentGroup group = new IncidentGroup(
                row.getString("fingerprint"),
                row.getString("namespace"),
                row.getString("workflow_name"),
                row.getString("task_id"),
                row.getString("code"),
                row.getString("message"),
                row.getLong("open_count"),
                Objects.requireNonNull(NamedStatement.instant(row, "first_seen")),
                Objects.requireNonNull(NamedStatement.instant(row, "last_seen")));
        return new Walked(group, row.getBoolean("matches"), row.getInt("n") == walk);
    }
}
