package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.find.RunCursor;
import com.orchestrator.engine.find.RunFilter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A page of runs. However many there are, it looks at no more than {@link #WALK_MAX} of them: what is rare among them is found
 * by asking on from where the walk ended.
 */
public final class ListRuns {

    /** Runs that one request looks at. */
    public static final int WALK_MAX = 1_000;

    /** Looks that a walk may take at other tables; it is shorter when the filter asks more of each run. */
    private static final int LOOKS_MAX = 2_000;

    private static final String COLUMNS = "i.instance_id, i.namespace, i.workflow_name, i.revision, i.run_id, i.state,"
            + " i.priority, i.labels, i.cause, i.created_at, i.started_at, i.ended_at, i.parent_instance_id, i.listed_at,"
            + " (SELECT e.last_sequence_number FROM events e WHERE e.workflow_instance_id = i.instance_id"
            + " ORDER BY e.sequence_number DESC LIMIT 1) AS sequence_number";

    private ListRuns() {}

    /** One run as it stands in its row. */
    public record Row(
            UUID instanceId,
            String namespace,
            String workflow,
            int revision,
            String runId,
            String state,
            short priority,
            @Nullable String labels,
            @Nullable String cause,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable UUID parentInstanceId,
            Instant listedAt,
            long sequenceNumber) {

        public RunCursor place() {
            return new RunCursor(listedAt, instanceId);
        }
    }

    /**
     * What was found.
     *
     * @param rows in order
     * @param next where to go on; null when there is no more
     */
    public record Found(List<Row> rows, @Nullable RunCursor next) {
        public Found {
            rows = List.copyOf(rows);
        }
    }

    /** @param isEnd whether the walk has ended with it */
    private record Walked(Row row, boolean matches, boolean isEnd) {}

    public static Found run(
            Connection connection, RunFilter filter, boolean ascending, @Nullable RunCursor behind, int limit)
            throws SQLException {
        SqlText sql = new SqlText();
        RunSource source = new RunSource(sql, filter, ascending, behind);
        source.prefer(connection);
        int walk = Math.max(limit + 1, Math.min(WALK_MAX, LOOKS_MAX / (1 + looks(filter))));
        int end = source.walkOf(walk, limit + 1);
        String order = "listed_at" + source.direction() + ", instance_id" + source.direction();
        sql.add("SELECT " + COLUMNS + ", x.matches, i.n = " + end + " AS is_end FROM (SELECT c.*,"
                + " row_number() OVER (ORDER BY " + order + ") AS n FROM (");
        sql.add(source.candidates(walk, limit + 1));
        sql.add(") c) i CROSS JOIN LATERAL (SELECT ").add(new RunConditions(sql).of(filter));
        sql.add(" AS matches OFFSET 0) x WHERE x.matches OR i.n = " + end + " ORDER BY i.listed_at" + source.direction()
                + ", i.instance_id" + source.direction() + " LIMIT " + (limit + 1));
        try (NamedStatement statement = sql.on(connection)) {
            return found(statement.list(ListRuns::walked), limit);
        }
    }

    /** What a filter asks of other tables, for each run. */
    static int looks(RunFilter filter) {
        if (filter instanceof RunFilter.Every every) {
            return every.parts().stream().mapToInt(ListRuns::looks).sum();
        } else if (filter instanceof RunFilter.Any any) {
            return any.parts().stream().mapToInt(ListRuns::looks).sum();
        } else if (filter instanceof RunFilter.Not not) {
            return looks(not.part());
        }
        return RunConditions.looksBeside(filter) ? 1 : 0;
    }

    private static Found found(List<Walked> walked, int limit) {
        List<Row> rows = new ArrayList<>();
        walked.stream().filter(Walked::matches).map(Walked::row).forEach(rows::add);
        if (rows.size() > limit) {
            List<Row> page = rows.subList(0, limit);
            return new Found(page, page.get(limit - 1).place());
        }
        RunCursor end = walked.stream()
                .filter(Walked::isEnd)
                .map(last -> last.row().place())
                .findFirst()
                .orElse(null);
        return new Found(rows, end);
    }

    private static Walked walked(ResultSet row) throws SQLException {
        return new Walked(row(row), row.getBoolean("matches"), row.getBoolean("is_end"));
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getObject("instance_id", UUID.class),
                row.getString("namespace"),
                row.getString("workflow_name"),
                row.getInt("revision"),
                row.getString("run_id"),
                row.getString("state"),
                row.getShort("priority"),
                row.getString("labels"),
                row.getString("cause"),
                Objects.requireNonNull(NamedStatement.instant(row, "created_at")),
                NamedStatement.instant(row, "started_at"),
                NamedStatement.instant(row, "ended_at"),
                row.getObject("parent_instance_id", UUID.class),
                Objects.requireNonNull(NamedStatement.instant(row, "listed_at")),
                row.getLong("sequence_number"));
    }
}
