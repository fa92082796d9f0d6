package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.schedule.Overlap;
import com.orchestrator.engine.schedule.Fire;
import com.orchestrator.engine.schedule.FireState;
import com.orchestrator.engine.schedule.ScheduleKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Rows of times of schedules. */
public final class FireRows {

    /** A run that has not ended; of a job also the row of its first attempt, in which it may stand, and not one that has given up. */
    private static final String OPEN = """
            SELECT FROM workflow_instances i
            WHERE i.instance_id = f.instance_id AND i.ended_at IS NULL
              AND NOT (i.namespace = 'jobs' AND i.revision = 0 AND i.state IN ('SUSPENDED', 'COMPENSATION_FAILED'))
            UNION ALL
            SELECT FROM task_executions e
            WHERE e.execution_id = CAST(left(CAST(f.instance_id AS text), 30) || '000001' AS uuid) AND e.pages IS NOT NULL
            """;

    private static final NamedSql UNSETTLED = NamedSql.of("""
            SELECT f.*, f.instance_id IS NOT NULL AND NOT EXISTS (OPEN) AS over
            FROM schedule_fires f
            JOIN unnest(:namespaces, :names) AS wanted (namespace, name)
                ON f.namespace = wanted.namespace AND f.schedule_name = wanted.name
            WHERE f.state IN ('STARTING', 'BUFFERED', 'OPEN')
            ORDER BY f.namespace, f.schedule_name, f.fire_number
            """.replace("(OPEN)", "(" + OPEN + ")"));

    private static final NamedSql LAST = NamedSql.of("""
            SELECT f.* FROM schedule_fires f
            WHERE f.namespace = :namespace AND f.schedule_name = :name
            ORDER BY f.fire_number DESC
            LIMIT :limit
            """);

    private static final NamedSql INSERT = NamedSql.of("""
            INSERT INTO schedule_fires AS f (namespace, schedule_name, fire_number, nominal_at, state, moved, overlap,
                batch_id, decided_at, started_at, instance_id, detail)
            SELECT * FROM unnest(:namespaces, :names, :numbers, :nominals, :states, :moved, :overlaps,
                :batches, :decided, :started, :instances, :details)
            ON CONFLICT (namespace, schedule_name, nominal_at) DO UPDATE
            SET fire_number = excluded.fire_number, state = excluded.state, moved = excluded.moved,
                overlap = excluded.overlap, batch_id = excluded.batch_id, decided_at = excluded.decided_at,
                started_at = excluded.started_at, instance_id = excluded.instance_id, detail = excluded.detail
            WHERE f.state IN ('SKIPPED', 'MISSED')
            RETURNING f.namespace, f.schedule_name, f.fire_number
            """);

    private static final NamedSql UPDATE = NamedSql.of("""
            UPDATE schedule_fires f
            SET state = new.state, decided_at = new.decided_at, started_at = new.started_at,
                instance_id = new.instance_id, detail = new.detail
            FROM unnest(:namespaces, :names, :numbers, :states, :decided, :started, :instances, :details)
                AS new (namespace, name, fire_number, state, decided_at, started_at, instance_id, detail)
            WHERE f.namespace = new.namespace AND f.schedule_name = new.name AND f.fire_number = new.fire_number
            """);

    private static final NamedSql WATCH_AGAIN = NamedSql.of("""
            UPDATE schedule_fires f
            SET state = 'OPEN'
            WHERE f.namespace = :namespace AND f.schedule_name = :name AND f.state = 'STARTED' AND EXISTS (OPEN)
            """.replace("(OPEN)", "(" + OPEN + ")"));

    private static final String SETTLED_BEFORE = """
            DELETE FROM schedule_fires f
            USING unnest(:namespaces, :names, :numbers) AS kept (namespace, name, fire_number)
            WHERE f.namespace = kept.namespace AND f.schedule_name = kept.name AND f.fire_number < kept.fire_number
              AND f.state IN ('STARTED', 'SKIPPED', 'MISSED')
            """;

    private static final NamedSql FORGET = NamedSql.of(SETTLED_BEFORE);

    private static final NamedSql FORGET_WITH_OUTCOMES = NamedSql.of("""
            WITH gone AS (SETTLED RETURNING f.instance_id),
                ends AS (
                    DELETE FROM job_ends j USING gone WHERE j.instance_id = gone.instance_id
                    RETURNING j.instance_id, CAST(j.job AS json) ->> 'jobId' AS job_id)
            DELETE FROM job_keys k USING ends
            WHERE k.kind = 'ID' AND k.scope = '' AND k.name = ends.job_id AND k.instance_id = ends.instance_id
            """.replace("SETTLED", SETTLED_BEFORE));

    private static final NamedSql TRIGGERED = NamedSql.of("""
            SELECT f.* FROM schedule_fires f
            WHERE f.namespace = :namespace AND f.schedule_name = :name AND f.trigger_id = :trigger
            """);

