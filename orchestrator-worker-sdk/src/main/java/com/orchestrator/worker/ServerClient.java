package com.orchestrator.worker;

import com.orchestrator.api.fleet.OutboxStatus;
import com.orchestrator.api.fleet.ServerSetting;
import java.util.List;

/** The server that answers. Holds no state of its own: every call asks it. */
public final class ServerClient {

    private final OrchestratorClient client;

    ServerClient(OrchestratorClient client) {
        this.client = client;
    }

    /** What it has been told, and by what, without secrets; for admins. */
    public List<ServerSetting> config() {
        return client.get("/server/config", Pages.Settings.class).items();
    }

    /** The outboxes in its database that it hands over, as it sees them. */
    public List<OutboxStatus> outboxes() {
        return client.get("/server/outboxes", Pages.Outboxes.class).items();
    }
}
