package com.orchestrator.engine.maintenance;

import com.orchestrator.engine.metrics.Sightings;
import com.orchestrator.engine.store.IncidentStore;

/** How many incidents nobody has resolved. */
public final class IncidentGauge implements Chore {

    private final IncidentStore store;
    private final Sightings sightings;

    public IncidentGauge(IncidentStore store, Sightings sightings) {
        this.store = store;
        this.sightings = sightings;
    }

    @Override
    public String name() {
        return "incident-gauge";
    }

    @Override
    public int runOnce(int limit) {
        sightings.openIncidentsAre(store.countOpen());
        return 0;
    }
}
