package com.orchestrator.engine.coordinator;

import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.TimeRange;
import com.orchestrator.engine.history.Timer;
import com.orchestrator.engine.limit.BreakerTurns;
import com.orchestrator.engine.limit.LimitBook;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.store.RunTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What attempts may wait for a worker beyond their time because the breaker of their type has kept them from being taken. Costs a
 * statement when the time of such an attempt is over, and nothing else.
 */
final class BreakerWaits {

    /** While a breaker is open nobody knows how long it will be: its attempts are looked at again so much later. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private final Map<UUID, Map<UUID, Instant>> byRun = new HashMap<>();

    /** Of the runs those attempts whose time is over. */
    void load(Collection<CachedRun> runs, LimitBook book, RunTransaction transaction) {
        if (!book.hasBreakers()) {
            return;
        }
        Instant now = transaction.now();
        Map<UUID, List<ExecutionRun>> late = new HashMap<>();
        Set<RuleName> breakers = new HashSet<>();
        for (CachedRun cached : runs) {
            List<ExecutionRun> waiting = late(cached.run(), book, now);
            if (!waiting.isEmpty()) {
                late.put(cached.run().instanceId(), waiting);
                waiting.forEach(execution -> breakers.add(breakerOf(execution)));
            }
        }
        if (!late.isEmpty()) {
            Map<RuleName, BreakerTurns> turns = transaction.breakerTurns(breakers);
            late.forEach((run, waiting) -> byRun.put(run, waits(waiting, turns, now)));
        }
    }

    private static List<ExecutionRun> late(Run run, LimitBook book, Instant now) {
        return run.timers().due(now).stream().noneMatch(timer -> timer.kind() == Timer.Kind.SCHEDULE_TIMEOUT)
                ? List.of()
                : run.liveExecutions().stream()
                        .filter(execution -> isLate(execution, now)
                                && book.breaker(execution.spec().taskType()).isPresent())
                        .toList();
    }

    private static boolean isLate(ExecutionRun execution, Instant now) {
        Instant until = execution.mayWaitUntil();
        return execution.state() == ExecutionState.READY && until != null && !until.isAfter(now);
    }

    private static RuleName breakerOf(ExecutionRun execution) {
        return RuleName.breaker(execution.spec().taskType());
    }

    private static Map<UUID, Instant> waits(
            List<ExecutionRun> waiting, Map<RuleName, BreakerTurns> turns, Instant now) {
        Map<UUID, Instant> waits = new HashMap<>();
        for (ExecutionRun execution : waiting) {
            Instant until = until(execution, turns.getOrDefault(breakerOf(execution), BreakerTurns.NONE), now);
            if (until != null) {
                waits.put(execution.executionId(), until);
            }
        }
        return waits;
    }

    private static @Nullable Instant until(ExecutionRun execution, BreakerTurns breaker, Instant now) {
        Duration missed = breaker.openBetween(execution.availableAt(), now).minus(execution.waitExtendedBy());
        Instant until = execution.mayWaitUntil();
        if (until == null) {
            return null;
        }
        Instant instead = missed.isNegative() ? until : TimeRange.later(until, missed);
        Instant next = TimeRange.later(now, LOOK_AGAIN);
        if (breaker.isOpen() && instead.isBefore(next)) {
            return next;
        }
        return instead.isAfter(now) ? instead : null;
    }

    /** By the attempt; empty when all of a run has waited long enough. */
    Map<UUID, Instant> of(UUID run) {
        return byRun.getOrDefault(run, Map.of());
    }
}
