package com.orchestrator.engine.memory;

import com.orchestrator.api.limit.Breaker;
import com.orchestrator.api.limit.Limit;
import com.orchestrator.api.limit.LimitChange;
import com.orchestrator.engine.limit.BreakerStanding;
import com.orchestrator.engine.limit.Outcome;
import com.orchestrator.engine.limit.Rule;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.limit.RuleState;
import com.orchestrator.engine.limit.RuleUse;
import com.orchestrator.engine.limit.StoredLimit;
import com.orchestrator.engine.store.FairShare;
import com.orchestrator.engine.store.IdOrder;
import com.orchestrator.engine.store.Permit;
import com.orchestrator.engine.store.Strand;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is set as limits, and what the rules made of them have given out. Whoever touches it holds the monitor of the tables. */
final class MemoryRules {

    final TreeMap<String, List<StoredLimit>> limits = new TreeMap<>();
    long limitVersion;

    /** When the next attempt under a rate would begin, by the row of its rule. */
    final Map<String, Instant> rates = new HashMap<>();

    final Set<Permit> permits = new HashSet<>();

    final Map<String, RuleTimes> ruleTimes = new HashMap<>();
    final Map<UUID, Ended> ended = new LinkedHashMap<>();
    /** Where each key of a fair strand has come to. */
    final Map<Strand, Map<String, Long>> fairPlaces = new HashMap<>();

    /** What the row of a rule keeps beside what is set. */
    record RuleTimes(
            @Nullable Long adopting,
            @Nullable Instant openUntil,
            @Nullable Instant countedFrom) {
        static final RuleTimes NONE = new RuleTimes(null, null, null);
    }

    /** How an attempt has ended whose type has a breaker, and when. */
    record Ended(Outcome outcome, Instant at) {}

    // ---- what is set

    RuleTimes times(String row) {
        return ruleTimes.getOrDefault(row, RuleTimes.NONE);
    }

    @Nullable
    Limit set(String row) {
        List<StoredLimit> changed = limits.get(row);
        return changed == null ? null : changed.get(changed.size() - 1).limit();
    }

    RuleUse use(Rule rule, Instant now) {
        List<UUID> holders = permits.stream()
                .filter(permit -> permit.rule().equals(rule.name()))
                .map(Permit::executionId)
                .sorted(IdOrder.BY_BYTES)
                .toList();
        RuleName row = RuleName.parse(rule.row());
        BreakerStanding standing = set(rule.row()) instanceof Breaker breaker ? standing(row, breaker, now) : null;
        long failures =
                set(rule.row()) instanceof Breaker breaker ? count(row, true, countedAfter(row, breaker, now)) : 0;
        RuleState state = standing == null ? state(rule, holders.size()) : standing.toRuleState(holders.size());
        return new RuleUse(
                state,
                standing,
                failures,
                holders.stream().limit(RuleUse.HOLDERS_MAX).toList());
    }

    private RuleState state(Rule rule, long used) {
        RuleTimes times = times(rule.row());
        Limit limit = set(rule.row());
        if (limit == null) {
            return new RuleState(rule.max(), used, rule.rate(), rates.get(rule.row()));
        }
        Integer max = limit.room() == null ? rule.maxUnless(RuleName.parse(rule.row())) : limit.room();
        return new RuleState(max, used, limit.rateLimit(), rates.get(rule.row()), null, times.adopting() != null);
    }

    private Instant countedAfter(RuleName rule, Breaker breaker, Instant now) {
        RuleTimes times = times(rule.text());
        Instant openUntil = times.openUntil();
        Instant window = now.minus(breaker.window());
        Instant closed = times.countedFrom();
        return openUntil != null ? openUntil : closed != null && closed.isAfter(window) ? closed : window;
    }

    Runnable keepOutcome(Outcome outcome, Instant at) {
        Ended before = ended.putIfAbsent(outcome.executionId(), new Ended(outcome, at));
        return before == null ? () -> ended.remove(outcome.executionId()) : () -> {};
    }

    Runnable put(String row, RuleTimes times) {
        RuleTimes before = ruleTimes.put(row, times);
        return () -> ruleTimes.put(row, before == null ? RuleTimes.NONE : before);
    }

    private BreakerStanding standing(RuleName rule, Breaker breaker, Instant now) {
        Instant from = countedAfter(rule, breaker, now);
        return BreakerStanding.of(
                breaker, times(rule.text()).openUntil(), count(rule, true, from), count(rule, false, from), now);
    }

    private long count(RuleName rule, boolean failed, Instant after) {
        return ended.values().stream()
                .filter(end -> end.outcome().rule().equals(rule.text())
                        && end.outcome().failed() == failed
                        && end.at().isAfter(after))
                .count();
    }

    Runnable moveBreaker(
            String row,
            @Nullable Instant openUntil,
            LimitChange.Action action,
            @Nullable String actor,
            String reason,
            Instant now) {
        List<StoredLimit> changes = MemoryTables.present(limits.get(row), "a breaker that moves is set", row);
        StoredLimit last = changes.get(changes.size() - 1);
        LimitChange change = new LimitChange(
                row,
                changes.size() + 1L,
                now,
                action,
                actor,
                reason,
                last.last().settings());
        changes.add(new StoredLimit(last.rule(), last.limit(), change));
        limitVersion++;
        Runnable times = put(row, new RuleTimes(null, openUntil, now));
        return () -> {
            changes.remove(changes.size() - 1);
            limitVersion--;
            times.run();
        };
    }

    // ---- what rules have given out

    Runnable keepRate(String row, Instant next) {
        Instant before = rates.put(row, next);
        return () -> {
            if (before == null) {
                rates.remove(row);
            } else {
                rates.put(row, before);
            }
        };
    }

    Runnable takePlace(FairShare share, long place) {
        Map<String, Long> keys = fairPlaces.computeIfAbsent(share.strand(), strand -> new HashMap<>());
        Long before = keys.put(share.key(), place);
        return () -> {
            if (before == null) {
                keys.remove(share.key());
            } else {
                keys.put(share.key(), before);
            }
        };
    }

    Runnable takePermit(Permit permit) {
        MemoryTables.require(permits.add(permit), "permits_pkey", permit);
        return () -> permits.remove(permit);
    }

    Runnable givePermitBack(Permit permit) {
        MemoryTables.require(permits.remove(permit), "a permit that is given back was taken", permit);
        return () -> permits.add(permit);
    }
}
