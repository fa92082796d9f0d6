package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.schedule.Schedule;
import com.orchestrator.api.schedule.ScheduleSpec;
import com.orchestrator.engine.schedule.ScheduleKey;
import com.orchestrator.engine.schedule.StoredSchedule;
import com.orchestrator.engine.schedule.StoredSchedule.Progress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Rows of schedules, each with what was said of it as JSON text. */
public final class ScheduleRows {

    private static final NamedSql LOCK_DUE = NamedSql.of("""
            SELECT s.* FROM schedules s
            WHERE s.wake_at <= (SELECT engine_now())
            ORDER BY s.wake_at
            LIMIT :limit
            FOR NO KEY UPDATE SKIP LOCKED
            """);

    private static final NamedSql LOCK = NamedSql.of("""
            SELECT s.* FROM schedules s
            JOIN unnest(:namespaces, :names) AS wanted (namespace, name)
                ON s.namespace = wanted.namespace AND s.schedule_name = wanted.name
            ORDER BY s.namespace, s.schedule_name
            FOR NO KEY UPDATE OF s
            """);

    private static final NamedSql FIND = NamedSql.of("""
            SELECT s.*, (SELECT engine_now()) AS found_at FROM schedules s
            WHERE s.namespace = :namespace AND s.schedule_name = :name
            """);

    private static final NamedSql LIST = NamedSql.of("""
            SELECT s.* FROM schedules s
            WHERE (s.namespace, s.schedule_name) > (:namespace, :name)
            ORDER BY s.namespace, s.schedule_name
            LIMIT :limit
            """);

    private static final NamedSql LIST_OF_NAMESPACE = NamedSql.of("""
            SELECT s.* FROM schedules s
            WHERE s.namespace = :namespace AND s.schedule_name > :name
            ORDER BY s.schedule_name
            LIMIT :limit
            """);

    private static final NamedSql INSERT = NamedSql.of("""
            INSERT INTO schedules (namespace, schedule_name, spec, version, paused, note, incident,
                settled_to, next_at, wake_at, last_number, missed, tzdata, created_at, changed_at, changed_by)
            VALUES (:namespace, :name, :spec, :version, :paused, :note, :incident,
                CAST(:settled AS timestamptz), CAST(:next AS timestamptz), CAST(:wake AS timestamptz), :number, :missed,
                :tzdata, CAST(:created AS timestamptz), CAST(:changed AS timestamptz), :actor)
            ON CONFLICT DO NOTHING
            """);

    private static final NamedSql UPDATE = NamedSql.of("""
            UPDATE schedules
            SET spec = :spec, version = :version, paused = :paused, note = :note,
                incident = :incident, settled_to = CAST(:settled AS timestamptz), next_at = CAST(:next AS timestamptz),
                wake_at = CAST(:wake AS timestamptz), last_number = :number, missed = :missed, tzdata = :tzdata,
                created_at = CAST(:created AS timestamptz), changed_at = CAST(:changed AS timestamptz), changed_by = :actor
            WHERE namespace = :namespace AND schedule_name = :name
            """);

    private static final NamedSql UPDATE_PROGRESS = NamedSql.of("""
            UPDATE schedules s
            SET settled_to = new.settled_to, next_at = new.next_at, wake_at = new.wake_at,
                last_number = new.last_number, missed = new.missed, tzdata = new.tzdata
            FROM unnest(:namespaces, :names, :settled, :next, :wake, :numbers, :missed, :tzdata)
                AS new (namespace, name, settled_to, next_at, wake_at, last_number, missed, tzdata)
            WHERE s.namespace = new.namespace AND s.schedule_name = new.name
            """);

    private static final NamedSql DELETE = NamedSql.of("""
            WITH fires AS (DELETE FROM schedule_fires WHERE namespace = :namespace AND schedule_name = :name),
                backfills AS (DELETE FROM schedule_backfills WHERE namespace = :namespace AND schedule_name = :name)
            DELETE FROM schedules WHERE namespace = :namespace AND schedule_name = :name
            """);

    private static final NamedSql WAKE_OTHERS = NamedSql.of("""
            WITH piece AS (
                    SELECT s.namespace, s.schedule_name FROM schedules s
                    WHERE (s.namespace, s.schedule_name) > (:namespace, :name)
                    ORDER BY s.namespace, s.schedule_name
                    LIMIT :limit),
                woken AS (
                    UPDATE schedules s SET wake_at = (SELECT engine_now())
                    FROM piece p
                    WHERE s.namespace = p.namespace AND s.schedule_name = p.schedule_name
                      AND s.tzdata <> :tzdata AND s.wake_at > (SELECT engine_now()))
            SELECT p.namespace, p.schedule_name FROM piece p ORDER BY 1 DESC, 2 DESC LIMIT 1
            """);

    private final Text text;

    /** How what was said is written. */
    public interface Text {

        String print(ScheduleKey key, Object value);

        ScheduleSpec spec(ScheduleKey key, String text);

        Schedule.Incident incident(ScheduleKey key, String text);

        /** A spec as it was sent. */
        Payload whole(ScheduleKey key, String text);
    }

    public ScheduleRows(Text text) {
        this.text = text;
    }

    public List<StoredSchedule> lockDue(Connection connection, int limit) throws SQLException {
        IndexOrder.prefer(connection);
        try (NamedStatement statement = new NamedStatement(connection, LOCK_DUE)) {
            return statement.bind("limit", limit).list(this::read);
        }
    }

