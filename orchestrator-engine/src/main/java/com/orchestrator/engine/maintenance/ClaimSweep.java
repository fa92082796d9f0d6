package com.orchestrator.engine.maintenance;

import com.orchestrator.engine.coordinator.Wakeups;
import com.orchestrator.engine.store.ClaimStore;
import java.util.List;
import java.util.UUID;

/**
 * Finds runs that could have what they wait for and were not told, and runs that wait for each other in a circle. Only asked
 * while somebody waits.
 */
public final class ClaimSweep implements Chore {

    /** Looking for circles costs more, and nothing is lost while one stands. */
    private static final int SWEEPS_PER_LOOK = 3;

    private final ClaimStore claims;
    private final Wakeups wakeups;
    private int sweeps;

    public ClaimSweep(ClaimStore claims, Wakeups wakeups) {
        this.claims = claims;
        this.wakeups = wakeups;
    }

    @Override
    public String name() {
        return "claim-sweep";
    }

    @Override
    public int runOnce(int limit) {
        List<UUID> admissible = claims.findAdmissible(limit);
        admissible.forEach(wakeups::takeClaims);
        if (++sweeps % SWEEPS_PER_LOOK == 0) {
            new Deadlocks(claims.findEntangled())
                    .victims()
                    .forEach(victim -> wakeups.breakDeadlock(victim.instanceId(), victim.name()));
        }
        return admissible.size();
    }
}
