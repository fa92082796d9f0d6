package com.orchestrator.engine.maintenance;

import com.orchestrator.engine.store.PermitStore;
import com.orchestrator.engine.store.PermitStore.PlaceKey;

/** Walks over the places of keys in fair queues, a piece at a time: those of keys long past are forgotten. */
public final class FairPlaceRetirement implements Chore {

    private final PermitStore permits;
    private PlaceKey position = PlaceKey.BEFORE_ALL;

    public FairPlaceRetirement(PermitStore permits) {
        this.permits = permits;
    }

    @Override
    public String name() {
        return "fair-place-retirement";
    }

    @Override
    public int runOnce(int limit) {
        position = permits.forgetPlaces(position, limit).orElse(PlaceKey.BEFORE_ALL);
        return 0;
    }
}
