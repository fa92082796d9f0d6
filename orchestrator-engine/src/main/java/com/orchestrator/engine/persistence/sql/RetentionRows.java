package com.orchestrator.engine.persistence.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rules of namespaces, and the newest change of each. */
public final class RetentionRows {

    private static final String NEWEST = """
            SELECT c.namespace, c.change_number, c.changed_at, c.action, c.actor, c.reason, c.settings
            FROM retention_rules r
            JOIN retention_changes c ON c.namespace = r.namespace AND c.change_number = r.version
            """;

    private static final NamedSql ONE = NamedSql.of(NEWEST + "WHERE r.namespace = :namespace");

    private static final NamedSql PAGE = NamedSql.of(NEWEST + """
            WHERE r.namespace > :after AND r.settings IS NOT NULL ORDER BY r.namespace LIMIT :limit
            """);

    private static final NamedSql SET =
            NamedSql.of("SELECT namespace, settings FROM retention_rules WHERE settings IS NOT NULL");

    private static final NamedSql CHANGES = NamedSql.of("""
            SELECT c.namespace, c.change_number, c.changed_at, c.action, c.actor, c.reason, c.settings
            FROM retention_changes c
            WHERE c.namespace = :namespace AND c.change_number < :before
            ORDER BY c.change_number DESC LIMIT :limit
            """);

    private static final NamedSql ENSURE = NamedSql.of("""
            INSERT INTO retention_rules (namespace, version) VALUES (:namespace, 0) ON CONFLICT (namespace) DO NOTHING
            """);

    private static final NamedSql LOCK =
            NamedSql.of("SELECT version, settings FROM retention_rules WHERE namespace = :namespace FOR UPDATE");

    private static final NamedSql WRITE = NamedSql.of("""
            WITH changed AS (
                INSERT INTO retention_changes (namespace, change_number, changed_at, action, actor, reason, settings)
                VALUES (:namespace, :version, engine_now(), :action, :actor, :reason, CAST(:settings AS text)))
            UPDATE retention_rules SET settings = CAST(:settings AS text), version = :version
            WHERE namespace = :namespace
            """);

    private static final NamedSql CLAIM = NamedSql.of("""
            UPDATE retention_rules SET swept_by = :server, swept_until = engine_now() + :seconds * INTERVAL '1 second'
            WHERE namespace = :namespace AND settings IS NOT NULL
                AND (swept_by IS NULL OR swept_by = :server OR swept_until < engine_now())
            """);

    private static final NamedSql FORGET = NamedSql.of("""
            DELETE FROM deleted_runs WHERE instance_id IN (
                SELECT d.instance_id FROM deleted_runs d
                WHERE d.deleted_at < engine_now() - :seconds * INTERVAL '1 second'
                ORDER BY d.deleted_at LIMIT :limit)
            """);

    private RetentionRows() {}

    /** @param settings JSON; null when there is no rule any more */
    public record ChangeRow(
            String namespace,
            long version,
            Instant at,
            String action,
            @Nullable String actor,
            String reason,
            @Nullable String settings) {}

    /** @param settings JSON */
    public record SetRow(String namespace, String settings) {}

    /** @param version 0 when there never was a rule */
    public record Locked(long version, @Nullable String settings) {}

    public static Optional<ChangeRow> one(Connection connection, String namespace) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, ONE)) {
            return statement.bind("namespace", namespace).list(RetentionRows::change).stream()
                    .findFirst();
        }
    }

    public static List<ChangeRow> page(Connection connection, String after, int limit) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, PAGE)) {
            return statement.bind("after", after).bind("limit", limit).list(RetentionRows::change);
        }
    }

    public static List<SetRow> all(Connection connection) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SET)) {
            return statement.list(row -> new SetRow(row.getString("namespace"), row.getString("settings")));
        }
    }

    /** Newest first. */
    public static List<ChangeRow> history(Connection connection, String namespace, long before, int limit)
            throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, CHANGES)) {
            return statement
                    .bind("namespace", namespace)
                    .bind("before", before)
                    .bind("limit", limit)
                    .list(RetentionRows::change);
        }
    }

    private static ChangeRow change(ResultSet row) throws SQLException {
        return new ChangeRow(
                row.getString("namespace"),
                row.getLong("change_number"),
                Objects.requireNonNull(NamedStatement.instant(row, "changed_at")),
                row.getString("action"),
                row.getString("actor"),
                row.getString("reason"),
                row.getString("settings"));
    }

    /** Makes the row when there is none. */
    public static Locked lock(Connection connection, String namespace) throws SQLException {
        try (NamedStatement ensure = new NamedStatement(connection, ENSURE)) {
            ensure.bind("namespace", namespace).update();
        }
        try (NamedStatement statement = new NamedStatement(connection, LOCK)) {
            return statement
                    .bind("namespace", namespace)
                    .list(row -> new Locked(row.getLong("version"), row.getString("settings")))
                    .get(0);
        }
    }

    /** What is so from the next version on. */
    public record Written(
            String namespace,
            long version,
            String action,
            String actor,
            String reason,
            @Nullable String settings) {}

    public static void write(Connection connection, Written written) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, WRITE)) {
            statement
                    .bind("namespace", written.namespace())
                    .bind("version", written.version())
                    .bind("action", written.action())
                    .bind("actor", written.actor())
                    .bind("reason", written.reason())
                    .bind("settings", written.settings())
                    .update();
        }
    }

    public static boolean claim(Connection connection, String namespace, UUID server, Duration lease)
            throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, CLAIM)) {
            return statement
                            .bind("namespace", namespace)
                            .bind("server", server)
                            .bind("seconds", lease.toSeconds())
                            .update()
                    > 0;
        }
    }

    public static int forgetDeleted(Connection connection, Duration kept, int limit) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, FORGET)) {
            return statement
                    .bind("seconds", kept.toSeconds())
                    .bind("limit", limit)
                    .update();
        }
    }
}
