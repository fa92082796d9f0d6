package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.store.ExecutionRow;
import com.orchestrator.engine.store.LaneSelector;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs that stand in the row of their one attempt. All by the primary key of {@code task_executions}; each change is held to the
 * last event that its decision was based on.
 */
public final class CompactRuns {

    /** Taken when the answer to the commit that has put them was lost. */
    public static final List<String> KEYS = List.of("task_executions_pkey");

    private static final NamedSql INSERT = NamedSql.of("""
            INSERT INTO task_executions (execution_id, workflow_instance_id, shard, task_id, kind, task_type, queue, priority, line,
                place, state, held, attempt_number, fence_token, lease_holder, lease_expires_at, look_at, lease_millis, available_at,
                pages, payloads, last_sequence)
            SELECT execution_id, workflow_instance_id, shard, task_id, 'ACTION', task_type, queue, priority, line, place, state, FALSE, 1,
                fence_token, lease_holder, lease_expires_at, lease_expires_at, lease_millis, available_at, pages, payloads, last_sequence
            FROM unnest(:ids, :instances, :shards, :tasks, :types, :queues, :priorities, :lines, :places, :states, :fences,
                    :holders, :expiries, :leaseMillis, :available, :pages, :payloads, :lasts)
                AS new (execution_id, workflow_instance_id, shard, task_id, task_type, queue, priority, line, place, state,
                    fence_token, lease_holder, lease_expires_at, lease_millis, available_at, pages, payloads, last_sequence)
            """);

    private static final NamedSql UPDATE = NamedSql.of("""
            UPDATE task_executions t
            SET state = u.state, fence_token = u.fence_token, lease_holder = u.lease_holder, lease_expires_at = u.lease_expires_at,
                look_at = u.lease_expires_at, lease_millis = u.lease_millis, pages = t.pages || u.pages, last_sequence = u.last_sequence
            FROM unnest(:ids, :states, :fences, :holders, :expiries, :leaseMillis, :pages, :lasts, :expected)
                AS u (execution_id, state, fence_token, lease_holder, lease_expires_at, lease_millis, pages, last_sequence,
                    expected)
            WHERE t.execution_id = u.execution_id AND t.last_sequence = u.expected
            RETURNING t.execution_id
            """);

    private static final NamedSql DELETE = NamedSql.of("""
            DELETE FROM task_executions t
            USING unnest(:ids, :expected) AS old (execution_id, expected)
            WHERE t.execution_id = old.execution_id AND t.last_sequence = old.expected
            RETURNING t.execution_id
            """);

    private static final NamedSql UNPACK = NamedSql.of("""
            WITH old AS MATERIALIZED (
                SELECT t.execution_id, t.pages, t.payloads
                FROM task_executions t
                JOIN unnest(:ids, :expected) AS u (execution_id, expected)
                  ON t.execution_id = u.execution_id AND t.last_sequence = u.expected
                ORDER BY t.execution_id
                FOR UPDATE OF t
            )
            UPDATE task_executions t
            SET pages = NULL, payloads = NULL, last_sequence = NULL
            FROM old
            WHERE t.execution_id = old.execution_id
            RETURNING t.execution_id, old.pages, old.payloads
            """);

    private static final NamedSql LOAD = NamedSql.of("""
            SELECT execution_id, pages, payloads FROM task_executions WHERE execution_id = ANY (:ids) AND pages IS NOT NULL
            """);

    private CompactRuns() {}

    /**
     * A run as it is stored, or what is added to it.
     *
     * @param pages of its history, one behind the other
     * @param payloads of all of them
     */
    public record Packed(UUID executionId, String pages, byte @Nullable [] payloads) {}

    /**
     * A change of one.
     *
     * @param expected the last event that is stored; 0 when the run is new
     * @param last the last event then
     */
    public record Change(ExecutionRow row, Packed added, long expected, long last) {}

    /** One that goes. */
    public record Expected(UUID executionId, long sequenceNumber) {}

