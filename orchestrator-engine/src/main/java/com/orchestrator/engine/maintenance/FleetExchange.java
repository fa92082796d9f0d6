package com.orchestrator.engine.maintenance;

import com.orchestrator.engine.coordinator.FleetCoordinator;

/** Makes known to all servers which queues are polled here and by whom, and how many leases were given. */
public final class FleetExchange implements Chore {

    private final FleetCoordinator fleet;

    public FleetExchange(FleetCoordinator fleet) {
        this.fleet = fleet;
    }

    @Override
    public String name() {
        return "fleet-exchange";
    }

    @Override
    public int runOnce(int limit) {
        fleet.exchange();
        return 0;
    }
}
