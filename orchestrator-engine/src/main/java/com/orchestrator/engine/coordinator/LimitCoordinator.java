package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.fleet.QueueStatus;
import com.orchestrator.api.limit.Breaker;
import com.orchestrator.api.limit.BreakerStatus;
import com.orchestrator.api.limit.Budget;
import com.orchestrator.api.limit.BudgetStatus;
import com.orchestrator.api.limit.FairnessLimit;
import com.orchestrator.api.limit.FairnessStatus;
import com.orchestrator.api.limit.Limit;
import com.orchestrator.api.limit.LimitChange;
import com.orchestrator.api.limit.QueueLimit;
import com.orchestrator.api.limit.QueueUpdate;
import com.orchestrator.api.model.Page;
import com.orchestrator.engine.limit.BreakerStanding;
import com.orchestrator.engine.limit.Rule;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.limit.RuleState;
import com.orchestrator.engine.limit.RuleUse;
import com.orchestrator.engine.limit.StoredLimit;
import com.orchestrator.engine.service.Author;
import com.orchestrator.engine.service.LimitService;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.LimitStore;
import com.orchestrator.engine.store.LimitStore.Changed;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Changes limits in the store, and has this server keep to them at once. */
final class LimitCoordinator implements LimitService {

    private final LimitStore store;
    private final CurrentLimits current;
    private final FleetCoordinator fleet;
    private final Wakeups wakeups;

    LimitCoordinator(LimitStore store, CurrentLimits current, FleetCoordinator fleet, Wakeups wakeups) {
        this.store = store;
        this.current = current;
        this.fleet = fleet;
        this.wakeups = wakeups;
    }

    private Changed change(RuleName rule, UnaryOperator<Optional<Limit>> change, Author author) {
        Changed changed = store.change(rule, change, author);
        current.reload();
        wakeups.limitsHaveChanged();
        return changed;
    }

    @Override
    public QueueStatus updateQueue(String queue, QueueUpdate update, Author author) {
        change(
                RuleName.queue(queue),
                before -> Optional.<Limit>of(update.applyTo(
                                before.map(QueueLimit.class::cast).orElse(QueueLimit.NONE),
                                author.actor(),
                                author.reason()))
                        .filter(after -> before.isPresent() || !after.equals(QueueLimit.NONE)),
                author);
        return fleet.getQueue(queue);
    }

    private <T> Applied<T> set(RuleName rule, Limit limit, Author author, BiFunction<StoredLimit, RuleUse, T> status) {
        Changed changed = change(rule, before -> Optional.of(limit), author);
        StoredLimit stored = changed.after().orElseThrow();
        return new Applied<>(status.apply(stored, use(stored)), changed.before().isEmpty());
    }

    private static Rule rule(StoredLimit stored) {
        return Rule.of(stored.rule(), stored.set().room(), stored.set().rateLimit());
    }

    private RuleUse use(StoredLimit stored) {
        Rule rule = rule(stored);
        return Objects.requireNonNull(store.use(List.of(rule)).get(rule));
    }

    private <T> T of(BiFunction<StoredLimit, RuleUse, T> status, StoredLimit stored) {
        return status.apply(stored, use(stored));
    }

    private void remove(RuleName rule, Author author) {
        change(rule, before -> Optional.empty(), author);
    }

    private StoredLimit get(RuleName rule, String what) {
        return Optional.ofNullable(store.find(List.of(rule)).get(rule))
                .filter(stored -> stored.limit() != null)
                .orElseThrow(() -> new OrchestratorException(ErrorCode.NOT_FOUND, what));
    }

    private <T> Page<T> list(RuleName.Kind kind, ListQuery query, BiFunction<StoredLimit, RuleUse, T> status) {
        Page<StoredLimit> page = store.list(kind, query);
        Map<Rule, RuleUse> uses =
                store.use(page.items().stream().map(LimitCoordinator::rule).toList());
        return new Page<>(
                page.items().stream()
                        .map(stored -> status.apply(stored, uses.get(rule(stored))))
                        .toList(),
                page.next());
    }

