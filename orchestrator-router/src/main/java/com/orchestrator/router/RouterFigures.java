package com.orchestrator.router;

import org.jspecify.annotations.Nullable;

/**
 * How the router does.
 *
 * @param workersAlive heard of within half a minute
 * @param dispatchesOpen attempts shared out among workers and not reported yet
 * @param bridge null when no broker is configured
 */
public record RouterFigures(
        ClusterView cluster,
        int workersAlive,
        int dispatchesOpen,
        @Nullable Bridge bridge) {

    /** Why nothing flows to the broker, by this server or by the one that leads; null when all is well. */
    public @Nullable String trouble() {
        return bridge == null || bridge.trouble() == null ? cluster.word().trouble() : bridge.trouble();
    }

    /**
     * How the bridge to the broker does, as this server sees it.
     *
     * @param isConnected to the broker; only the leader is
     * @param trouble why nothing flows, or what is not as it was declared; null when all is well
     * @param unconfirmed taken out of the engine, and not yet the broker's
     */
    public record Bridge(
            boolean isConnected,
            boolean isBlocked,
            @Nullable String trouble,
            long unconfirmed,
            long published,
            long returned,
            long statusTaken,
            long statusRefused,
            long deadLetters) {}
}
