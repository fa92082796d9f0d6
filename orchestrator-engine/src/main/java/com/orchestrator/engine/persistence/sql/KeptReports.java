package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What workers have reported to runs that are set aside. */
public final class KeptReports {

    /** Of one run. More than that no run can have asked for. */
    private static final int PER_RUN_MAX = 10_000;

    private static final NamedSql INSERT = NamedSql.of("""
            INSERT INTO kept_reports (execution_id, fence_token, instance_id, worker_id, failure, output, kept_at)
            SELECT new.*, engine_now()
            FROM unnest(:executions, :fences, :instances, :workers, :failures, :outputs)
                AS new (execution_id, fence_token, instance_id, worker_id, failure, output)
            WHERE (SELECT count(*) FROM kept_reports k WHERE k.instance_id = new.instance_id) < :max
            ORDER BY new.execution_id, new.fence_token
            ON CONFLICT DO NOTHING
            """);

    private static final NamedSql LOAD = NamedSql.of("""
            SELECT k.execution_id, k.fence_token, k.instance_id, k.worker_id, k.failure, k.output
            FROM kept_reports k WHERE k.instance_id = :id
            ORDER BY k.kept_at, k.execution_id, k.fence_token
            """);

    private static final NamedSql DELETE = NamedSql.of("DELETE FROM kept_reports WHERE instance_id = ANY (:ids)");

    private KeptReports() {}

    /** One report, as it is stored. */
    public record ReportRow(
            UUID executionId,
            long fenceToken,
            UUID instanceId,
            String workerId,
            byte @Nullable [] failure,
            byte @Nullable [] output) {}

    public static void insert(Connection connection, Collection<ReportRow> rows) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, INSERT)) {
            statement.bindColumn("executions", ArrayType.UUID, rows, ReportRow::executionId);
            statement.bindColumn("fences", ArrayType.INT8, rows, ReportRow::fenceToken);
            statement.bindColumn("instances", ArrayType.UUID, rows, ReportRow::instanceId);
            statement.bindColumn("workers", ArrayType.TEXT, rows, ReportRow::workerId);
            statement.bindColumn("failures", ArrayType.BYTEA, rows, ReportRow::failure);
            statement.bindColumn("outputs", ArrayType.BYTEA, rows, ReportRow::output);
            statement.bind("max", PER_RUN_MAX).update();
        }
    }

    public static List<ReportRow> load(Connection connection, UUID instanceId) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, LOAD)) {
            return statement
                    .bind("id", instanceId)
                    .list(row -> new ReportRow(
                            row.getObject("execution_id", UUID.class),
                            row.getLong("fence_token"),
                            row.getObject("instance_id", UUID.class),
                            row.getString("worker_id"),
                            row.getBytes("failure"),
                            row.getBytes("output")));
        }
    }

    public static void delete(Connection connection, Collection<UUID> instanceIds) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, DELETE)) {
            statement.bindIds("ids", instanceIds).update();
        }
    }
}
