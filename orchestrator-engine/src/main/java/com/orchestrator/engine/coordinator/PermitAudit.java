package com.orchestrator.engine.coordinator;

import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.metrics.EngineCounters;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.store.Permit;
import com.orchestrator.engine.store.RunStore;
import com.orchestrator.engine.store.RunTransaction;
import com.orchestrator.engine.store.StoreUnavailableException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recounts what rules have given out from the histories of those who hold it. Permits end with the events that end their attempt, so it
 * should never find one whose attempt is over; what it finds is given back, counted and said.
 */
public final class PermitAudit {

    private static final Logger LOG = LoggerFactory.getLogger(PermitAudit.class);

    private final RunStore runs;
    private final Plans plans;
    private final EngineCounters counters;

    PermitAudit(RunStore runs, Plans plans, EngineCounters counters) {
        this.runs = runs;
        this.plans = plans;
        this.counters = counters;
    }

    /**
     * A run at fault cannot be read, and is left to itself.
     *
     * @param held as they were a moment ago
     * @return those that were left behind, and are given back now
     */
    public Set<Permit> giveBackLeftBehind(Collection<Permit> held) {
        Map<UUID, List<Permit>> byRun =
                held.stream().collect(Collectors.groupingBy(permit -> ExecutionId.instanceOf(permit.executionId())));
        Set<Permit> given = new HashSet<>();
        giveBack(List.copyOf(byRun.keySet()), byRun, given);
        counters.permitsWereLeftBehind(given.size());
        return given;
    }

    private void giveBack(List<UUID> some, Map<UUID, List<Permit>> byRun, Set<Permit> given) {
        if (some.isEmpty()) {
            return;
        }
        List<Permit> held = some.stream()
                .flatMap(run -> byRun.getOrDefault(run, List.of()).stream())
                .toList();
        try {
            given.addAll(giveBack(held));
        } catch (StoreUnavailableException later) {
            throw later;
        } catch (RuntimeException fault) {
            if (some.size() > 1) {
                int half = some.size() / 2;
                giveBack(some.subList(0, half), byRun, given);
                giveBack(some.subList(half, some.size()), byRun, given);
            }
        }
    }

    private Set<Permit> giveBack(List<Permit> held) {
        Set<Permit> suspects = runs.inTransaction(transaction -> leftBehind(held, transaction));
        return suspects.isEmpty() ? suspects : runs.inTransaction(transaction -> giveBackLocked(suspects, transaction));
    }

    /** Whoever ends an attempt deletes its permits, and would wait for this: what is there and over by history is nobody's. */
    private Set<Permit> giveBackLocked(Set<Permit> suspects, RunTransaction transaction) {
        Set<Permit> left = leftBehind(transaction.lockPermits(suspects), transaction);
        if (!left.isEmpty()) {
            transaction.givePermitsBack(left);
            LOG.error("Permits of attempts that are over had been left behind, and are given back: {}", left);
        }
        return left;
    }

    private Set<Permit> leftBehind(Collection<Permit> held, RunTransaction transaction) {
        if (held.isEmpty()) {
            return Set.of();
        }
        Map<UUID, Long> all = new HashMap<>();
        held.forEach(permit -> all.put(ExecutionId.instanceOf(permit.executionId()), 0L));
        Set<Permit> left = new HashSet<>(held);
        transaction.loadEvents(all).forEach((instanceId, entries) -> {
            Run run = new Run(instanceId, plans.of(entries.get(0).event()));
            entries.forEach(run::apply);
            run.liveExecutions()
                    .forEach(execution -> execution
                            .permits()
                            .forEach(rule -> left.remove(new Permit(rule, execution.executionId()))));
        });
        return left;
    }
}
