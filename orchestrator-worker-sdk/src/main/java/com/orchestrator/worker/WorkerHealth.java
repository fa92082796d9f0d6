package com.orchestrator.worker;

/**
 * How a worker is, for probes.
 *
 * @param connected whether the server answered last, to a poll, a report or a heartbeat, of which there is one each ten seconds
 * @param running handlers that are at work
 * @param maxConcurrent as many as there may be
 * @param problem why it is not connected; empty when it is
 */
public record WorkerHealth(State state, boolean connected, int running, int maxConcurrent, String problem) {

    /** Where a worker is in its life. */
    public enum State {
        NEW,
        RUNNING,
        /** Ends what it has begun, and takes nothing more. */
        DRAINING,
        STOPPED
    }

    /** Whether the process has a reason to go on: a server that is away is waited for. */
    public boolean isLive() {
        return state != State.STOPPED;
    }

    /** Whether it does tasks now. */
    public boolean isReady() {
        return state == State.RUNNING && connected;
    }
}
