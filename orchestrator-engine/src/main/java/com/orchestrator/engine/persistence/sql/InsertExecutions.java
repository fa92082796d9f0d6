package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.store.ExecutionRow;
import com.orchestrator.engine.store.LaneSelector;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** Attempts that others must be able to find. */
public final class InsertExecutions {

    private static final NamedSql SQL = NamedSql.of("""
            INSERT INTO task_executions (execution_id, workflow_instance_id, shard, task_id, iteration, kind, task_type, queue,
                priority, line, place, state, held, attempt_number, fence_token, lease_holder, lease_expires_at, lease_millis,
                execution_deadline, cancel_deadline, available_at, look_at)
            SELECT new.*, new.expiry FROM unnest(:ids, :instances, :shards, :tasks, :iterations, :kinds, :types, :queues,
                :priorities, :lines, :places, :states, :held, :attempts, :fences, :holders, :expiries, :leaseMillis,
                :deadlines, :cancels, :available)
                AS new (execution_id, workflow_instance_id, shard, task_id, iteration, kind, task_type, queue, priority, line, place, state,
                    held, attempt, fence, holder, expiry, lease_millis, deadline, cancel, available)
            """);

    private InsertExecutions() {}

    /** @return how many, always all of them */
    public static int run(Connection connection, Collection<ExecutionRow> rows) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SQL)) {
            ExecutionColumns.bindChanging(statement, rows);
            statement.bindColumn("instances", ArrayType.UUID, rows, ExecutionRow::instanceId);
            statement.bindColumn("shards", ArrayType.INT2, rows, row -> (short) LaneSelector.shardOf(row.instanceId()));
            statement.bindColumn("tasks", ArrayType.TEXT, rows, ExecutionRow::taskId);
            statement.bindColumn("iterations", ArrayType.TEXT, rows, ExecutionRow::iteration);
            statement.bindColumn(
                    "kinds", ArrayType.TEXT, rows, row -> row.kind().name());
            statement.bindColumn("types", ArrayType.TEXT, rows, ExecutionRow::taskType);
            statement.bindColumn("queues", ArrayType.TEXT, rows, ExecutionRow::queue);
            statement.bindColumn("priorities", ArrayType.INT2, rows, row ->
                    (short) row.priority().ordinal());
            statement.bindColumn(
                    "lines", ArrayType.TEXT, rows, row -> row.line().isEmpty() ? null : row.line());
            statement.bindColumn("places", ArrayType.INT8, rows, row -> row.place() == 0 ? null : row.place());
            statement.bindColumn("attempts", ArrayType.INT4, rows, ExecutionRow::attempt);
            return statement.update();
        }
    }
}
