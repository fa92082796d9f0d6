package com.orchestrator.engine.maintenance;

import com.orchestrator.engine.coordinator.CurrentLimits;
import com.orchestrator.engine.coordinator.Wakeups;
import com.orchestrator.engine.store.Due;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.engine.store.LeaseStore;

/**
 * Asks once whether there is anything to do, and does what there is. Also finds ready work that nobody here was told of: made
 * ready by another server, or before a restart.
 */
public final class DueSweep implements Chore {

    private final LeaseStore leases;
    private final CurrentLimits limits;
    private final Wakeups wakeups;
    private final Chore reaper;
    private final Chore watches;
    private final Chore timers;
    private final Chore messages;
    private final Chore claims;
    private final Chore schedules;

    /** @param schedules looks at schedules whose time has come */
    public DueSweep(EngineStore store, CurrentLimits limits, Wakeups wakeups, Chore schedules) {
        this.leases = store.leases();
        this.limits = limits;
        this.wakeups = wakeups;
        this.reaper = new LeaseReaper(leases, wakeups);
        this.watches = new LeaseWatchSweep(leases, wakeups);
        this.timers = new TimerSweep(leases, wakeups);
        this.messages = new MessageSweep(leases, wakeups);
        this.schedules = schedules;
        this.claims = new ClaimSweep(store.claims(), wakeups);
    }

    @Override
    public String name() {
        return "due-sweep";
    }

    @Override
    public int runOnce(int limit) {
        Due due = leases.whatIsDue(wakeups.awaitedQueues());
        if (limits.bringTo(due.limits(), due.at())) {
            wakeups.limitsHaveChanged();
        }
        due.strands().forEach(wakeups::workMayBeReady);
        int most = due.leases() ? reaper.runOnce(limit) : 0;
        most = Math.max(most, due.watches() ? watches.runOnce(limit) : 0);
        most = Math.max(most, due.timers() ? timers.runOnce(limit) : 0);
        most = Math.max(most, due.messages() ? messages.runOnce(limit) : 0);
        most = Math.max(most, due.claims() ? claims.runOnce(limit) : 0);
        return Math.max(most, due.schedules() ? schedules.runOnce(limit) : 0);
    }
}
