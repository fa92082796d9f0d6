package com.orchestrator.engine.persistence.sql;

import com.orchestrator.api.limit.LimitChange.Action;
import com.orchestrator.engine.limit.BreakerTurns;
import com.orchestrator.engine.limit.BreakerTurns.Turn;
import com.orchestrator.engine.limit.Outcome;
import com.orchestrator.engine.limit.RuleName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private static final NamedSql TURNS = NamedSql.of("""
            SELECT c.rule, c.changed_at, c.action
            FROM unnest(:rules) AS wanted (rule) CROSS JOIN LATERAL (
                SELECT l.rule, l.change_number, l.changed_at, l.action FROM limit_changes l
                WHERE l.rule = wanted.rule ORDER BY l.change_number DESC LIMIT :max) AS c
            ORDER BY c.rule, c.change_number
            """);

    private BreakerRows() {}

    /** By breaker, of each the newest. */
    public static Map<RuleName, BreakerTurns> turns(Connection connection, Collection<RuleName> breakers)
            throws SQLException {
        Map<RuleName, List<Turn>> turns = new HashMap<>();
        try (NamedStatement statement = new NamedStatement(connection, TURNS)) {
            statement
                    .bindColumn("rules", ArrayType.TEXT, breakers, RuleName::text)
                    .bind("max", BreakerTurns.MAX)
                    .list(row -> {
                        Turn turn = BreakerTurns.turn(
                                Objects.requireNonNull(NamedStatement.instant(row, "changed_at")),
                                Action.valueOf(row.getString("action")));
                        RuleName rule = RuleName.parse(row.getString("rule"));
                        return turn != null
                                && turns.computeIfAbsent(rule, name -> new ArrayList<>())
                                        .add(turn);
                    });
        }
        Map<RuleName, BreakerTurns> all = new HashMap<>();
        turns.forEach((rule, list) -> all.put(rule, new BreakerTurns(list)));
        return all;
    }

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
