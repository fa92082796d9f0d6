package com.orchestrator.engine.maintenance;

import com.orchestrator.engine.metrics.Sightings;
import com.orchestrator.engine.store.WatchStore;

/** Looks at workers, late timers and dead rows, for whoever watches figures. */
public final class SurroundingsGauge implements Chore {

    private final WatchStore store;
    private final Sightings sightings;

    public SurroundingsGauge(WatchStore store, Sightings sightings) {
        this.store = store;
        this.sightings = sightings;
    }

    @Override
    public String name() {
        return "surroundings-gauge";
    }

    @Override
    public int runOnce(int limit) {
        sightings.surroundingsAre(store.surroundings());
        return 0;
    }
}
