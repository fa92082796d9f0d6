package com.orchestrator.engine.maintenance;

import com.orchestrator.engine.coordinator.Wakeups;
import com.orchestrator.engine.store.LeaseStore;
import java.util.List;
import java.util.UUID;

/** Finds what runs were told and nobody has let them hear: told by a server that stopped, or that lost its way. */
public final class MessageSweep implements Chore {

    private final LeaseStore leases;
    private final Wakeups wakeups;

    public MessageSweep(LeaseStore leases, Wakeups wakeups) {
        this.leases = leases;
        this.wakeups = wakeups;
    }

    @Override
    public String name() {
        return "message-sweep";
    }

    @Override
    public int runOnce(int limit) {
        List<UUID> told = leases.findTold(limit);
        told.forEach(wakeups::deliver);
        return told.size();
    }
}
