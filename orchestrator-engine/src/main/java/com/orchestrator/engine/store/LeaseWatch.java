package com.orchestrator.engine.store;

import java.util.List;
import java.util.UUID;

/**
 * Runs of one transaction whose leases may have run out by now.
 *
 * @param watchId to end the watch by
 * @param runs those that have not ended
 */
public record LeaseWatch(long watchId, List<UUID> runs) {

    public LeaseWatch {
        runs = List.copyOf(runs);
    }
}
