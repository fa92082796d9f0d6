package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The row that says which life of the database this is. */
public final class LifeRows {

    /** What everybody may ask, as long as it is no standby. */
    private static final NamedSql PLACE = NamedSql.of("""
            SELECT (SELECT system_identifier FROM pg_control_system()) AS system_identifier,
                CAST(CAST('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) AS bit(32)) AS integer) AS timeline
            """);

    /** The numbers of transactions that rows have go round after 32 bits. */
    private static final NamedSql LOCK = NamedSql.of("""
            SELECT l.fence_floor, l.system_identifier, l.timeline, l.cause, l.is_told,
                l.written_by IS NOT NULL AND CAST(CAST(l.xmin AS text) AS bigint) <> (l.written_by & 4294967295) AS copied
            FROM database_life l
            FOR UPDATE
            """);

    private static final NamedSql READ = NamedSql.of(
            "SELECT fence_floor, system_identifier, timeline, cause, is_told, FALSE AS copied FROM database_life");

    private static final NamedSql KEEP = NamedSql.of("""
            UPDATE database_life SET fence_floor = :floor, cause = CAST(:cause AS text), is_told = :told,
                system_identifier = CAST(:system AS bigint), timeline = CAST(:timeline AS integer),
                written_by = CAST(CAST(pg_current_xact_id() AS text) AS bigint)
            """);

    private static final NamedSql MOMENT =
            NamedSql.of("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint) AS moment");

    private static final NamedSql END_LEASES = NamedSql.of("""
            UPDATE task_executions SET lease_expires_at = LEAST(lease_expires_at, engine_now()), look_at = NULL
            WHERE state = 'LEASED'
            """);

    private static final NamedSql END_WATCHES =
            NamedSql.of("UPDATE lease_watches SET over_at = LEAST(over_at, engine_now())");

    private static final NamedSql MOVE_FEED = NamedSql.of("""
            UPDATE feed_state SET base = GREATEST(base,
                :floor - CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint) + 1)
            """);

    private static final NamedSql LOST = NamedSql.of("""
            SELECT 1 AS lost FROM unnest(:ids, :firsts) AS w (instance_id, first_sequence)
            WHERE NOT EXISTS (
                SELECT 1 FROM events e
                WHERE e.workflow_instance_id = w.instance_id AND e.sequence_number = w.first_sequence)
              AND NOT EXISTS (SELECT 1 FROM deleted_runs d WHERE d.instance_id = w.instance_id)
              AND (EXISTS (SELECT 1 FROM workflow_instances i WHERE i.instance_id = w.instance_id)
                  OR NOT EXISTS (SELECT 1 FROM retention_rules))
            LIMIT 1
            """);

    private LifeRows() {}

    /**
     * Where rows are: a PostgreSQL, and which of its timelines. Each recovery that ends before the last record of a log begins a new one.
     *
     * @param timeline null when this PostgreSQL does not say
     */
    public record Place(@Nullable Long system, @Nullable Integer timeline) {}

    /**
     * The row.
     *
     * @param place where it was written last
     * @param isTold whether somebody has written down that there was one before
     * @param isCopied it was written by another transaction than it says
     */
    public record Life(
            long fenceFloor, Place place, @Nullable String cause, boolean isTold, boolean isCopied) {

        /** The same, of another place. */
        public Life at(Place here, boolean told) {
            return new Life(fenceFloor, here, cause, told, false);
        }
    }

    /** A page that was written. */
    public record Written(UUID instanceId, long firstSequence) {}

    /** One that answers for PostgreSQL without having its log says nothing. */
    public static Place place(Connection connection) throws SQLException {
        if (connection.getAutoCommit()) {
            return placeOrNowhere(connection);
        }
        Savepoint before = connection.setSavepoint();
        Place place = placeOrNowhere(connection);
        connection.rollback(before);
        // What is written after it would else be written by a transaction inside this one, with a number of its own.
        connection.releaseSavepoint(before);
        return place;
    }

    private static Place placeOrNowhere(Connection connection) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, PLACE)) {
            return statement.list(LifeRows::place).get(0);
        } catch (SQLException refused) {
            if (String.valueOf(refused.getSQLState()).startsWith("08")) {
                throw refused;
            }
            return new Place(null, null);
        }
    }

    /** Nobody else sees it until the end of this transaction. */
    public static Life lock(Connection connection) throws SQLException {
        return first(connection, LOCK);
    }

    public static Life read(Connection connection) throws SQLException {
        return first(connection, READ);
    }

    private static Life first(Connection connection, NamedSql sql) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, sql)) {
            return statement.list(LifeRows::life).get(0);
        }
    }

    private static Life life(ResultSet row) throws SQLException {
        return new Life(
                row.getLong("fence_floor"),
                place(row),
                row.getString("cause"),
                row.getBoolean("is_told"),
                row.getBoolean("copied"));
    }

    private static Place place(ResultSet row) throws SQLException {
        Long timeline = NamedStatement.longOrNull(row, "timeline");
        return new Place(
                NamedStatement.longOrNull(row, "system_identifier"), timeline == null ? null : timeline.intValue());
    }

    public static void keep(Connection connection, Life life) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, KEEP)) {
            statement
                    .bind("floor", life.fenceFloor())
                    .bind("cause", life.cause())
                    .bind("told", life.isTold())
                    .bind("system", life.place().system())
                    .bind("timeline", life.place().timeline())
                    .update();
        }
    }

    /** Microseconds since 1970, by the clock of the database's machine. */
    public static long moment(Connection connection) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, MOMENT)) {
            return statement.list(row -> row.getLong("moment")).get(0);
        }
    }

    /** Has everybody who looks after leases look at all of them, and positions of the feed go on behind a number. */
    public static void beginAnew(Connection connection, long fenceFloor) throws SQLException {
        try (NamedStatement leases = new NamedStatement(connection, END_LEASES);
                NamedStatement watches = new NamedStatement(connection, END_WATCHES);
                NamedStatement feed = new NamedStatement(connection, MOVE_FEED)) {
            leases.update();
            watches.update();
            feed.bind("floor", fenceFloor).update();
        }
    }

    /** Whether one of these pages is not there, though nobody can have deleted its run. */
    public static boolean isLost(Connection connection, Collection<Written> pages) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, LOST)) {
            return !statement
                    .bindColumn("ids", ArrayType.UUID, pages, Written::instanceId)
                    .bindColumn("firsts", ArrayType.INT8, pages, Written::firstSequence)
                    .list(row -> row.getInt("lost"))
                    .isEmpty();
        }
    }
}
