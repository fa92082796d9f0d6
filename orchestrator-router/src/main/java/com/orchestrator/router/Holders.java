package com.orchestrator.router;

/** Under which names the router leases from the engine. */
public final class Holders {

    /** What the broker has, whoever takes it out of there. */
    public static final String BROKER = "router.broker";

    /** What was shared out among workers that send heartbeats. */
    public static final String WORKERS = "router.workers";

    private Holders() {}

    static boolean isReserved(String workerId) {
        return workerId.equals(BROKER) || workerId.equals(WORKERS);
    }
}
