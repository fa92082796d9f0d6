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
    private Payload input = Payload.EMPTY_OBJECT;

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

    public <T> WorkflowHandle<T> start(Class<T> output) {
        StartedWorkflow started =
                client.start(namespace, name, new StartBody(runId, input, labels.isEmpty() ? null : labels, revision));
        return client.handle(started.instanceId(), output);
    }
}
