package com.orchestrator.engine.maintenance;

import com.orchestrator.engine.coordinator.Wakeups;
import com.orchestrator.engine.store.LeaseStore;
import java.util.Set;

/** Finds ready work that nobody here was told of: made ready by another server, or before a restart. */
public final class BacklogSweep implements Chore {

    private final LeaseStore leases;
    private final Wakeups wakeups;

    public BacklogSweep(LeaseStore leases, Wakeups wakeups) {
        this.leases = leases;
        this.wakeups = wakeups;
    }

    @Override
    public String name() {
        return "backlog-sweep";
    }

    @Override
    public int runOnce(int limit) {
        Set<String> awaited = wakeups.awaitedQueues();
        if (!awaited.isEmpty()) {
            leases.findBackloggedQueues(awaited).forEach(wakeups::workMayBeReady);
        }
        return 0;
    }
}
