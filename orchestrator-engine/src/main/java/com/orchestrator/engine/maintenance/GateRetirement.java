package com.orchestrator.engine.maintenance;

import com.orchestrator.engine.store.ClaimStore;

/** Forgets names that nobody has asked for in a long while, so that keys of long ago take no room. */
public final class GateRetirement implements Chore {

    private final ClaimStore claims;

    public GateRetirement(ClaimStore claims) {
        this.claims = claims;
    }

    @Override
    public String name() {
        return "gate-retirement";
    }

    @Override
    public int runOnce(int limit) {
        return claims.forgetGates(limit);
    }
}
