package com.orchestrator.engine.persistence;

import com.orchestrator.api.limit.Breaker;
import com.orchestrator.api.limit.Limit;
import com.orchestrator.api.limit.RateLimit;
import com.orchestrator.engine.limit.BreakerStanding;
import com.orchestrator.engine.limit.Rule;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.limit.RuleState;
import com.orchestrator.engine.limit.RuleUse;
import com.orchestrator.engine.persistence.sql.LockRules;
import com.orchestrator.engine.persistence.sql.RuleUses;
import com.orchestrator.engine.persistence.sql.RuleUses.Rate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a rule stands, out of its row. */
record RuleReading(Rule rule, RuleUses.@Nullable Row row, Instant now) {

    /** Looked at without locks, for people. */
    static Map<Rule, RuleUse> of(Connection connection, Collection<Rule> rules, Instant now) throws SQLException {
        Map<String, RuleUses.Row> rows = new HashMap<>();
        RuleUses.read(connection, rules, now).forEach(row -> rows.put(row.rule(), row));
        Map<String, List<UUID>> holders = RuleUses.holders(connection, rules, RuleUse.HOLDERS_MAX);
        Map<Rule, RuleUse> uses = new HashMap<>();
        for (Rule rule : rules) {
            RuleReading reading = new RuleReading(rule, rows.get(rule.name()), now);
            uses.put(rule, reading.use(holders.getOrDefault(rule.name(), List.of())));
        }
        return uses;
    }

    /**
     * Locked until the transaction ends, then read: what others took before they let go of the lock is counted only by a statement
     * that begins after it.
     */
    static Map<String, RuleState> locked(Connection connection, Collection<Rule> rules, Instant now)
            throws SQLException {
        long rows = rules.stream().map(Rule::row).distinct().count();
        if (LockRules.run(connection, rules) < rows) {
            LockRules.run(connection, rules);
        }
        return states(connection, rules, now);
    }

    /** By their names, as the lanes need it. */
    private static Map<String, RuleState> states(Connection connection, Collection<Rule> rules, Instant now)
            throws SQLException {
        Map<String, RuleUses.Row> rows = new HashMap<>();
        RuleUses.read(connection, rules, now).forEach(row -> rows.put(row.rule(), row));
        Map<String, RuleState> states = new HashMap<>();
        for (Rule rule : rules) {
            states.put(rule.name(), new RuleReading(rule, rows.get(rule.name()), now).state());
        }
        return states;
    }

    /** Of one rule. */
    static RuleReading of(Connection connection, Rule rule, Instant now) throws SQLException {
        List<RuleUses.Row> rows = RuleUses.read(connection, List.of(rule), now);
        return new RuleReading(rule, rows.isEmpty() ? null : rows.get(0), now);
    }

    /** Of a breaker; null while it is closed. */
    @Nullable
    Instant openUntil() {
        return row == null ? null : row.openUntil();
    }

    private RuleUse use(List<UUID> holders) {
        return new RuleUse(state(), standing(), row == null ? 0 : row.failures(), holders);
    }

    private @Nullable Limit limit() {
        String settings = row == null ? null : row.settings();
        return settings == null ? null : LimitJson.read(RuleName.parse(rule.row()), settings);
    }

    /** Null for rules that are no breakers. */
    @Nullable
    Breaker breaker() {
        return limit() instanceof Breaker breaker ? breaker : null;
    }

    /** Null for rules that are no breakers. */
    @Nullable
    BreakerStanding standing() {
        Breaker breaker = breaker();
        return breaker == null || row == null
                ? null
                : BreakerStanding.of(breaker, row.openUntil(), row.failures(), row.successes(), now);
    }

    RuleState state() {
        if (row == null) {
            return new RuleState(rule.max(), 0, rule.rate(), null);
        }
        Limit limit = limit();
        if (limit == null) {
            return new RuleState(rule.max(), row.used(), rule.rate(), row.rate().next());
        }
        BreakerStanding standing = standing();
        if (standing != null) {
            return standing.toRuleState(row.used());
        }
        Long max = row.max();
        return new RuleState(
                max == null ? rule.maxUnless(RuleName.parse(rule.row())) : Integer.valueOf(Math.toIntExact(max)),
                row.used(),
                rate(row.rate()),
                row.rate().next(),
                null,
                row.adopting());
    }

    private static @Nullable RateLimit rate(Rate rate) {
        Long count = rate.count();
        Long per = rate.perMicros();
        Long burst = rate.burst();
        return count == null || per == null || burst == null
                ? null
                : new RateLimit(Math.toIntExact(count), Duration.of(per, ChronoUnit.MICROS), Math.toIntExact(burst));
    }
}
