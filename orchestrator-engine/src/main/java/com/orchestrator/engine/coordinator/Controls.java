package com.orchestrator.engine.coordinator;

import com.orchestrator.engine.limit.LimitBook;
import com.orchestrator.engine.limit.Rule;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.plan.Fairness;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.store.FairShare;
import com.orchestrator.engine.store.Strand;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What holds an attempt back: the rules that it has to ask, and the line in which it waits for them. */
final class Controls {

    private static final String BUDGET = RuleName.Kind.BUDGET.prefix();
    private static final String QUEUE = RuleName.Kind.QUEUE.prefix();

    private final Supplier<LimitBook> limits;

    /** Queues that this server has seen tasks with a key of. */
    private final Set<String> fairQueues = ConcurrentHashMap.newKeySet();

    Controls(Supplier<LimitBook> limits) {
        this.limits = limits;
    }

    /** In the order in which their rows are locked; none when it may be leased without asking. */
    List<Rule> rulesOf(Run run, ExecutionRun execution) {
        return limits.get().rulesFor(LimitedWork.of(run, execution));
    }

    /** Whether it may be leased only after it has waited in its queue. */
    boolean waitsInQueue(Run run, ExecutionRun execution) {
        return share(run, execution).isPresent() || !rulesOf(run, execution).isEmpty();
    }

    /** What it takes of its queue, when that is a fair one; tasks without a key have the share of one together. */
    Optional<FairShare> share(Run run, ExecutionRun execution) {
        String queue = execution.spec().queue();
        String key = execution.controls() == null ? null : execution.controls().fairKey();
        if (key != null) {
            fairQueues.add(queue);
        } else if (!fairQueues.contains(queue)) {
            return Optional.empty();
        }
        Fairness fairness = execution.spec().controls().fairness();
        String sharing = key == null ? "" : key;
        int weight = limits.get()
                .weight(queue, sharing, key == null || fairness == null ? Fairness.WEIGHT_DEFAULT : fairness.weight());
        return Optional.of(new FairShare(strandOf(run, execution), sharing, FairShare.STEP / weight));
    }

    /** Where it begins to wait: under a budget apart from others, so that they need not pass it. */
    Strand strandOf(Run run, ExecutionRun execution) {
        String line = execution.controls() == null
                ? Strand.NO_LINE
                : rulesOf(run, execution).stream()
                        .map(Rule::name)
                        .filter(name -> name.startsWith(BUDGET))
                        .findFirst()
                        .orElse(Strand.NO_LINE);
        return new Strand(
                execution.spec().queue(), line, execution.priority(run).ordinal());
    }

    /** Whether the rule holds back all work of a queue. */
    static boolean isOfQueue(Rule rule) {
        return rule.name().startsWith(QUEUE);
    }
}
