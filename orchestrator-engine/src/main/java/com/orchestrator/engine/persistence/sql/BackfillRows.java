package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.schedule.Backfill;
import com.orchestrator.api.schedule.Overlap;
import com.orchestrator.engine.schedule.ScheduleKey;
import com.orchestrator.engine.schedule.StoredBackfill;
import com.orchestrator.engine.schedule.StoredBackfill.Count;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Rows of backfills. */
public final class BackfillRows {

    private static final NamedSql RUNNING = NamedSql.of("""
            SELECT b.* FROM schedule_backfills b
            JOIN unnest(:namespaces, :names) AS wanted (namespace, name)
                ON b.namespace = wanted.namespace AND b.schedule_name = wanted.name
            WHERE b.state = 'RUNNING'
            ORDER BY b.namespace, b.schedule_name, b.batch_id
            """);

    private static final NamedSql FIND = NamedSql.of("""
            SELECT b.* FROM schedule_backfills b WHERE b.batch_id = ANY (:ids)
            """);

    private static final NamedSql INSERT = NamedSql.of("""
            INSERT INTO schedule_backfills (batch_id, namespace, schedule_name, state, from_at, to_at, overlap,
                max_concurrent, settled_to, total, succeeded, failed, refused, created_at, ended_at)
            VALUES (:id, :namespace, :name, :state, CAST(:from AS timestamptz), CAST(:to AS timestamptz), :overlap,
                :max, CAST(:settled AS timestamptz), :total, :succeeded, :failed, :refused,
                CAST(:created AS timestamptz), CAST(:ended AS timestamptz))
            """);

    private static final NamedSql UPDATE = NamedSql.of("""
            UPDATE schedule_backfills b
            SET state = new.state, settled_to = new.settled_to, succeeded = new.succeeded, failed = new.failed,
                refused = new.refused, ended_at = new.ended_at
            FROM unnest(:ids, :states, :settled, :succeeded, :failed, :refused, :ended)
                AS new (batch_id, state, settled_to, succeeded, failed, refused, ended_at)
            WHERE b.batch_id = new.batch_id
            """);

    private BackfillRows() {}

    public static List<StoredBackfill> running(Connection connection, Collection<ScheduleKey> keys)
            throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, RUNNING)) {
            return ScheduleRows.bindKeys(statement, keys).list(BackfillRows::read);
        }
    }

    public static List<StoredBackfill> find(Connection connection, Collection<UUID> batchIds) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, FIND)) {
            return statement.bindIds("ids", batchIds).list(BackfillRows::read);
        }
    }

    public static void insert(Connection connection, StoredBackfill backfill) throws SQLException {
        Count count = backfill.count();
        try (NamedStatement statement = new NamedStatement(connection, INSERT)) {
            ScheduleRows.bindKey(statement, backfill.schedule())
                    .bind("id", backfill.batchId())
                    .bind("state", backfill.state().name())
                    .bind("from", NamedStatement.timestamp(backfill.from()))
                    .bind("to", NamedStatement.timestamp(backfill.to()))
                    .bind("overlap", backfill.overlap().name())
                    .bind("max", backfill.maxConcurrent())
                    .bind("settled", NamedStatement.timestamp(backfill.settledTo()))
                    .bind("total", count.total())
                    .bind("succeeded", count.succeeded())
                    .bind("failed", count.failed())
                    .bind("refused", count.refused())
                    .bind("created", NamedStatement.timestamp(backfill.createdAt()))
                    .bind("ended", NamedStatement.timestamp(backfill.endedAt()))
                    .update();
        }
    }

    public static void update(Connection connection, Collection<StoredBackfill> backfills) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, UPDATE)) {
            statement
                    .bindColumn("ids", ArrayType.UUID, backfills, StoredBackfill::batchId)
                    .bindColumn(
                            "states",
                            ArrayType.TEXT,
                            backfills,
                            row -> row.state().name())
                    .bindColumn("settled", ArrayType.TIMESTAMPTZ, backfills, StoredBackfill::settledTo)
                    .bindColumn(
                            "succeeded",
                            ArrayType.INT8,
                            backfills,
                            row -> row.count().succeeded())
                    .bindColumn(
                            "failed",
                            ArrayType.INT8,
                            backfills,
                            row -> row.count().failed())
                    .bindColumn(
                            "refused",
                            ArrayType.INT8,
                            backfills,
                            row -> row.count().refused())
                    .bindColumn("ended", ArrayType.TIMESTAMPTZ, backfills, StoredBackfill::endedAt)
                    .update();
        }
    }

    private static StoredBackfill read(ResultSet row) throws SQLException {
        return new StoredBackfill(
                row.getObject("batch_id", UUID.class),
                ScheduleRows.key(row),
                Backfill.State.valueOf(row.getString("state")),
                Objects.requireNonNull(NamedStatement.instant(row, "from_at")),
                Objects.requireNonNull(NamedStatement.instant(row, "to_at")),
                Overlap.valueOf(row.getString("overlap")),
                row.getInt("max_concurrent"),
                Objects.requireNonNull(NamedStatement.instant(row, "settled_to")),
                new Count(
                        row.getLong("total"), row.getLong("succeeded"), row.getLong("failed"), row.getLong("refused")),
                Objects.requireNonNull(NamedStatement.instant(row, "created_at")),
                NamedStatement.instant(row, "ended_at"));
    }
}
