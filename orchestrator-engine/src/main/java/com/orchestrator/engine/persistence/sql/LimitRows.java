package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.limit.Breaker;
import com.orchestrator.api.limit.Limit;
import com.orchestrator.api.limit.RateLimit;
import com.orchestrator.engine.limit.RuleName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What is set for rules, and the newest change of each. */
public final class LimitRows {

    private static final String NEWEST = """
            SELECT c.rule, c.change_number, c.changed_at, c.action, c.actor, c.reason, c.settings
            FROM limits l JOIN limit_changes c ON c.rule = l.rule AND c.change_number = l.version
            """;

    private static final NamedSql SET = NamedSql.of("""
            SELECT v.version, l.rule, l.settings, l.adopting
            FROM limit_version v LEFT JOIN limits l ON l.settings IS NOT NULL
            """);

    private static final NamedSql SOME = NamedSql.of(NEWEST + "WHERE l.rule = ANY (:rules)");

    private static final NamedSql PAGE = NamedSql.of(NEWEST + """
            WHERE l.settings IS NOT NULL AND l.rule > :after AND l.rule < :end
            ORDER BY l.rule LIMIT :limit
            """);

    private static final NamedSql CHANGES = NamedSql.of("""
            SELECT c.rule, c.change_number, c.changed_at, c.action, c.actor, c.reason, c.settings
            FROM limit_changes c
            WHERE c.rule = :rule AND c.change_number < :before
            ORDER BY c.change_number DESC LIMIT :limit
            """);

    private static final NamedSql ENSURE =
            NamedSql.of("INSERT INTO limits (rule) VALUES (:rule) ON CONFLICT (rule) DO NOTHING");

    private static final NamedSql LOCK =
            NamedSql.of("SELECT version, settings FROM limits WHERE rule = :rule FOR UPDATE");

    private static final NamedSql WRITE = NamedSql.of("""
            WITH changed AS (
                INSERT INTO limit_changes (rule, change_number, changed_at, action, actor, reason, settings)
                VALUES (:rule, :version, engine_now(), :action, :actor, :reason, CAST(:settings AS text))),
            counted AS (UPDATE limit_version SET version = version + 1)
            UPDATE limits SET settings = CAST(:settings AS text), version = :version, max_concurrent = :max,
                rate_count = :count, rate_per_micros = :per, rate_burst = :burst,
                rate_next = CASE WHEN (rate_count, rate_per_micros, rate_burst)
                    IS NOT DISTINCT FROM (CAST(:count AS integer), CAST(:per AS bigint), CAST(:burst AS integer))
                    THEN rate_next END,
                adopting = CASE WHEN :begins THEN :version WHEN :counts THEN adopting END,
                window_micros = :window,
                open_until = CASE WHEN CAST(:window AS bigint) IS NOT NULL THEN open_until END,
                counted_from = CASE WHEN CAST(:window AS bigint) IS NOT NULL THEN counted_from END
            WHERE rule = :rule
            """);

    private static final NamedSql ADOPTED = NamedSql.of("""
            WITH opened AS (
                UPDATE limits l SET adopting = NULL
                FROM unnest(:rules, :since) AS done (rule, since)
                WHERE l.rule = done.rule AND l.adopting = done.since
                RETURNING l.rule)
            UPDATE limit_version SET version = version + 1 WHERE EXISTS (SELECT 1 FROM opened)
            """);

    private LimitRows() {}

    /** @param settings null when nothing is set */
    public record ChangeRow(
            String rule,
            long version,
            Instant at,
            String action,
            @Nullable String actor,
            String reason,
            @Nullable String settings) {}

    /**
     * A change to be written; the database says when.
     *
     * @param begins it has to know from now on what is in flight, and does not
     */
    public record Written(
            long version,
            String action,
            String actor,
            String reason,
            @Nullable String settings,
            boolean begins) {}

    /**
     * @param rule null when nothing at all is set, and the version is all there is to tell
     * @param adopting the change since which it has to know what is under way and does not; null when it does
     */
    public record SetRow(
            long version,
            @Nullable String rule,
            @Nullable String settings,
            @Nullable Long adopting) {}

    /** @param version 0 when nothing was ever set */
    public record Locked(long version, @Nullable String settings) {}

    public static List<SetRow> all(Connection connection) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SET)) {
            return statement.list(row -> new SetRow(
                    row.getLong("version"),
                    row.getString("rule"),
                    row.getString("settings"),
                    NamedStatement.longOrNull(row, "adopting")));
        }
    }

    public static List<ChangeRow> some(Connection connection, Collection<RuleName> rules) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, SOME)) {
            return changes(statement.bindColumn("rules", ArrayType.TEXT, rules, RuleName::text));
        }
    }

    /** @param end before which the page stops */
    public static List<ChangeRow> page(Connection connection, String after, String end, int limit) throws SQLException {
        IndexOrder.prefer(connection);
        try (NamedStatement statement = new NamedStatement(connection, PAGE)) {
            return changes(statement.bind("after", after).bind("end", end).bind("limit", limit));
        }
    }

    /** Newest first. */
    public static List<ChangeRow> history(Connection connection, RuleName rule, long before, int limit)
            throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, CHANGES)) {
            return changes(
                    statement.bind("rule", rule.text()).bind("before", before).bind("limit", limit));
        }
    }

    private static List<ChangeRow> changes(NamedStatement statement) throws SQLException {
        return statement.list(row -> new ChangeRow(
                row.getString("rule"),
                row.getLong("change_number"),
                Objects.requireNonNull(NamedStatement.instant(row, "changed_at")),
                row.getString("action"),
                row.getString("actor"),
                row.getString("reason"),
                row.getString("settings")));
    }

    /** Makes the row when there is none. */
    public static Locked lock(Connection connection, RuleName rule) throws SQLException {
        try (NamedStatement ensure = new NamedStatement(connection, ENSURE)) {
            ensure.bind("rule", rule.text()).update();
        }
        try (NamedStatement statement = new NamedStatement(connection, LOCK)) {
            return statement
                    .bind("rule", rule.text())
                    .list(row -> new Locked(row.getLong("version"), row.getString("settings")))
                    .get(0);
        }
    }

    /** @param written with the version that follows the locked one */
    public static void write(Connection connection, RuleName rule, @Nullable Limit limit, Written written)
            throws SQLException {
        RateLimit rate = limit == null ? null : limit.rateLimit();
        try (NamedStatement statement = new NamedStatement(connection, WRITE)) {
            statement
                    .bind("rule", rule.text())
                    .bind("version", written.version())
                    .bind("action", written.action())
                    .bind("actor", written.actor())
                    .bind("reason", written.reason())
                    .bind("settings", written.settings())
                    .bind("max", limit == null ? null : limit.room())
                    .bind("count", rate == null ? null : rate.count())
                    .bind("per", rate == null ? null : micros(rate.per()))
                    .bind("burst", rate == null ? null : rate.burst())
                    .bind("begins", written.begins())
                    .bind("counts", limit != null && limit.counts())
                    .bind("window", limit instanceof Breaker breaker ? micros(breaker.window()) : null)
                    .update();
        }
    }

    /** Those whose change is still the one since which they adopt let in from now on; each server reads them again. */
    public static int adopted(Connection connection, Map<RuleName, Long> since) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, ADOPTED)) {
            return statement
                    .bindColumn("rules", ArrayType.TEXT, since.keySet(), RuleName::text)
                    .bindColumn("since", ArrayType.INT8, since.values(), change -> change)
                    .update();
        }
    }

    private static long micros(Duration duration) {
        return TimeUnit.NANOSECONDS.toMicros(duration.toNanos());
    }
}