    private static final NamedSql NAME_TRIGGER = NamedSql.of("""
            UPDATE schedule_fires f SET trigger_id = :trigger
            WHERE f.namespace = :namespace AND f.schedule_name = :name AND f.fire_number = :number
            """);

    private FireRows() {}

    /** What a trigger of that name has got before. */
    public static List<Fire> triggered(Connection connection, ScheduleKey key, String triggerId) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, TRIGGERED)) {
            return ScheduleRows.bindKey(statement, key)
                    .bind("trigger", triggerId)
                    .list(FireRows::read);
        }
    }

    public static void nameTrigger(Connection connection, Fire.Key fire, String triggerId) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, NAME_TRIGGER)) {
            ScheduleRows.bindKey(statement, fire.schedule())
                    .bind("number", fire.number())
                    .bind("trigger", triggerId)
                    .update();
        }
    }

    /** In the order of their numbers, with whether their runs have ended. */
    public static List<Fire.Known> unsettled(Connection connection, Collection<ScheduleKey> keys) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, UNSETTLED)) {
            return ScheduleRows.bindKeys(statement, keys)
                    .list(row -> new Fire.Known(read(row), row.getBoolean("over")));
        }
    }

    public static List<Fire> last(Connection connection, ScheduleKey key, int limit) throws SQLException {
        IndexOrder.prefer(connection);
        try (NamedStatement statement = new NamedStatement(connection, LAST)) {
            return ScheduleRows.bindKey(statement, key).bind("limit", limit).list(FireRows::read);
        }
    }

    /** @return those that were kept: one that stands already stays, unless it was left out */
    public static List<Fire.Key> insert(Connection connection, Collection<Fire> fires) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, INSERT)) {
            bindChanging(statement, fires)
                    .bindColumn("nominals", ArrayType.TIMESTAMPTZ, fires, Fire::nominalAt)
                    .bindColumn("moved", ArrayType.BOOL, fires, Fire::moved)
                    .bindColumn(
                            "overlaps",
                            ArrayType.TEXT,
                            fires,
                            fire -> fire.overlap().name())
                    .bindColumn("batches", ArrayType.UUID, fires, Fire::batchId);
            return statement.list(row -> new Fire.Key(ScheduleRows.key(row), row.getLong("fire_number")));
        }
    }

    public static void update(Connection connection, Collection<Fire> fires) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, UPDATE)) {
            bindChanging(statement, fires).update();
        }
    }

    private static NamedStatement bindChanging(NamedStatement statement, Collection<Fire> fires) {
        return ScheduleRows.bindKeys(statement, fires, Fire::schedule)
                .bindColumn("numbers", ArrayType.INT8, fires, Fire::number)
                .bindColumn(
                        "states", ArrayType.TEXT, fires, fire -> fire.state().name())
                .bindColumn("decided", ArrayType.TIMESTAMPTZ, fires, Fire::decidedAt)
                .bindColumn("started", ArrayType.TIMESTAMPTZ, fires, Fire::startedAt)
                .bindColumn("instances", ArrayType.UUID, fires, Fire::instanceId)
                .bindColumn("details", ArrayType.TEXT, fires, Fire::detail);
    }

    /** Runs that were started and of no concern any more are, when they have not ended. */
    public static void watchAgain(Connection connection, ScheduleKey key) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, WATCH_AGAIN)) {
            ScheduleRows.bindKey(statement, key).update();
        }
    }

    public static void forgetBefore(Connection connection, Map<ScheduleKey, Long> numbers) throws SQLException {
        forget(connection, FORGET, numbers);
    }

    /** With what has been kept of their jobs only for as long as they are. */
    public static void forgetWithOutcomes(Connection connection, Map<ScheduleKey, Long> numbers) throws SQLException {
        forget(connection, FORGET_WITH_OUTCOMES, numbers);
    }

    private static void forget(Connection connection, NamedSql sql, Map<ScheduleKey, Long> numbers)
            throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, sql)) {
            ScheduleRows.bindKeys(statement, numbers.entrySet(), Map.Entry::getKey)
                    .bindColumn("numbers", ArrayType.INT8, numbers.entrySet(), Map.Entry::getValue)
                    .update();
        }
    }

    private static Fire read(ResultSet row) throws SQLException {
        return new Fire(
                ScheduleRows.key(row),
                row.getLong("fire_number"),
                Objects.requireNonNull(NamedStatement.instant(row, "nominal_at")),
                FireState.valueOf(row.getString("state")),
                row.getBoolean("moved"),
                Overlap.valueOf(row.getString("overlap")),
                row.getObject("batch_id", UUID.class),
                Objects.requireNonNull(NamedStatement.instant(row, "decided_at")),
                NamedStatement.instant(row, "started_at"),
                row.getObject("instance_id", UUID.class),
                row.getString("detail"));
    }
}
