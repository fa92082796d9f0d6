package com.orchestrator.api.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a worker process says of itself.
 *
 * @param capacity tasks it can run at once
 * @param currentLoad tasks it runs now
 */
public record WorkerHeartbeat(
        @Nullable String name,
        @Nullable String host,
        List<String> queues,
        int capacity,
        int currentLoad,
        @Nullable String deployment,
        @Nullable Long generation,
        State state) {

    public WorkerHeartbeat {
        RequestLimits.optionalText(name, "name", RequestLimits.NAME_CHARS_MAX);
        RequestLimits.optionalText(host, "host", RequestLimits.NAME_CHARS_MAX);
        RequestLimits.optionalText(deployment, "deployment", RequestLimits.NAME_CHARS_MAX);
        queues = List.copyOf(queues);
        queues.forEach(queue -> RequestLimits.requireText(queue, "queues", RequestLimits.NAME_CHARS_MAX));
        if (capacity < 0 || currentLoad < 0) {
            throw RequestLimits.invalid("capacity", "'capacity' and 'currentLoad' must not be negative", null);
        }
    }

    /** Life of a worker process. */
    public enum State {
        STARTING,
        READY,
        RUNNING,
        DRAINING,
        STOPPED
    }
}
