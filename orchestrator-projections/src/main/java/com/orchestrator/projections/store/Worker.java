package com.orchestrator.projections.store;

/**
 * A worker as its row says. Times are the database's, in milliseconds.
 *
 * @param staleAfter after how long without a heartbeat it counts as dead
 * @param now when it was looked at
 */
public record Worker(
        String id, long generation, WorkerState state, long startedAt, long lastHeartbeat, long staleAfter, long now) {

    public boolean isStale(long threshold) {
        return lastHeartbeat < now - threshold;
    }

    /** Whether it is heard of, and works. */
    public boolean isAlive() {
        return works() && !isStale(staleAfter);
    }

    /** Whether it may own shards. */
    public boolean works() {
        return state != WorkerState.STOPPED;
    }
}
