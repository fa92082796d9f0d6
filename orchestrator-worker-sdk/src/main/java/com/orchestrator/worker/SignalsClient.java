package com.orchestrator.worker;

import com.orchestrator.api.model.Payload;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sends messages to runs, which are known by their id or by a key. Holds no state of its own: every call asks the server. */
public final class SignalsClient {

    private final OrchestratorClient client;
    private final HttpTransport http;

    SignalsClient(OrchestratorClient client, HttpTransport http) {
        this.client = client;
        this.http = http;
    }

    /** As {@link OrchestratorClient#signal}. */
    void send(UUID instanceId, String name, @Nullable String signalId, @Nullable Object payload) {
        String path = "/instances/" + instanceId + "/signals/" + OrchestratorClient.segment(name);
        Message message = new Message(null, signalId, client.payload(payload));
        ClientCalls.await(
                signalId == null
                        ? http.post(path, message, OrchestratorClient.TIMEOUT)
                        : ClientCalls.repeating(() -> http.post(path, message, OrchestratorClient.TIMEOUT)));
    }

    /**
     * Sends a message to all open runs of a key, whatever their workflow. Refused with {@code NOT_FOUND} when there is none that takes
     * it, otherwise as one to a single run.
     *
     * @param key what the signal's {@code key} says in these runs
     * @param signalId makes repeating it safe; made up when null, so that this call can be repeated
     * @return the runs that have it
     */
    public List<UUID> sendByKey(
            String namespace, String name, String key, @Nullable String signalId, @Nullable Object payload) {
        String id = signalId == null ? FreshId.next() : signalId;
        return client.post("/signals", new Keyed(namespace, name, key, id, client.payload(payload)), Taken.class)
                .instanceIds();
    }

    /** Of a run that is started when it is not there. */
    StartedWorkflow withStart(
            String namespace, String workflow, StartBody start, Message message, Map<String, String> headers) {
        String path = "/workflows/" + OrchestratorClient.segment(namespace) + "/" + OrchestratorClient.segment(workflow)
                + "/signal-with-start";
        return client.post(
                path,
                new WithStart(start.runId(), start.input(), start.labels(), start.revision(), message),
                headers,
                StartedWorkflow.class);
    }

    /** @param name null where it stands in the path */
    record Message(@Nullable String name, @Nullable String signalId, Payload payload) {}

    private record Keyed(String namespace, String name, String key, String signalId, Payload payload) {}

    private record Taken(List<UUID> instanceIds) {}

    private record WithStart(
            @Nullable String runId,
            Payload input,
            @Nullable Map<String, String> labels,
            @Nullable Integer revision,
            Message signal) {}
}
