package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.LateOutcome;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A page of the attempts of one run, in the order they were made. Reads {@code uk_execution_attempt}. */
public final class ReadTasks {

    private static final NamedSql SQL = NamedSql.of("""
            SELECT execution_id, task_id, iteration, kind, task_type, queue, state, attempt_number, fence_token, lease_holder,
                lease_expires_at, available_at, input_sequence, output_sequence, error, late_outcome, created_at, started_at, ended_at
            FROM task_executions
            WHERE workflow_instance_id = :id AND execution_id > :after
            ORDER BY execution_id
            LIMIT :limit
            """);

    private ReadTasks() {}

    /** One attempt as it is stored; payloads by the events that carry them. */
    public record Row(
            UUID executionId,
            String taskId,
            @Nullable String iteration,
            ExecutionKind kind,
            String taskType,
            String queue,
            ExecutionState state,
            int attempt,
            long fenceToken,
            @Nullable String leaseHolder,
            @Nullable Instant leaseExpiresAt,
            @Nullable Instant availableAt,
            long inputSequence,
            @Nullable Long outputSequence,
            @Nullable String error,
            @Nullable LateOutcome lateOutcome,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt) {}

    public static List<Row> run(Connection connection, UUID instanceId, UUID after, int limit) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            return statement
                    .bind("id", instanceId)
                    .bind("after", after)
                    .bind("limit", limit)
                    .list(ReadTasks::read);
        }
    }

    private static Row read(ResultSet row) throws SQLException {
        String late = row.getString("late_outcome");
        return new Row(
                row.getObject("execution_id", UUID.class),
                row.getString("task_id"),
                row.getString("iteration"),
                ExecutionKind.valueOf(row.getString("kind")),
                row.getString("task_type"),
                row.getString("queue"),
                ExecutionState.valueOf(row.getString("state")),
                row.getInt("attempt_number"),
                row.getLong("fence_token"),
                row.getString("lease_holder"),
                NamedStatement.instant(row, "lease_expires_at"),
                NamedStatement.instant(row, "available_at"),
                row.getLong("input_sequence"),
                NamedStatement.longOrNull(row, "output_sequence"),
                row.getString("error"),
                late == null ? null : LateOutcome.valueOf(late),
                Objects.requireNonNull(NamedStatement.instant(row, "created_at")),
                NamedStatement.instant(row, "started_at"),
                NamedStatement.instant(row, "ended_at"));
    }
}
