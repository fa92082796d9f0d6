package com.orchestrator.engine.coordinator;

import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.engine.decision.task.LeaseTask;
import com.orchestrator.engine.decision.task.TakePermits;
import com.orchestrator.engine.limit.LimitBook;
import com.orchestrator.engine.limit.Rule;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.plan.Fairness;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.store.FairShare;
import com.orchestrator.engine.store.RunTransaction;
import com.orchestrator.engine.store.Strand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What holds an attempt back: the rules that it has to ask, and the line in which it waits for them. */
final class Controls {

    private static final String BUDGET = RuleName.Kind.BUDGET.prefix();
    private static final String QUEUE = RuleName.Kind.QUEUE.prefix();

    private final CurrentLimits limits;

    /** Queues that this server has seen tasks with a key of. */
    private final Set<String> fairQueues = ConcurrentHashMap.newKeySet();

    Controls(CurrentLimits limits) {
        this.limits = limits;
    }

    /** As this server knows them. */
    LimitBook book() {
        return limits.book();
    }

    /** Before a batch goes by them. */
    void keepFresh(RunTransaction transaction) {
        limits.keepFresh(transaction);
    }

    /** In the order in which their rows are locked; none when it may be leased without asking. */
    List<Rule> rulesOf(Run run, ExecutionRun execution) {
        return limits.book().rulesFor(LimitedWork.of(run, execution));
    }

    /** Counts all that is under way against the rules that it is under, whether they were asked when it began or not. */
    TakePermits adoption(Run run) {
        Map<UUID, List<String>> counting = new HashMap<>();
        for (ExecutionRun execution : run.liveExecutions()) {
            if (execution.state() == ExecutionState.LEASED) {
                counting.put(
                        execution.executionId(),
                        rulesOf(run, execution).stream()
                                .filter(rule -> rule.max() != null)
                                .map(Rule::name)
                                .toList());
            }
        }
        return new TakePermits(counting);
    }

    /** Who asks for a task by name would take it without asking its rules. */
    boolean holdBack(Run run, LeaseTask lease) {
        ExecutionRun execution = run.execution(lease.executionId());
        return execution != null
                && execution.state() == ExecutionState.READY
                && !rulesOf(run, execution).isEmpty();
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
        int weight = limits.book()
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
