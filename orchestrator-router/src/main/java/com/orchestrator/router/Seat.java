package com.orchestrator.router;

/** Whether this server has the seat of the leader now. */
@FunctionalInterface
public interface Seat {
    boolean isOurs();
}
