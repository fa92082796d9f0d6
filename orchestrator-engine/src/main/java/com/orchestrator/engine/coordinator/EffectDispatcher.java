package com.orchestrator.engine.coordinator;

import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.metrics.EngineCounters;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.store.ExecutionRow;
import com.orchestrator.engine.store.QueuePosition;
import com.orchestrator.engine.store.Strand;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What happens after a commit besides the answers: counts what is durable now, wakes whoever waits for work or for a result,
 * lets runs hear what they were told, and sets alarms for what is due soon. May be lost in a crash; that costs time, never
 * correctness, because chores find the same work again.
 */
final class EffectDispatcher {

    /** What is due later than this is left to the chores. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private final ResultWaiters waiters;
    private final Alarms alarms;
    private final EngineCounters counters;
    private final LeaseBook leases;
    private final BreakerHealth health;
    private final Runnable committed;

    /** @param committed is told of each batch that has appended to histories */
    EffectDispatcher(
            ResultWaiters waiters,
            Alarms alarms,
            EngineCounters counters,
            LeaseBook leases,
            BreakerHealth health,
            Runnable committed) {
        this.health = health;
        this.committed = committed;
        this.waiters = waiters;
        this.alarms = alarms;
        this.counters = counters;
        this.leases = leases;
    }

    void dispatch(Batch batch) {
        if (!batch.recorded().isEmpty()) {
            committed.run();
        }
        Map<Strand, QueuePosition> ready = new HashMap<>();
        for (RunWork work : batch.recorded()) {
            Run run = work.run();
            Set<UUID> leased = work.leased();
            count(work, leased);
            leases.saw(work.touched(), leased, batch.now());
            health.saw(work.touched(), batch.now());
            if (run.state().isAtRest()) {
                waiters.wake(run.instanceId(), () -> RunRows.result(run, work.entries()));
            }
            Instant dueAt = run.timerDueAt();
            if (dueAt != null && isSoon(dueAt, batch.now())) {
                alarms.fireTimers(run.instanceId(), Duration.between(batch.now(), dueAt));
            }
        }
        announce(batch.rows(), batch.now(), ready);
        batch.due().behind().forEach(strand -> ready.put(strand, QueuePosition.START));
        alarms.workIsReady(batch.lane(), ready);
        batch.mayTakeClaims().forEach(alarms::takeClaims);
        batch.givenBack().forEach(alarms::admit);
        makeRoom(batch);
        batch.told().stream().map(RunMessage::receiver).distinct().forEach(alarms::deliver);
    }

    private void count(RunWork work, Set<UUID> leased) {
        work.entries().forEach(entry -> counters.recorded(entry.event()));
        counters.moved(work.loadedState(), work.run().state());
        RunTimes.tell(work, leased, counters.times());
    }

    private void announce(List<ExecutionRow> rows, Instant now, Map<Strand, QueuePosition> ready) {
        for (ExecutionRow row : rows) {
            if (row.state() != ExecutionState.READY || row.held()) {
                continue;
            }
            if (!row.availableAt().isAfter(now)) {
                ready.merge(row.strand(), row.position(), (a, b) -> a.isBefore(b) ? a : b);
            } else if (isSoon(row.availableAt(), now)) {
                alarms.workWillBeReady(row.strand(), Duration.between(now, row.availableAt()));
            }
        }
    }

    private void makeRoom(Batch batch) {
        Set<String> given = new HashSet<>();
        batch.recorded().forEach(work -> work.permitsGiven().forEach(permit -> given.add(permit.rule())));
        if (!given.isEmpty()) {
            alarms.rulesHaveRoom(given);
        }
        batch.due().opening().forEach((rule, at) -> {
            if (isSoon(at, batch.now())) {
                alarms.ruleWillHaveRoom(rule, Duration.between(batch.now(), at));
            }
        });
    }

    private static boolean isSoon(Instant at, Instant now) {
        return !at.isAfter(now.plus(SOON));
    }
}
