package com.orchestrator.engine.memory;

import com.orchestrator.api.limit.Breaker;
import com.orchestrator.api.limit.Limit;
import com.orchestrator.api.limit.LimitChange;
import com.orchestrator.api.limit.LimitChange.Action;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.limit.BreakerStanding;
import com.orchestrator.engine.limit.LimitBook;
import com.orchestrator.engine.limit.LimitRevision;
import com.orchestrator.engine.limit.Outcome;
import com.orchestrator.engine.limit.Rule;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.limit.RuleState;
import com.orchestrator.engine.limit.RuleUse;
import com.orchestrator.engine.limit.StoredLimit;
import com.orchestrator.engine.memory.MemoryRules.RuleTimes;
import com.orchestrator.engine.persistence.LimitJson;
import com.orchestrator.engine.service.Author;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.LimitStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps every change of each limit; the last one is what is set. */
final class MemoryLimitStore implements LimitStore {

    private final MemoryTables tables;
    private final InstantSource clock;

    MemoryLimitStore(MemoryTables tables, InstantSource clock) {
        this.tables = tables;
        this.clock = clock;
    }

    @Override
    public LimitBook read() {
        return read(tables);
    }

    static LimitBook read(MemoryTables tables) {
        synchronized (tables) {
            Map<RuleName, Limit> limits = new HashMap<>();
            Map<RuleName, Long> adopting = new HashMap<>();
            newest(tables).forEach(stored -> {
                limits.put(stored.rule(), stored.set());
                Long since = tables.rules.times(stored.rule().text()).adopting();
                if (since != null) {
                    adopting.put(stored.rule(), since);
                }
            });
            return LimitBook.of(tables.rules.limitVersion, limits, adopting);
        }
    }

    /** Of those for which something is set. */
    private static Stream<StoredLimit> newest(MemoryTables tables) {
        return tables.rules.limits.values().stream()
                .map(MemoryLimitStore::last)
                .filter(stored -> stored.limit() != null);
    }

    private static StoredLimit last(List<StoredLimit> changes) {
        return changes.get(changes.size() - 1);
    }

    @Override
    public Map<RuleName, StoredLimit> find(Collection<RuleName> rules) {
        synchronized (tables) {
            Map<RuleName, StoredLimit> found = new HashMap<>();
            rules.forEach(rule -> newest(rule).ifPresent(stored -> found.put(rule, stored)));
            return found;
        }
    }

    private Optional<StoredLimit> newest(RuleName rule) {
        return Optional.ofNullable(tables.rules.limits.get(rule.text())).map(MemoryLimitStore::last);
    }

    @Override
    public Page<StoredLimit> list(RuleName.Kind kind, ListQuery query) {
        synchronized (tables) {
            String after = query.cursor() == null ? "" : query.cursor();
            return MemoryPages.page(
                    newest(tables)
                            .filter(stored -> stored.rule().kind() == kind
                                    && stored.rule().text().compareTo(after) > 0),
                    query.limit(),
                    stored -> stored.rule().text());
        }
    }

    @Override
    public Changed change(RuleName rule, UnaryOperator<Optional<Limit>> change, Author author) {
        synchronized (tables) {
            Optional<StoredLimit> newest = newest(rule);
            LimitRevision.check(
                    rule, newest.map(stored -> stored.last().version()).orElse(0L), author.ifVersion());
            Optional<Limit> before = newest.map(StoredLimit::limit);
            Optional<Limit> after = change.apply(before);
            if (!after.equals(before)) {
                put(rule, after, author);
                keepTimes(rule, before, after);
            }
            return new Changed(before, newest(rule));
        }
    }

    private void put(RuleName rule, Optional<Limit> limit, Author author) {
        List<StoredLimit> changes = tables.rules.limits.computeIfAbsent(rule.text(), name -> new ArrayList<>());
        Optional<String> settings = limit.map(LimitJson::write);
        LimitChange change = new LimitChange(
                rule.text(),
                changes.size() + 1L,
                clock.instant(),
                limit.isPresent() ? Action.SET : Action.REMOVED,
                author.actor(),
                author.reason(),
                settings.map(Payload::ofJson).orElse(null));
        Limit read = settings.map(text -> LimitJson.read(rule, text)).orElse(null);
        changes.add(new StoredLimit(rule, read, change));
        tables.rules.limitVersion++;
    }

