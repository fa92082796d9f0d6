package com.orchestrator.worker;

import com.orchestrator.api.model.Payload;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run about to be started. Give it a run id whenever there is a natural one: then starting it twice starts it once. */
public final class WorkflowStart {

    private final OrchestratorClient client;
    private final String namespace;
    private final String name;
    private final Map<String, String> labels = new LinkedHashMap<>();
    private @Nullable String runId;
    private @Nullable Integer revision;
    private @Nullable String traceparent;
    private Payload input = Payload.EMPTY_OBJECT;
    private SignalsClient.@Nullable Message signal;

    WorkflowStart(OrchestratorClient client, String namespace, String name) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
    }

    /** The caller's idempotency key; made up for this start when not called. */
    public WorkflowStart runId(String id) {
        runId = id;
        return this;
    }

    /** Anything Jackson can write; the empty object when not called. */
    public WorkflowStart input(Object value) {
        input = client.payload(value);
        return this;
    }

    public WorkflowStart label(String label, String value) {
        labels.put(label, value);
        return this;
    }

    /** Of the definition; the newest when not called. */
    public WorkflowStart revision(int number) {
        revision = number;
        return this;
    }

    /**
     * A signal that the run has from the beginning. When a run of the id is there already it is sent the signal, whatever its input
     * was, and started is nothing.
     *
     * @param signalId makes repeating it safe; made up for this start when null
     */
    public WorkflowStart signal(String signalName, @Nullable String signalId, @Nullable Object payload) {
        signal = new SignalsClient.Message(
                signalName, signalId == null ? FreshId.next() : signalId, client.payload(payload));
        return this;
    }

    /**
     * The trace that the start is part of, as W3C Trace Context writes it; of the module for OpenTelemetry: {@code
     * WorkerTelemetry.traceparent()}.
     *
     * @param said of none when it is null
     */
    public WorkflowStart traceparent(@Nullable String said) {
        traceparent = said;
        return this;
    }

    public <T> WorkflowHandle<T> start(Class<T> output) {
        StartBody body = new StartBody(runId, input, labels.isEmpty() ? null : labels, revision);
        Map<String, String> headers = traceparent == null ? Map.of() : Map.of("traceparent", traceparent);
        StartedWorkflow started = signal == null
                ? send(client, namespace, name, body, headers)
                : client.signals().withStart(namespace, name, body.named(), signal, headers);
        return client.handle(started.instanceId(), output);
    }

    static StartedWorkflow send(
            OrchestratorClient client, String namespace, String name, StartBody body, Map<String, String> headers) {
        String path = "/workflows/" + OrchestratorClient.segment(namespace) + "/" + OrchestratorClient.segment(name)
                + "/instances";
        return client.post(path, body.named(), headers, StartedWorkflow.class);
    }
}
