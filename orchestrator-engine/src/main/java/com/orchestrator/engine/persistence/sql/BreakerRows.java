package com.orchestrator.engine.persistence.sql;

import com.orchestrator.engine.limit.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** How attempts have ended whose types have a breaker, and what breakers have come to. */
public final class BreakerRows {

    private static final NamedSql KEEP = NamedSql.of("""
            INSERT INTO breaker_outcomes (rule, execution_id, ended_at, failed)
            SELECT new.rule, new.id, new.at, new.failed
            FROM unnest(:rules, :ids, :ats, :failed) AS new (rule, id, at, failed)
                JOIN limits l ON l.rule = new.rule AND l.window_micros IS NOT NULL
            WHERE new.failed OR l.open_until IS NOT NULL
            ON CONFLICT (rule, execution_id) DO NOTHING
            """);

    private static final NamedSql MOVE = NamedSql.of("""
            WITH moved AS (
                UPDATE limits SET open_until = CAST(:until AS timestamptz), counted_from = CAST(:now AS timestamptz),
                    version = version + 1
                WHERE rule = :rule
                RETURNING rule, version, settings),
            counted AS (UPDATE limit_version SET version = version + 1)
            INSERT INTO limit_changes (rule, change_number, changed_at, action, actor, reason, settings)
            SELECT rule, version, CAST(:now AS timestamptz), :action, :actor, :reason, settings FROM moved
            """);

    private static final NamedSql FORGET = NamedSql.of("""
            DELETE FROM breaker_outcomes o USING (
                SELECT old.rule, old.execution_id
                FROM breaker_outcomes old LEFT JOIN limits l ON l.rule = old.rule
                WHERE l.window_micros IS NULL
                    OR old.ended_at < engine_now() - l.window_micros * INTERVAL '1 microsecond' - INTERVAL '1 day'
                LIMIT :limit) AS gone
            WHERE o.rule = gone.rule AND o.execution_id = gone.execution_id
            """);

    private BreakerRows() {}

    /** Each counts once, however often it is said. */
    public static void keep(Connection connection, Collection<Outcome> outcomes) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, KEEP)) {
            statement
                    .bindColumn("rules", ArrayType.TEXT, outcomes, Outcome::rule)
                    .bindColumn("ids", ArrayType.UUID, outcomes, Outcome::executionId)
                    .bindColumn("ats", ArrayType.TIMESTAMPTZ, outcomes, Outcome::at)
                    .bindColumn("failed", ArrayType.BOOL, outcomes, Outcome::failed)
                    .update();
        }
    }

    /** What a breaker has come to, as a change that nobody, or somebody, has made. */
    public record Move(
            String rule,
            @Nullable Instant openUntil,
            String action,
            @Nullable String actor,
            String reason) {}

    public static void move(Connection connection, Move move, Instant now) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, MOVE)) {
            statement
                    .bind("rule", move.rule())
                    .bind("until", NamedStatement.timestamp(move.openUntil()))
                    .bind("now", NamedStatement.timestamp(now))
                    .bind("action", move.action())
                    .bind("actor", move.actor())
                    .bind("reason", move.reason())
                    .update();
        }
    }

    /** @return how many there were */
    public static int forget(Connection connection, int limit) throws SQLException {
        try (NamedStatement statement = new NamedStatement(connection, FORGET)) {
            return statement.bind("limit", limit).update();
        }
    }
}
