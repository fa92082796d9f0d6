package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.batch.Batch;
import com.orchestrator.api.batch.BatchOperation;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.store.StoredBatch;
import com.orchestrator.engine.store.StoredBatch.Order;
import com.orchestrator.engine.store.StoredBatch.Progress;
import com.orchestrator.engine.store.StoredBatch.Turn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of batches. Those that run are found by {@code ix_batches_running}. */
public final class BatchRows {

    private static final int COUNTED_MAX = 10_000;

    private static final NamedSql LOCK_FREE = NamedSql.of("""
            SELECT b.* FROM batches b
            WHERE b.state = 'RUNNING'
                AND (b.leased_until IS NULL OR b.leased_until <= engine_now() OR b.server = :server)
            ORDER BY b.batch_id
            LIMIT :limit
            FOR UPDATE SKIP LOCKED
            """);

    private static final NamedSql LOCK = NamedSql.of("""
            SELECT b.* FROM batches b WHERE b.batch_id = :id FOR UPDATE
            """);

    private static final NamedSql FIND = NamedSql.of("""
            SELECT b.* FROM batches b WHERE b.batch_id = :id
            """);

    private static final NamedSql LIST = NamedSql.of("""
            SELECT b.* FROM batches b
            WHERE b.batch_id < :before AND (CAST(:actor AS text) IS NULL OR b.actor = :actor)
            ORDER BY b.batch_id DESC LIMIT :limit
            """);

    private static final NamedSql COUNT = NamedSql.of("""
            SELECT count(*) AS n FROM (SELECT 1 FROM batches b WHERE b.state = 'RUNNING' LIMIT :limit) x
            """);

    private static final NamedSql INSERT = NamedSql.of("""
            INSERT INTO batches (batch_id, operation, parameters, filter, fingerprint, per_second, reason, actor, state,
                detail, frozen, place, total, done, succeeded, failed, refused, server, leased_until, next_at, created_at,
                ended_at)
            VALUES (:id, :operation, :parameters, :filter, :fingerprint, CAST(:perSecond AS integer), :reason, :actor,
                :state, :detail, :frozen, :place, :total, :done, :succeeded, :failed, :refused, CAST(:server AS uuid),
                CAST(:until AS timestamptz), CAST(:nextAt AS timestamptz), CAST(:created AS timestamptz),
                CAST(:ended AS timestamptz))
            """);

    private static final NamedSql UPDATE = NamedSql.of("""
            UPDATE batches b
            SET state = n.state, detail = n.detail, frozen = n.frozen, place = n.place, total = n.total, done = n.done,
                succeeded = n.succeeded, failed = n.failed, refused = n.refused, server = n.server,
                leased_until = n.leased_until, next_at = n.next_at, ended_at = n.ended_at
            FROM unnest(:ids, :states, :details, :frozen, :places, :totals, :dones, :succeeded, :failed, :refused, :servers,
                :untils, :nexts, :ended)
                AS n (batch_id, state, detail, frozen, place, total, done, succeeded, failed, refused, server,
                    leased_until, next_at, ended_at)
            WHERE b.batch_id = n.batch_id
            """);

    /** One that ended long ago: its items first, at last itself. */
    private static final NamedSql OLD = NamedSql.of("""
            SELECT b.batch_id FROM batches b
            WHERE b.ended_at < engine_now() - CAST(:kept AS interval)
            ORDER BY b.ended_at LIMIT 1 FOR UPDATE SKIP LOCKED
            """);

    private static final NamedSql DELETE = NamedSql.of("""
            DELETE FROM batches WHERE batch_id = :id
            """);

    private BatchRows() {}

