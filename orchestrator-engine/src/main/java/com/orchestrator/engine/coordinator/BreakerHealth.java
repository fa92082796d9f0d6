package com.orchestrator.engine.coordinator;

import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.limit.LimitBook;
import com.orchestrator.engine.limit.Outcome;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.store.LimitStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How attempts of types with a breaker end, on this server. Kept in memory for as long as a sweep takes, so that no batch pays for it:
 * what a crash loses is a second of a breaker's memory, and no promise.
 */
public final class BreakerHealth {

    /** What says nothing of the health of what the type depends on: the worker was heard, and has decided. */
    private static final Set<FailureKind> DECIDED =
            EnumSet.of(FailureKind.FATAL, FailureKind.COMPENSATE, FailureKind.SUSPEND, FailureKind.CANCELLED);

    private final LimitStore store;
    private final CurrentLimits limits;
    private final Map<RuleName, Map<Boolean, List<Outcome>>> pending = new HashMap<>();

    BreakerHealth(LimitStore store, CurrentLimits limits) {
        this.store = store;
        this.limits = limits;
    }

    /** Attempts that a batch has changed for good. */
    void saw(Collection<ExecutionRun> touched, Instant now) {
        LimitBook book = limits.book();
        if (book.hasBreakers()) {
            touched.stream()
                    .filter(execution -> isTelling(execution)
                            && book.breaker(execution.spec().taskType()).isPresent())
                    .forEach(execution -> keep(execution, now));
        }
    }

    private static boolean isTelling(ExecutionRun execution) {
        TaskError error = execution.error();
        return execution.state() == ExecutionState.SUCCEEDED
                || execution.state() == ExecutionState.UNKNOWN
                || (execution.state() == ExecutionState.FAILED && error != null && !DECIDED.contains(error.kind()));
    }

    /** Of successes the last one tells as much as all of them. */
    private synchronized void keep(ExecutionRun execution, Instant now) {
        RuleName rule = RuleName.breaker(execution.spec().taskType());
        boolean failed = execution.state() != ExecutionState.SUCCEEDED;
        List<Outcome> kept = pending.computeIfAbsent(rule, name -> new HashMap<>())
                .computeIfAbsent(failed, key -> new ArrayList<>());
        if (!failed) {
            kept.clear();
        }
        kept.add(new Outcome(rule.text(), execution.executionId(), failed, now));
    }

    /**
     * Writes down what there is, and what breakers have come to by it.
     *
     * @return how many breakers were looked at
     */
    public int settle() {
        Map<RuleName, Map<Boolean, List<Outcome>>> seen = take();
        seen.forEach((rule, outcomes) -> store.settleBreaker(
                rule, outcomes.values().stream().flatMap(List::stream).toList()));
        return seen.size();
    }

    private synchronized Map<RuleName, Map<Boolean, List<Outcome>>> take() {
        Map<RuleName, Map<Boolean, List<Outcome>>> taken = new HashMap<>(pending);
        pending.clear();
        return taken;
    }
}
