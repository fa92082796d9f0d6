package com.orchestrator.engine.coordinator;

import com.orchestrator.engine.decision.workflow.FireTimers;
import com.orchestrator.engine.decision.workflow.TakeClaims;
import com.orchestrator.engine.store.LaneSelector;
import com.orchestrator.engine.store.QueuePosition;
import com.orchestrator.engine.store.Strand;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Wakes lanes for what is due within seconds, so that short waits and retries do not wait for the next sweep. */
final class Alarms {

    private final Lanes lanes;
    private final ScheduledExecutorService scheduler;

    Alarms(Lanes lanes, ScheduledExecutorService scheduler) {
        this.lanes = lanes;
        this.scheduler = scheduler;
    }

    void fireTimers(UUID instanceId, Duration delay) {
        after(delay, () -> lanes.submit(instanceId, LaneRequest.OnRun.byEngine(instanceId, new FireTimers())));
    }

    /** A run waits, and may have missed that there is room. */
    void takeClaims(UUID instanceId) {
        lanes.submit(instanceId, LaneRequest.OnRun.byEngine(instanceId, new TakeClaims(null)));
    }

    /** Runs of a lane have given back what others may wait for. */
    void admit(UUID giver, Collection<String> names) {
        lanes.submit(giver, new LaneRequest.Admit(names));
    }

    void deliver(UUID receiver) {
        lanes.submit(receiver, new LaneRequest.Deliver(receiver));
    }

    /**
     * @param lane whose work it is
     * @param first of each strand the place where the first of it stands
     */
    void workIsReady(LaneSelector lane, Map<Strand, QueuePosition> first) {
        lanes.workIsReady(lane, first);
    }

    void rulesHaveRoom(Set<String> rules) {
        lanes.rulesHaveRoom(rules);
    }

    void ruleWillHaveRoom(String rule, Duration delay) {
        after(delay, () -> lanes.rulesHaveRoom(Set.of(rule)));
    }

    void workWillBeReady(Strand strand, Duration delay) {
        after(delay, () -> lanes.workMayBeReady(strand));
    }

    private void after(Duration delay, Runnable action) {
        if (!scheduler.isShutdown()) {
            long nanos = delay.isNegative() ? 0 : delay.toNanos();
            scheduler.schedule(action, nanos, TimeUnit.NANOSECONDS);
        }
    }
}