    public List<StoredSchedule> lock(Connection connection, Collection<ScheduleKey> keys) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, LOCK)) {
            return bindKeys(statement, keys).list(this::read);
        }
    }

    static NamedStatement bindKeys(NamedStatement statement, Collection<ScheduleKey> keys) {
        return bindKeys(statement, keys, key -> key);
    }

    static <R> NamedStatement bindKeys(NamedStatement statement, Collection<R> rows, Function<R, ScheduleKey> key) {
        return statement
                .bindColumn(
                        "namespaces",
                        ArrayType.TEXT,
                        rows,
                        row -> key.apply(row).namespace())
                .bindColumn("names", ArrayType.TEXT, rows, row -> key.apply(row).name());
    }

    static ScheduleKey key(ResultSet row) throws SQLException {
        return new ScheduleKey(row.getString("namespace"), row.getString("schedule_name"));
    }

    /** With the time at which it was looked at. */
    public <T> List<T> find(
            Connection connection, ScheduleKey key, Function<StoredSchedule, NamedStatement.RowReader<T>> at)
            throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, FIND)) {
            return bindKey(statement, key).list(row -> at.apply(read(row)).read(row));
        }
    }

    static NamedStatement bindKey(NamedStatement statement, ScheduleKey key) {
        return statement.bind("namespace", key.namespace()).bind("name", key.name());
    }

    /** @param after the one before the first that is wanted */
    public List<StoredSchedule> list(Connection connection, ScheduleKey after, int limit) throws SQLException {
        return list(connection, LIST, after, limit);
    }

    /** Those of the namespace of the one before the first that is wanted. */
    public List<StoredSchedule> listOfNamespace(Connection connection, ScheduleKey after, int limit)
            throws SQLException {
        return list(connection, LIST_OF_NAMESPACE, after, limit);
    }

    private List<StoredSchedule> list(Connection connection, NamedSql sql, ScheduleKey after, int limit)
            throws SQLException {
        IndexOrder.prefer(connection);
        try (NamedStatement statement = new NamedStatement(connection, sql)) {
            return bindKey(statement, after).bind("limit", limit).list(this::read);
        }
    }

    /** @return how many were written; none when there is one of that name */
    public int insert(Connection connection, StoredSchedule schedule) throws SQLException {
        return write(connection, INSERT, schedule);
    }

    public void update(Connection connection, StoredSchedule schedule) throws SQLException {
        write(connection, UPDATE, schedule);
    }

    private int write(Connection connection, NamedSql sql, StoredSchedule schedule) throws SQLException {
        Progress progress = schedule.progress();
        try (NamedStatement statement = new NamedStatement(connection, sql)) {
            return bindKey(statement, schedule.key())
                    .bind("spec", text.print(schedule.key(), schedule.spec()))
                    .bind("version", schedule.version())
                    .bind("paused", schedule.paused())
                    .bind("note", schedule.note())
                    .bind(
                            "incident",
                            schedule.incident() == null ? null : text.print(schedule.key(), schedule.incident()))
                    .bind("settled", NamedStatement.timestamp(progress.settledTo()))
                    .bind("next", NamedStatement.timestamp(progress.nextAt()))
                    .bind("wake", NamedStatement.timestamp(progress.wakeAt()))
                    .bind("number", progress.lastNumber())
                    .bind("missed", progress.missed())
                    .bind("tzdata", progress.tzdata())
                    .bind("created", NamedStatement.timestamp(schedule.createdAt()))
                    .bind("changed", NamedStatement.timestamp(schedule.changedAt()))
                    .bind("actor", schedule.changedBy())
                    .update();
        }
    }

    public static void updateProgress(Connection connection, Collection<StoredSchedule> schedules) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, UPDATE_PROGRESS)) {
            bindKeys(statement, schedules, StoredSchedule::key)
                    .bindColumn(
                            "settled",
                            ArrayType.TIMESTAMPTZ,
                            schedules,
                            row -> row.progress().settledTo())
                    .bindColumn(
                            "next",
                            ArrayType.TIMESTAMPTZ,
                            schedules,
                            row -> row.progress().nextAt())
                    .bindColumn(
                            "wake",
                            ArrayType.TIMESTAMPTZ,
                            schedules,
                            row -> row.progress().wakeAt())
                    .bindColumn(
                            "numbers",
                            ArrayType.INT8,
                            schedules,
                            row -> row.progress().lastNumber())
                    .bindColumn(
                            "missed",
                            ArrayType.INT8,
                            schedules,
                            row -> row.progress().missed())
                    .bindColumn(
                            "tzdata",
                            ArrayType.TEXT,
                            schedules,
                            row -> row.progress().tzdata())
                    .update();
        }
    }

    public static void delete(Connection connection, ScheduleKey key) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, DELETE)) {
            bindKey(statement, key).update();
        }
    }

    /** @return the last of the piece, when there is one */
    public static List<ScheduleKey> wakeOthers(Connection connection, String tzdata, ScheduleKey after, int limit)
            throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, WAKE_OTHERS)) {
            return bindKey(statement, after)
                    .bind("tzdata", tzdata)
                    .bind("limit", limit)
                    .list(ScheduleRows::key);
        }
    }

    private StoredSchedule read(ResultSet row) throws SQLException {
        String incident = row.getString("incident");
        return new StoredSchedule(
                key(row),
                text.spec(key(row), row.getString("spec")),
                row.getLong("version"),
                row.getBoolean("paused"),
                row.getString("note"),
                incident == null ? null : text.incident(key(row), incident),
                new Progress(
                        Objects.requireNonNull(NamedStatement.instant(row, "settled_to")),
                        NamedStatement.instant(row, "next_at"),
                        NamedStatement.instant(row, "wake_at"),
                        row.getLong("last_number"),
                        row.getLong("missed"),
                        row.getString("tzdata")),
                Objects.requireNonNull(NamedStatement.instant(row, "created_at")),
                Objects.requireNonNull(NamedStatement.instant(row, "changed_at")),
                row.getString("changed_by"));
    }
}
