package com.orchestrator.api.model;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Snapshot of one run.
 *
 * @param sequenceNumber number of its last event; every change increases it, so it serves as ETag
 * @param revision of the definition the run is pinned to
 * @param runId the caller's idempotency key, unique per namespace and workflow
 * @param incident the fault for which it is set aside; absent unless it is, and in lists
 * @param attributes search attributes: text, numbers, true or false; moments are text
 * @param startedAt when its first task was due; absent while a delayed start is waiting
 */
public record WorkflowInstance(
        UUID instanceId,
        String namespace,
        String workflow,
        int revision,
        String runId,
        WorkflowState state,
        long sequenceNumber,
        @Nullable Payload input,
        @Nullable Payload output,
        @Nullable Cause cause,
        @Nullable Incident incident,
        Map<String, String> labels,
        Map<String, Object> attributes,
        Priority priority,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable UUID parentInstanceId) {

    public WorkflowInstance {
        labels = Map.copyOf(labels);
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }
}
