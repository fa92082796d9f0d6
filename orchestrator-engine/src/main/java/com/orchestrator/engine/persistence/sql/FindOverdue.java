package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.store.RetentionStore.Place;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs that may be due, in the order of the index by workflow and start: when a run ends it touches no index (V6). */
public final class FindOverdue {

    private static final NamedSql RUNS = NamedSql.of("""
            SELECT i.instance_id, COALESCE(i.started_at, i.created_at) AS listed_at, i.state, i.ended_at,
                EXISTS (SELECT FROM workflow_instances p WHERE p.instance_id = i.parent_instance_id) AS has_parent
            FROM workflow_instances i
            WHERE i.namespace = :namespace AND i.workflow_name = :workflow
                AND (COALESCE(i.started_at, i.created_at), i.instance_id) > (CAST(:at AS timestamptz), CAST(:id AS uuid))
                AND COALESCE(i.started_at, i.created_at) <= CAST(:until AS timestamptz)
            ORDER BY COALESCE(i.started_at, i.created_at), i.instance_id LIMIT :limit
            """);

    private static final NamedSql NEXT_WORKFLOW = NamedSql.of("""
            SELECT workflow_name FROM workflow_instances
            WHERE namespace = :namespace AND workflow_name > :workflow
            ORDER BY namespace, workflow_name LIMIT 1
            """);

    private static final NamedSql ENDS = NamedSql.of("""
            SELECT instance_id, CAST(CAST(job AS json) ->> 'endedAt' AS timestamptz) AS ended_at
            FROM job_ends WHERE instance_id > CAST(:after AS uuid) ORDER BY instance_id LIMIT :limit
            """);

    private FindOverdue() {}

    /** A run as far as it matters. */
    public record Looked(
            UUID instanceId,
            Instant listedAt,
            WorkflowState state,
            @Nullable Instant endedAt,
            boolean hasParent) {}

    /** A job of which the outcome alone is kept. */
    public record LookedEnd(UUID instanceId, @Nullable Instant endedAt) {}

    /** Runs of one workflow that had started by a moment. */
    public static List<Looked> runs(Connection connection, String namespace, Place behind, Instant until, int limit)
            throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, RUNS)) {
            return statement
                    .bind("namespace", namespace)
                    .bind("workflow", behind.workflow())
                    .bind("at", NamedStatement.timestamp(behind.listedAt()))
                    .bind("id", behind.instanceId())
                    .bind("until", NamedStatement.timestamp(until))
                    .bind("limit", limit)
                    .list(FindOverdue::looked);
        }
    }

    private static Looked looked(ResultSet row) throws SQLException {
        return new Looked(
                row.getObject("instance_id", UUID.class),
                Objects.requireNonNull(NamedStatement.instant(row, "listed_at")),
                WorkflowState.valueOf(row.getString("state")),
                NamedStatement.instant(row, "ended_at"),
                row.getBoolean("has_parent"));
    }

    /** The workflow behind another one that has runs in the namespace. */
    public static Optional<String> nextWorkflow(Connection connection, String namespace, String workflow)
            throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, NEXT_WORKFLOW)) {
            return statement
                    .bind("namespace", namespace)
                    .bind("workflow", workflow)
                    .list(row -> row.getString("workflow_name"))
                    .stream()
                    .findFirst();
        }
    }

    public static List<LookedEnd> ends(Connection connection, UUID after, int limit) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, ENDS)) {
            return statement
                    .bind("after", after)
                    .bind("limit", limit)
                    .list(row -> new LookedEnd(
                            row.getObject("instance_id", UUID.class), NamedStatement.instant(row, "ended_at")));
        }
    }
}
