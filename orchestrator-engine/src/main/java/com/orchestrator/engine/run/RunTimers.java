package com.orchestrator.engine.run;

import com.orchestrator.api.model.TimeRange;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.Timer;
import com.orchestrator.engine.plan.TaskTimeouts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** When a run has something to do by itself. Timers stand still while it is paused, leases do not. */
public final class RunTimers {

    private final TreeSet<Timer> timers = new TreeSet<>();
    private final TreeMap<Timer, ExecutionRun> leases = new TreeMap<>();

    /** Replaces one timer by another; either may be absent. */
    @Nullable
    Timer rearm(@Nullable Timer old, @Nullable Timer next) {
        if (old != null) {
            timers.remove(old);
        }
        if (next != null) {
            timers.add(next);
        }
        return next;
    }

    /** Starts the time that all attempts of some work have together, if it is limited. */
    @Nullable
    Timer armTotal(@Nullable Timer old, Timer.Kind kind, NodeKey key, TaskTimeouts timeouts, Instant from) {
        return rearm(
                old, timeouts.total() == null ? null : new Timer(TimeRange.later(from, timeouts.total()), kind, key));
    }

    /** A lease without a row of its own is watched by its run; null stops that. */
    void watchLease(ExecutionRun execution, @Nullable Instant expiry) {
        if (execution.leaseTimer != null) {
            leases.remove(execution.leaseTimer);
        }
        execution.leaseTimer = expiry == null ? null : Timer.ofLease(expiry, execution.executionId);
        if (execution.leaseTimer != null) {
            leases.put(execution.leaseTimer, execution);
        }
    }

    /** Earliest moment at which a timer is due; null when never. */
    public @Nullable Instant next() {
        return timers.isEmpty() ? null : timers.first().dueAt();
    }

    /** When the first lease that has no row of its own runs out; null when there is none. */
    public @Nullable Instant nextLease() {
        return leases.isEmpty() ? null : leases.firstKey().dueAt();
    }

    public boolean isArmed(Timer timer) {
        return timers.contains(timer);
    }

    /** Timers that are due, in order; a copy, of which some may be gone before their turn comes. */
    public List<Timer> due(Instant now) {
        List<Timer> due = new ArrayList<>();
        for (Timer timer : timers) {
            if (timer.dueAt().isAfter(now)) {
                break;
            }
            due.add(timer);
        }
        return due;
    }

    /**
     * Attempts whose watched lease is over.
     *
     * @param fenceFloor one that was given up to this fence is, whatever its time
     */
    public List<ExecutionRun> leasesOver(Instant now, long fenceFloor) {
        List<ExecutionRun> over = new ArrayList<>();
        for (Map.Entry<Timer, ExecutionRun> lease : leases.entrySet()) {
            if (!lease.getKey().dueAt().isAfter(now) || lease.getValue().leaseToken() <= fenceFloor) {
                over.add(lease.getValue());
            } else if (fenceFloor == 0) {
                break;
            }
        }
        return over;
    }
}
