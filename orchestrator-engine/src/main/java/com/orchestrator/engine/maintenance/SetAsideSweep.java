package com.orchestrator.engine.maintenance;

import com.orchestrator.engine.coordinator.Wakeups;
import com.orchestrator.engine.metrics.Sightings;
import com.orchestrator.engine.store.SetAsideStore;
import java.util.List;
import java.util.UUID;

/**
 * Has this server try, once, each run that another could not work on, or an earlier process of its own: after an upgrade that
 * mends a fault what was set aside goes on by itself. Tried again after an hour, and when a person asks.
 */
public final class SetAsideSweep implements Chore {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final SetAsideStore store;
    private final UUID server;
    private final Wakeups wakeups;
    private final Sightings sightings;
    private UUID position = BEFORE_ALL;

    /** @param server this process, as it is known to the store */
    public SetAsideSweep(SetAsideStore store, UUID server, Wakeups wakeups, Sightings sightings) {
        this.store = store;
        this.server = server;
        this.wakeups = wakeups;
        this.sightings = sightings;
    }

    @Override
    public String name() {
        return "set-aside-sweep";
    }

    @Override
    public int runOnce(int limit) {
        sightings.setAsideAre(store.count());
        List<UUID> untried = store.untried(server, position, limit);
        untried.forEach(wakeups::takeUp);
        position = untried.size() < limit ? BEFORE_ALL : untried.get(untried.size() - 1);
        return untried.size();
    }
}
