package com.orchestrator.projections.history;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.projections.Event;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Events of runs as projections are told of them: the namespace is the context, the workflow the type of the aggregate, and the run the
 * aggregate. The payload is JSON: the event as the run's history shows it, and {@code runId}.
 */
public final class RunEvents {

    private RunEvents() {}

    /** Whose events these are. */
    public record Run(UUID instanceId, String namespace, String workflow, String runId) {}

    public static Event event(Run run, String position, HistoryEntry entry) {
        return new Event(
                run.instanceId() + "." + entry.sequenceNumber(),
                position,
                run.namespace(),
                run.workflow(),
                run.instanceId().toString(),
                entry.type(),
                payload(run.runId(), entry).toString(),
                null);
    }

    private static ObjectNode payload(String runId, HistoryEntry entry) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.put("runId", runId);
        payload.put("sequenceNumber", entry.sequenceNumber());
        payload.put("type", entry.type());
        payload.put("at", entry.at().toString());
        payload.put("taskId", entry.taskId());
        payload.put("iteration", entry.iteration());
        payload.put("executionId", text(entry.executionId()));
        payload.put("attempt", entry.attempt());
        payload.put("fenceToken", entry.fenceToken());
        payload.put("actor", entry.actor());
        payload.set("data", entry.data());
        return payload;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
