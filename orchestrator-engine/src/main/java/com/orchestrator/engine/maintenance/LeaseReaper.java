package com.orchestrator.engine.maintenance;

import com.orchestrator.engine.coordinator.Wakeups;
import com.orchestrator.engine.store.ExecutionRef;
import com.orchestrator.engine.store.LeaseStore;
import java.util.List;

/** Finds workers that fell silent. The only way the engine recovers from a lost worker. */
public final class LeaseReaper implements Chore {

    private final LeaseStore leases;
    private final Wakeups wakeups;

    public LeaseReaper(LeaseStore leases, Wakeups wakeups) {
        this.leases = leases;
        this.wakeups = wakeups;
    }

    @Override
    public String name() {
        return "lease-reaper";
    }

    @Override
    public int runOnce(int limit) {
        List<ExecutionRef> expired = leases.findExpiredLeases(limit);
        expired.forEach(wakeups::expireLease);
        return expired.size();
    }
}