    @Override
    public Applied<BudgetStatus> setBudget(String workload, Budget budget, Author author) {
        return set(RuleName.budget(workload), budget, author, this::budget);
    }

    @Override
    public BudgetStatus getBudget(String workload) {
        return of(this::budget, get(RuleName.budget(workload), "Workload '" + workload + "' has no budget of its own"));
    }

    @Override
    public void removeBudget(String workload, Author author) {
        remove(RuleName.budget(workload), author);
    }

    @Override
    public Page<BudgetStatus> listBudgets(ListQuery query) {
        return list(RuleName.Kind.BUDGET, query, this::budget);
    }

    private BudgetStatus budget(StoredLimit stored, RuleUse use) {
        return BudgetStatus.of(
                stored.rule().subject(),
                (Budget) stored.set(),
                stored.last(),
                use.state().used());
    }

    @Override
    public Applied<FairnessStatus> setFairness(String queue, String key, FairnessLimit limit, Author author) {
        return set(RuleName.fair(queue, key), limit, author, this::fairness);
    }

    @Override
    public FairnessStatus getFairness(String queue, String key) {
        return of(
                this::fairness,
                get(RuleName.fair(queue, key), "Nothing is set for key '" + key + "' of queue '" + queue + "'"));
    }

    @Override
    public void removeFairness(String queue, String key, Author author) {
        remove(RuleName.fair(queue, key), author);
    }

    @Override
    public Page<FairnessStatus> listFairness(ListQuery query) {
        return list(RuleName.Kind.FAIR, query, this::fairness);
    }

    private FairnessStatus fairness(StoredLimit stored, RuleUse use) {
        RuleName rule = stored.rule();
        return FairnessStatus.of(
                rule.subject(),
                rule.key(),
                (FairnessLimit) stored.set(),
                stored.last(),
                use.state().used());
    }

    @Override
    public Applied<BreakerStatus> setBreaker(String taskType, Breaker breaker, Author author) {
        return set(RuleName.breaker(taskType), breaker, author, this::breaker);
    }

    @Override
    public BreakerStatus getBreaker(String taskType) {
        return of(this::breaker, get(RuleName.breaker(taskType), "Task type '" + taskType + "' has no breaker"));
    }

    @Override
    public void removeBreaker(String taskType, Author author) {
        remove(RuleName.breaker(taskType), author);
    }

    @Override
    public Page<BreakerStatus> listBreakers(ListQuery query) {
        return list(RuleName.Kind.BREAKER, query, this::breaker);
    }

    @Override
    public BreakerStatus openBreaker(String taskType, Author author) {
        return moveBreaker(taskType, true, author);
    }

    @Override
    public BreakerStatus closeBreaker(String taskType, Author author) {
        return moveBreaker(taskType, false, author);
    }

    private BreakerStatus moveBreaker(String taskType, boolean open, Author author) {
        store.moveBreaker(RuleName.breaker(taskType), open, author);
        current.reload();
        wakeups.limitsHaveChanged();
        return getBreaker(taskType);
    }

    private BreakerStatus breaker(StoredLimit stored, RuleUse use) {
        BreakerStanding standing = Objects.requireNonNull(use.breaker());
        Instant until = standing.openUntil();
        return BreakerStatus.of(
                stored.rule().subject(),
                (Breaker) stored.set(),
                standing.state(),
                RuleState.BY_HAND.equals(until) ? null : until,
                use.failures(),
                stored.last());
    }

    @Override
    public Page<LimitChange> listChanges(String rule, ListQuery query) {
        return store.changes(parsed(rule), query);
    }

    private static RuleName parsed(String rule) {
        try {
            return RuleName.parse(rule);
        } catch (IllegalArgumentException unknown) {
            String hint = "write for example budget:heavy, queue:psp, breaker:psp.charge or fair:psp:tenant-3";
            OrchestratorException refusal = new OrchestratorException(
                    ErrorCode.NOT_FOUND,
                    "No limit goes by '" + rule + "'",
                    List.of(new Problem.Detail("/rule", 0, 0, "No limit goes by '" + rule + "'", hint)));
            refusal.initCause(unknown);
            throw refusal;
        }
    }
}
