package com.orchestrator.worker;

import com.orchestrator.api.fleet.EncryptionStatus;
import com.orchestrator.api.fleet.OutboxStatus;
import com.orchestrator.api.fleet.RewrappedKeys;
import com.orchestrator.api.fleet.ServerSetting;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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

    /** With which keys what runs carry is sealed, and what needs each; for admins. */
    public EncryptionStatus encryption() {
        return client.get("/server/encryption", EncryptionStatus.class);
    }

    /**
     * Wraps all data keys anew that another key than the server's first has wrapped, piece by piece. Runs go on meanwhile.
     *
     * @return how many there were
     */
    public long rewrapDataKeys(String reason) {
        long rewrapped = 0;
        UUID next = null;
        do {
            RewrappedKeys piece =
                    client.post("/server/encryption/rewrap", new Rewrap(next, reason), RewrappedKeys.class);
            rewrapped += piece.rewrapped();
            next = piece.next();
        } while (next != null);
        return rewrapped;
    }

    private record Rewrap(@Nullable UUID after, String reason) {}

    /** Gives up a key of the ring. Refused with {@code ILLEGAL_STATE} while anything is wrapped with it. */
    public void retireKey(String keyId, String reason) {
        client.delete("/server/encryption/keys/" + OrchestratorClient.segment(keyId), reason);
    }

    /** The outboxes in its database that it hands over, as it sees them. */
    public List<OutboxStatus> outboxes() {
        return client.get("/server/outboxes", Pages.Outboxes.class).items();
    }
}