    public static List<StoredBatch> lockFree(Connection connection, UUID server, int limit) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, LOCK_FREE)) {
            return statement.bind("server", server).bind("limit", limit).list(BatchRows::read);
        }
    }

    public static List<StoredBatch> lock(Connection connection, UUID batchId) throws SQLException {
        return one(connection, LOCK, batchId);
    }

    public static List<StoredBatch> find(Connection connection, UUID batchId) throws SQLException {
        return one(connection, FIND, batchId);
    }

    private static List<StoredBatch> one(Connection connection, NamedSql sql, UUID batchId) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, sql)) {
            return statement.bind("id", batchId).list(BatchRows::read);
        }
    }

    /** @param actor who has made them; anybody when null */
    public static List<StoredBatch> list(Connection connection, @Nullable String actor, UUID before, int limit)
            throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, LIST)) {
            return statement
                    .bind("before", before)
                    .bind("actor", actor)
                    .bind("limit", limit)
                    .list(BatchRows::read);
        }
    }

    public static long running(Connection connection) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, COUNT)) {
            return statement
                    .bind("limit", COUNTED_MAX)
                    .list(row -> row.getLong("n"))
                    .get(0);
        }
    }

    public static void insert(Connection connection, StoredBatch batch) throws SQLException {
        Order order = batch.order();
        Progress progress = batch.progress();
        Turn turn = batch.turn();
        try (NamedStatement statement = new NamedStatement(connection, INSERT)) {
            statement
                    .bind("id", batch.batchId())
                    .bind("operation", order.operation().wireName())
                    .bind("parameters", text(order.parameters()))
                    .bind("filter", order.filter())
                    .bind("fingerprint", order.fingerprint())
                    .bind("perSecond", order.perSecond())
                    .bind("reason", order.reason())
                    .bind("actor", order.actor())
                    .bind("state", batch.state().name())
                    .bind("detail", batch.detail())
                    .bind("frozen", progress.frozen())
                    .bind("place", progress.place())
                    .bind("total", progress.total())
                    .bind("done", progress.done())
                    .bind("succeeded", progress.succeeded())
                    .bind("failed", progress.failed())
                    .bind("refused", progress.refused())
                    .bind("server", turn.server())
                    .bind("until", NamedStatement.timestamp(turn.until()))
                    .bind("nextAt", NamedStatement.timestamp(turn.nextAt()))
                    .bind("created", NamedStatement.timestamp(batch.createdAt()))
                    .bind("ended", NamedStatement.timestamp(batch.endedAt()))
                    .update();
        }
    }

    public static void update(Connection connection, Collection<StoredBatch> batches) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, UPDATE)) {
            statement
                    .bindColumn("ids", ArrayType.UUID, batches, StoredBatch::batchId)
                    .bindColumn(
                            "states",
                            ArrayType.TEXT,
                            batches,
                            batch -> batch.state().name())
                    .bindColumn("details", ArrayType.TEXT, batches, StoredBatch::detail)
                    .bindColumn("ended", ArrayType.TIMESTAMPTZ, batches, StoredBatch::endedAt)
                    .bindColumn(
                            "servers",
                            ArrayType.UUID,
                            batches,
                            batch -> batch.turn().server())
                    .bindColumn(
                            "untils",
                            ArrayType.TIMESTAMPTZ,
                            batches,
                            batch -> batch.turn().until())
                    .bindColumn(
                            "nexts",
                            ArrayType.TIMESTAMPTZ,
                            batches,
                            batch -> batch.turn().nextAt());
            bindProgress(statement, batches.stream().map(StoredBatch::progress).toList());
            statement.update();
        }
    }

    private static void bindProgress(NamedStatement statement, List<Progress> all) {
        statement
                .bindColumn("frozen", ArrayType.BOOL, all, Progress::frozen)
                .bindColumn("places", ArrayType.TEXT, all, Progress::place)
                .bindColumn("totals", ArrayType.INT8, all, Progress::total)
                .bindColumn("dones", ArrayType.INT8, all, Progress::done)
                .bindColumn("succeeded", ArrayType.INT8, all, Progress::succeeded)
                .bindColumn("failed", ArrayType.INT8, all, Progress::failed)
                .bindColumn("refused", ArrayType.INT8, all, Progress::refused);
    }

    /** One that may be forgotten, if there is any. */
    public static List<UUID> old(Connection connection, Duration kept) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, OLD)) {
            return statement
                    .bind("kept", kept.toSeconds() + " seconds")
                    .list(row -> row.getObject("batch_id", UUID.class));
        }
    }

    public static int delete(Connection connection, UUID batchId) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, DELETE)) {
            return statement.bind("id", batchId).update();
        }
    }

    private static @Nullable String text(@Nullable Payload payload) {
        return payload == null ? null : payload.toString();
    }

    private static @Nullable Integer perSecond(ResultSet row) throws SQLException {
        int perSecond = row.getInt("per_second");
        return row.wasNull() ? null : perSecond;
    }

    private static StoredBatch read(ResultSet row) throws SQLException {
        String parameters = row.getString("parameters");
        return new StoredBatch(
                row.getObject("batch_id", UUID.class),
                new Order(
                        BatchOperation.ofWireName(row.getString("operation")),
                        parameters == null ? null : Payload.ofJson(parameters),
                        row.getString("filter"),
                        row.getString("fingerprint"),
                        perSecond(row),
                        row.getString("reason"),
                        row.getString("actor")),
                Batch.State.valueOf(row.getString("state")),
                row.getString("detail"),
                new Progress(
                        row.getBoolean("frozen"),
                        row.getString("place"),
                        row.getLong("total"),
                        row.getLong("done"),
                        row.getLong("succeeded"),
                        row.getLong("failed"),
                        row.getLong("refused")),
                new Turn(
                        row.getObject("server", UUID.class),
                        NamedStatement.instant(row, "leased_until"),
                        NamedStatement.instant(row, "next_at")),
                Objects.requireNonNull(NamedStatement.instant(row, "created_at")),
                NamedStatement.instant(row, "ended_at"));
    }
}
