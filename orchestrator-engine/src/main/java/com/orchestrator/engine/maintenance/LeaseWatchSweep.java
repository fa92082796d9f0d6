package com.orchestrator.engine.maintenance;

import com.orchestrator.engine.coordinator.Wakeups;
import com.orchestrator.engine.store.LeaseStore;
import com.orchestrator.engine.store.LeaseWatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Finds workers that fell silent before they ever extended their lease. Has the runs of a due watch looked at, and ends the
 * watch when that is done: a run whose lease goes on gets a new watch by its lane. A crash in between repeats the looks.
 */
public final class LeaseWatchSweep implements Chore {

    private final LeaseStore leases;
    private final Wakeups wakeups;
    private final Map<Long, CompletableFuture<Void>> looking = new HashMap<>();

    public LeaseWatchSweep(LeaseStore leases, Wakeups wakeups) {
        this.leases = leases;
        this.wakeups = wakeups;
    }

    @Override
    public String name() {
        return "lease-watch-sweep";
    }

    @Override
    public int runOnce(int limit) {
        endLookedAt();
        int begun = 0;
        for (LeaseWatch due : leases.findDueWatches(limit)) {
            if (!looking.containsKey(due.watchId())) {
                looking.put(due.watchId(), look(due));
                begun++;
            }
        }
        endLookedAt();
        return begun;
    }

    private CompletableFuture<Void> look(LeaseWatch due) {
        return CompletableFuture.allOf(
                due.runs().stream().map(wakeups::fireTimers).toArray(CompletableFuture[]::new));
    }

    /** A watch whose looks failed is forgotten here, but stays in the store: it is found again. */
    private void endLookedAt() {
        List<Long> done = new ArrayList<>();
        looking.forEach((watchId, look) -> {
            if (look.isDone() && !look.isCompletedExceptionally()) {
                done.add(watchId);
            }
        });
        looking.values().removeIf(CompletableFuture::isDone);
        if (!done.isEmpty()) {
            leases.endWatches(done);
        }
    }
}
