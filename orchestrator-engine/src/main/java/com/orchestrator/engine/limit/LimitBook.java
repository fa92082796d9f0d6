package com.orchestrator.engine.limit;

import com.orchestrator.api.limit.Breaker;
import com.orchestrator.api.limit.Budget;
import com.orchestrator.api.limit.FairnessLimit;
import com.orchestrator.api.limit.Limit;
import com.orchestrator.api.limit.QueueLimit;
import com.orchestrator.api.limit.RingWeights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every limit that people have set, as it was at one moment. Says which rules an attempt is under; how much room they have is read under
 * the lock of their rows, so an old book may ask too little for a moment, and never lets in more than a rule has.
 */
public final class LimitBook {

    /** Nobody has set anything. */
    public static final LimitBook NONE = of(0, Map.of());

    private final long version;
    private final Map<RuleName, Limit> limits;
    private final Map<RuleName, Long> adopting;
    private final @Nullable Budget defaultBudget;
    private final boolean hasBreakers;

    private LimitBook(long version, Map<RuleName, Limit> limits, Map<RuleName, Long> adopting) {
        this.version = version;
        this.limits = limits;
        this.adopting = adopting;
        this.hasBreakers = limits.values().stream().anyMatch(Breaker.class::isInstance);
        this.defaultBudget =
                limits.get(RuleName.budget(Budget.DEFAULT_WORKLOAD)) instanceof Budget budget ? budget : null;
    }

    /** @param version of the counter that moves with every change */
    public static LimitBook of(long version, Map<RuleName, Limit> limits) {
        return of(version, limits, Map.of());
    }

    /**
     * @param version of the counter that moves with every change
     * @param adopting limits that are new and do not know yet what is under way, with the change since which
     */
    public static LimitBook of(long version, Map<RuleName, Limit> limits, Map<RuleName, Long> adopting) {
        return new LimitBook(version, Map.copyOf(limits), Map.copyOf(adopting));
    }

    /** Limits that let nothing in until what is under way is counted, with the change since which. */
    public Map<RuleName, Long> adopting() {
        return adopting;
    }

    public long version() {
        return version;
    }

    public Map<RuleName, Limit> limits() {
        return limits;
    }

    /** Whether attempts of a workload are held to a budget, its own or the default. */
    public boolean hasBudget(String workload) {
        return defaultBudget != null || limits.containsKey(RuleName.budget(workload));
    }

    /** In the order in which their rows are locked. None when the attempt may be handed out without asking. */
    public List<Rule> rulesFor(Work work) {
        if (limits.isEmpty() && work.keyMax() == null && work.own().isEmpty()) {
            return List.of();
        }
        List<Rule> rules = new ArrayList<>();
        addQueue(work.queue(), rules);
        addBudget(work.workload(), rules);
        addBreaker(work.taskType(), rules);
        addFairness(work, rules);
        rules.addAll(work.own());
        Collections.sort(rules);
        return rules;
    }

    /** Of work whose definition says nothing of limits. */
    public List<Rule> rulesFor(String queue, String taskType, @Nullable String workload, @Nullable String fairKey) {
        return rulesFor(new Work(queue, taskType, workload, fairKey, null, List.of()));
    }

    private void addQueue(String queue, List<Rule> rules) {
        QueueLimit limit = queue(queue);
        if (limit.isControlled()) {
            rules.add(Rule.of(RuleName.queue(queue), limit.room(), limit.rateLimit()));
        }
    }

    private void addBudget(@Nullable String workload, List<Rule> rules) {
        if (workload == null) {
            return;
        }
        RuleName name = RuleName.budget(workload);
        if (limits.get(name) instanceof Budget own) {
            rules.add(Rule.of(name, own.max(), null));
        } else if (defaultBudget != null) {
            rules.add(new Rule(
                    name.text(), RuleName.budget(Budget.DEFAULT_WORKLOAD).text(), defaultBudget.max(), null));
        }
    }

    private void addBreaker(String taskType, List<Rule> rules) {
        RuleName name = RuleName.breaker(taskType);
        if (limits.get(name) instanceof Breaker) {
            rules.add(Rule.of(name, null, null));
        }
    }

    private void addFairness(Work work, List<Rule> rules) {
        String key = work.fairKey();
        if (key == null) {
            return;
        }
        Optional<FairnessLimit> override = fairness(work.queue(), key);
        Integer max = override.map(FairnessLimit::maxConcurrent).orElse(work.keyMax());
        if (max != null) {
            rules.add(Rule.of(RuleName.fair(work.queue(), key), max, null));
        }
    }

    /** What is set for a queue; {@link QueueLimit#NONE} when nothing is. */
    public QueueLimit queue(String queue) {
        return limits.get(RuleName.queue(queue)) instanceof QueueLimit limit ? limit : QueueLimit.NONE;
    }

    public RingWeights ringWeights(String queue) {
        return queue(queue).weights();
    }

    public boolean isStrict(String queue) {
        return queue(queue).strict();
    }

    /** What is set for a key, which goes before what definitions say. */
    public Optional<FairnessLimit> fairness(String queue, String key) {
        return limits.get(RuleName.fair(queue, key)) instanceof FairnessLimit limit
                ? Optional.of(limit)
                : Optional.empty();
    }

    /** @param byDefinition counts when nothing is set for the key */
    public int weight(String queue, String key, int byDefinition) {
        return fairness(queue, key).map(FairnessLimit::weight).orElse(byDefinition);
    }

    public boolean hasBreakers() {
        return hasBreakers;
    }

    /** What opens and closes for a task type; empty when it is always tried. */
    public Optional<Breaker> breaker(String taskType) {
        return limits.get(RuleName.breaker(taskType)) instanceof Breaker breaker
                ? Optional.of(breaker)
                : Optional.empty();
    }
}