    private void keepTimes(RuleName rule, Optional<Limit> before, Optional<Limit> after) {
        RuleTimes times = tables.rules.ruleTimes.getOrDefault(rule.text(), RuleTimes.NONE);
        boolean sameRate = before.map(Limit::rateLimit).equals(after.map(Limit::rateLimit));
        if (!sameRate) {
            tables.rules.rates.remove(rule.text());
        }
        boolean isBreaker = after.orElse(null) instanceof Breaker;
        tables.rules.put(
                rule.text(),
                new RuleTimes(
                        adopting(rule, before, after),
                        isBreaker ? times.openUntil() : null,
                        isBreaker ? times.countedFrom() : null));
    }

    private @Nullable Long adopting(RuleName rule, Optional<Limit> before, Optional<Limit> after) {
        if (LimitRevision.beginsToCount(before, after)) {
            return newest(rule).orElseThrow().last().version();
        }
        boolean counts = after.filter(Limit::counts).isPresent();
        return counts ? tables.rules.times(rule.text()).adopting() : null;
    }

    @Override
    public Map<Rule, RuleUse> use(Collection<Rule> rules) {
        synchronized (tables) {
            Map<Rule, RuleUse> uses = new HashMap<>();
            rules.forEach(rule -> uses.put(rule, tables.rules.use(rule, clock.instant())));
            return uses;
        }
    }

    @Override
    public void moveBreaker(RuleName breaker, boolean open, Author author) {
        synchronized (tables) {
            LimitRevision.check(
                    breaker,
                    newest(breaker).map(stored -> stored.last().version()).orElse(0L),
                    author.ifVersion());
            if (tables.rules.set(breaker.text()) == null) {
                throw LimitRevision.noBreaker(breaker);
            }
            tables.rules.moveBreaker(
                    breaker.text(),
                    open ? RuleState.BY_HAND : null,
                    open ? Action.OPENED : Action.CLOSED,
                    author.actor(),
                    author.reason(),
                    clock.instant());
        }
    }

    @Override
    public void settleBreaker(RuleName rule, Collection<Outcome> outcomes) {
        synchronized (tables) {
            if (!(tables.rules.set(rule.text()) instanceof Breaker breaker)) {
                return;
            }
            outcomes.stream()
                    .filter(outcome ->
                            outcome.failed() || tables.rules.times(rule.text()).openUntil() != null)
                    .forEach(outcome -> tables.rules.keepOutcome(outcome, outcome.at()));
            Instant now = clock.instant();
            BreakerStanding standing =
                    tables.rules.use(Rule.of(rule, null, null), now).breaker();
            if (standing != null && standing.hasMoved()) {
                Action action = standing.action();
                String reason = BreakerStanding.reason(
                        breaker, tables.rules.times(rule.text()).openUntil(), action);
                tables.rules.moveBreaker(rule.text(), standing.openUntil(), action, null, reason, now);
            }
        }
    }

    @Override
    public int forgetOutcomes(int limit) {
        synchronized (tables) {
            int before = tables.rules.ended.size();
            Instant dayAgo = clock.instant().minus(Duration.ofDays(1));
            tables.rules
                    .ended
                    .values()
                    .removeIf(end -> !(tables.rules.set(end.outcome().rule()) instanceof Breaker breaker)
                            || end.at().isBefore(dayAgo.minus(breaker.window())));
            return before - tables.rules.ended.size();
        }
    }

    @Override
    public Page<LimitChange> changes(RuleName rule, ListQuery query) {
        long before = query.cursor() == null ? Long.MAX_VALUE : MemoryPages.number(query.cursor());
        synchronized (tables) {
            Stream<LimitChange> newestFirst = tables.rules.limits.getOrDefault(rule.text(), List.of()).stream()
                    .map(StoredLimit::last)
                    .filter(change -> change.version() < before)
                    .sorted(Comparator.comparing(LimitChange::version).reversed());
            return MemoryPages.page(newestFirst, query.limit(), change -> String.valueOf(change.version()));
        }
    }
}
