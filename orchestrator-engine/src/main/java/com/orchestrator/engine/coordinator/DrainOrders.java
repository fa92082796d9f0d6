package com.orchestrator.engine.coordinator;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Workers that were asked to take no more work, as this server knows: at once when it was asked itself, else with the worker's
 * next heartbeat or the next look at the store. Their polls are answered at once, with nothing.
 */
final class DrainOrders {

    private final Set<String> draining = ConcurrentHashMap.newKeySet();
    private final DemandBoard board;

    DrainOrders(DemandBoard board) {
        this.board = board;
    }

    boolean concern(String workerId) {
        return !draining.isEmpty() && draining.contains(workerId);
    }

    /** What the store says of one worker. */
    void set(String workerId, boolean drains) {
        if (!drains) {
            draining.remove(workerId);
        } else if (draining.add(workerId)) {
            board.closePollsOf(workerId);
        }
    }

    /** What the store says of all. */
    void setAll(Set<String> workerIds) {
        draining.retainAll(workerIds);
        workerIds.forEach(workerId -> set(workerId, true));
    }
}
