package com.orchestrator.engine.maintenance;

import com.orchestrator.engine.coordinator.BreakerHealth;
import com.orchestrator.engine.store.LimitStore;

/** Opens and closes breakers by how attempts have ended on this server since the last sweep. Asks nothing when none has. */
public final class BreakerSweep implements Chore {

    private final BreakerHealth health;
    private final LimitStore store;

    public BreakerSweep(BreakerHealth health, LimitStore store) {
        this.health = health;
        this.store = store;
    }

    @Override
    public String name() {
        return "breaker-sweep";
    }

    @Override
    public int runOnce(int limit) {
        if (health.settle() > 0) {
            store.forgetOutcomes(limit);
        }
        return 0;
    }
}
