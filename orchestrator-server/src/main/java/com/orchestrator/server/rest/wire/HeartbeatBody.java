package com.orchestrator.server.rest.wire;

import com.orchestrator.api.request.WorkerHeartbeat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Body of a heartbeat. */
public record HeartbeatBody(
        @Nullable String name,
        @Nullable String host,
        @Nullable List<String> queues,
        int capacity,
        int currentLoad,
        @Nullable String deployment,
        @Nullable Long generation,
        WorkerHeartbeat.@Nullable State state) {

    public WorkerHeartbeat toHeartbeat() {
        return new WorkerHeartbeat(
                name,
                host,
                Required.names(Required.value(queues, "queues"), "queues"),
                capacity,
                currentLoad,
                deployment,
                generation,
                Required.value(state, "state"));
    }

    /**
     * Answer: the worker that was heard.
     *
     * @param drain it was asked to end what it has begun and take no more
     */
    public record Heard(String workerId, boolean drain) {}
}