    public static NamedStatement insert(Connection connection, Collection<Change> changes) {
        NamedStatement statement = new NamedStatement(connection, INSERT);
        bind(statement, changes);
        return statement
                .bindColumn(
                        "instances",
                        ArrayType.UUID,
                        changes,
                        change -> change.row().instanceId())
                .bindColumn("shards", ArrayType.INT2, changes, change ->
                        (short) LaneSelector.shardOf(change.row().instanceId()))
                .bindColumn(
                        "tasks", ArrayType.TEXT, changes, change -> change.row().taskId())
                .bindColumn(
                        "types", ArrayType.TEXT, changes, change -> change.row().taskType())
                .bindColumn(
                        "queues",
                        ArrayType.TEXT,
                        changes,
                        change -> change.row().queue())
                .bindColumn("priorities", ArrayType.INT2, changes, change ->
                        (short) change.row().priority().ordinal())
                .bindColumn(
                        "lines",
                        ArrayType.TEXT,
                        changes,
                        change -> change.row().line().isEmpty()
                                ? null
                                : change.row().line())
                .bindColumn(
                        "places",
                        ArrayType.INT8,
                        changes,
                        change ->
                                change.row().place() == 0 ? null : change.row().place())
                .bindColumn(
                        "available",
                        ArrayType.TIMESTAMPTZ,
                        changes,
                        change -> change.row().availableAt())
                .bindColumn(
                        "payloads",
                        ArrayType.BYTEA,
                        changes,
                        change -> change.added().payloads());
    }

    /** @return the attempts of those that came in time */
    public static List<UUID> update(Connection connection, Collection<Change> changes) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, UPDATE)) {
            bind(statement, changes);
            statement.bindColumn("expected", ArrayType.INT8, changes, Change::expected);
            return statement.list(CompactRuns::id);
        }
    }

    private static void bind(NamedStatement statement, Collection<Change> changes) {
        statement.bindColumn(
                "ids", ArrayType.UUID, changes, change -> change.row().executionId());
        statement.bindColumn(
                "states",
                ArrayType.TEXT,
                changes,
                change -> change.row().state().name());
        statement.bindColumn(
                "fences", ArrayType.INT8, changes, change -> change.row().fenceToken());
        statement.bindColumn(
                "holders", ArrayType.TEXT, changes, change -> change.row().leaseHolder());
        statement.bindColumn(
                "expiries",
                ArrayType.TIMESTAMPTZ,
                changes,
                change -> change.row().leaseExpiresAt());
        statement.bindColumn(
                "leaseMillis", ArrayType.INT8, changes, change -> change.row().leaseMillis());
        statement.bindColumn(
                "pages", ArrayType.TEXT, changes, change -> change.added().pages());
        statement.bindColumn("lasts", ArrayType.INT8, changes, Change::last);
    }

    /** @return the attempts of those that were still as expected */
    public static List<UUID> delete(Connection connection, Collection<Expected> runs) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, DELETE)) {
            return bindExpected(statement, runs).list(CompactRuns::id);
        }
    }

    /** Leaves the attempts alone. @return what stood in those that were still as expected */
    public static List<Packed> unpack(Connection connection, Collection<Expected> runs) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, UNPACK)) {
            return bindExpected(statement, runs).list(CompactRuns::read);
        }
    }

    private static NamedStatement bindExpected(NamedStatement statement, Collection<Expected> runs) {
        return statement
                .bindColumn("ids", ArrayType.UUID, runs, Expected::executionId)
                .bindColumn("expected", ArrayType.INT8, runs, Expected::sequenceNumber);
    }

    /** Those of these runs that stand in the row of their attempt. */
    public static List<Packed> load(Connection connection, Collection<UUID> instanceIds) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, LOAD)) {
            return statement
                    .bindIds("ids", instanceIds.stream().map(ExecutionId::first).toList())
                    .list(CompactRuns::read);
        }
    }

    private static UUID id(ResultSet row) throws SQLException {
        return row.getObject("execution_id", UUID.class);
    }

    private static Packed read(ResultSet row) throws SQLException {
        return new Packed(id(row), Objects.requireNonNull(row.getString("pages")), row.getBytes("payloads"));
    }
}
