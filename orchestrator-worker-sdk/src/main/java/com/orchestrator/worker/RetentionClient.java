package com.orchestrator.worker;

import java.util.UUID;

/** What becomes of runs that have ended. Holds no state of its own: every call asks the server. */
public final class RetentionClient {

    private final OrchestratorClient client;

    RetentionClient(OrchestratorClient client) {
        this.client = client;
    }

    /**
     * Deletes a run that has ended, with all that it has started and all that is kept of them; one that was deleted before is no fault.
     * Refused with {@code ILLEGAL_STATE} while it or a child goes on, while its parent is there, and under a legal hold.
     */
    public void delete(UUID instanceId, String reason) {
        client.delete("/instances/" + instanceId, reason);
    }
}
