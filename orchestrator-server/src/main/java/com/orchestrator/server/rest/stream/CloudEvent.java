package com.orchestrator.server.rest.stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.orchestrator.api.model.HistoryEntry;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * An event of a run as CloudEvents 1.0 has it.
 *
 * @param id unique for its source: instance and sequence number
 * @param source {@code /namespaces/shop/workflows/order}
 * @param type {@code orchestrator.task.completed.v1} for {@code TASK_COMPLETED}
 * @param subject the instance
 * @param sequence the sequence number in the run's history, by which its events are in order
 * @param data the event as the run's history shows it
 */
public record CloudEvent(
        @JsonProperty("specversion") String specVersion,
        String id,
        String source,
        String type,
        String subject,
        Instant time,
        @JsonProperty("datacontenttype") String dataContentType,
        String namespace,
        String workflow,
        @JsonProperty("runid") String runId,
        String sequence,
        HistoryEntry data) {

    private static final String PREFIX = "orchestrator.";
    private static final String SUFFIX = ".v1";

    /** Whose events these are. */
    public record Run(UUID instanceId, String namespace, String workflow, String runId) {}

    public static CloudEvent of(Run run, HistoryEntry event) {
        return new CloudEvent(
                "1.0",
                run.instanceId() + "/" + event.sequenceNumber(),
                "/namespaces/" + run.namespace() + "/workflows/" + run.workflow(),
                typeOf(event.type()),
                run.instanceId().toString(),
                event.at(),
                "application/json",
                run.namespace(),
                run.workflow(),
                run.runId(),
                String.valueOf(event.sequenceNumber()),
                event);
    }

    private static String typeOf(String name) {
        return PREFIX + name.toLowerCase(Locale.ROOT).replaceFirst("_", ".").replace('_', '-') + SUFFIX;
    }
}
