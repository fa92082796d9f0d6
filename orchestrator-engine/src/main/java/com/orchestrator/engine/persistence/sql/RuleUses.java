package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.limit.Rule;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How rules stand: what is set, what is given out, and how attempts of types with a breaker have ended. */
public final class RuleUses {

    private static final NamedSql READ = NamedSql.of("""
            SELECT wanted.rule, l.settings, l.max_concurrent, l.rate_count, l.rate_per_micros, l.rate_burst, l.rate_next,
                l.adopting IS NOT NULL AS adopting, l.open_until,
                (SELECT count(*) FROM permits p WHERE p.rule = wanted.rule) AS used,
                CASE WHEN l.window_micros IS NULL THEN 0 ELSE (
                    SELECT count(*) FROM breaker_outcomes o
                    WHERE o.rule = l.rule AND o.failed AND o.ended_at > COALESCE(
                        l.open_until,
                        GREATEST(
                            l.counted_from,
                            CAST(:now AS timestamptz) - l.window_micros * INTERVAL '1 microsecond'))) END AS failures,
                CASE WHEN l.open_until IS NULL THEN 0 ELSE (
                    SELECT count(*) FROM breaker_outcomes o
                    WHERE o.rule = l.rule AND NOT o.failed AND o.ended_at > l.open_until) END AS successes
            FROM unnest(:rules, :rows) AS wanted (rule, row_name) JOIN limits l ON l.rule = wanted.row_name
            """);

    private static final NamedSql HOLDERS = NamedSql.of("""
            SELECT wanted.rule, held.execution_id
            FROM unnest(:rules) AS wanted (rule) CROSS JOIN LATERAL (
                SELECT p.execution_id FROM permits p WHERE p.rule = wanted.rule LIMIT :max) AS held
            """);

    private RuleUses() {}

    /** @param settings null for a rule that only a definition gives */
    public record Row(
            String rule,
            @Nullable String settings,
            @Nullable Long max,
            Rate rate,
            boolean adopting,
            @Nullable Instant openUntil,
            long used,
            long failures,
            long successes) {}

    /** All null but the last when the rule has no rate of its own. */
    public record Rate(
            @Nullable Long count,
            @Nullable Long perMicros,
            @Nullable Long burst,
            @Nullable Instant next) {}

    public static List<Row> read(Connection connection, Collection<Rule> rules, Instant now) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, READ)) {
            return statement
                    .bind("now", NamedStatement.timestamp(now))
                    .bindColumn("rules", ArrayType.TEXT, rules, Rule::name)
                    .bindColumn("rows", ArrayType.TEXT, rules, Rule::row)
                    .list(RuleUses::row);
        }
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getString("rule"),
                row.getString("settings"),
                NamedStatement.longOrNull(row, "max_concurrent"),
                new Rate(
                        NamedStatement.longOrNull(row, "rate_count"),
                        NamedStatement.longOrNull(row, "rate_per_micros"),
                        NamedStatement.longOrNull(row, "rate_burst"),
                        NamedStatement.instant(row, "rate_next")),
                row.getBoolean("adopting"),
                NamedStatement.instant(row, "open_until"),
                row.getLong("used"),
                row.getLong("failures"),
                row.getLong("successes"));
    }

    /** Some of the attempts that hold permits, by rule. */
    public static Map<String, List<UUID>> holders(Connection connection, Collection<Rule> rules, int max)
            throws SQLException {
        Map<String, List<UUID>> holders = new HashMap<>();
        try (NamedStatement statement = new NamedStatement(connection, HOLDERS)) {
            statement
                    .bindColumn("rules", ArrayType.TEXT, rules, Rule::name)
                    .bind("max", max)
                    .list(row -> holders.computeIfAbsent(row.getString("rule"), rule -> new ArrayList<>())
                            .add(row.getObject("execution_id", UUID.class)));
        }
        return holders;
    }
}
