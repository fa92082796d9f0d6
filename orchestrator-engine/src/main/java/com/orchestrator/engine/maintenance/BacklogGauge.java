package com.orchestrator.engine.maintenance;

import com.orchestrator.engine.metrics.Sightings;
import com.orchestrator.engine.store.WatchStore;

/** Looks how much work waits in which queue, for whoever watches figures. */
public final class BacklogGauge implements Chore {

    private final WatchStore store;
    private final Sightings sightings;

    public BacklogGauge(WatchStore store, Sightings sightings) {
        this.store = store;
        this.sightings = sightings;
    }

    @Override
    public String name() {
        return "backlog-gauge";
    }

    @Override
    public int runOnce(int limit) {
        sightings.backlogIs(store.backlog());
        return 0;
    }
}
