package com.orchestrator.engine.maintenance;

import com.orchestrator.engine.coordinator.Wakeups;
import com.orchestrator.engine.store.LeaseStore;
import java.util.List;
import java.util.UUID;

/** Finds runs that have something to do by themselves: waits that are over, deadlines, timeouts, delayed starts. */
public final class TimerSweep implements Chore {

    private final LeaseStore leases;
    private final Wakeups wakeups;

    public TimerSweep(LeaseStore leases, Wakeups wakeups) {
        this.leases = leases;
        this.wakeups = wakeups;
    }

    @Override
    public String name() {
        return "timer-sweep";
    }

    @Override
    public int runOnce(int limit) {
        List<UUID> due = leases.findDueRuns(limit);
        due.forEach(wakeups::fireTimers);
        return due.size();
    }
}
