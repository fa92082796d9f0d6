package com.orchestrator.api.request;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.model.TraceContext;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts one run. Repeating it with the same run id and input is answered with the same instance.
 *
 * @param runId caller's idempotency key; when absent the definition's {@code runId} expression or a fresh id is used
 * @param input JSON value; an absent input is the empty object
 * @param priority overrides the definition's
 * @param revision of the definition; the newest when absent
 * @param startAt earliest time of the first task; at once when absent
 * @param traceparent the trace that the start is part of, as W3C Trace Context writes it; one that cannot be read is none
 */
public record StartWorkflowRequest(
        String namespace,
        String workflow,
        @Nullable String runId,
        Payload input,
        Map<String, String> labels,
        @Nullable Priority priority,
        @Nullable Integer revision,
        @Nullable Instant startAt,
        @Nullable String traceparent) {

    public StartWorkflowRequest {
        RequestLimits.requireText(namespace, "namespace", RequestLimits.NAME_CHARS_MAX);
        RequestLimits.requireText(workflow, "workflow", RequestLimits.NAME_CHARS_MAX);
        RequestLimits.optionalText(runId, "runId", RequestLimits.RUN_ID_CHARS_MAX);
        RequestLimits.checkTime(startAt, "startAt");
        checkLabels(labels);
        labels = Map.copyOf(labels);
        traceparent = traceparent == null || TraceContext.parse(traceparent).isEmpty() ? null : traceparent;
    }

    /** The same as part of a trace; of none when it is null, or cannot be read. */
    public StartWorkflowRequest within(@Nullable String trace) {
        return new StartWorkflowRequest(namespace, workflow, runId, input, labels, priority, revision, startAt, trace);
    }

    /** A start with nothing but a run id and an input. */
    public static StartWorkflowRequest of(String namespace, String workflow, @Nullable String runId, Payload input) {
        return new StartWorkflowRequest(namespace, workflow, runId, input, Map.of(), null, null, null, null);
    }

    static void checkLabels(Map<String, String> labels) {
        if (labels.size() > RequestLimits.LABELS_MAX) {
            throw RequestLimits.invalid("labels", "More than " + RequestLimits.LABELS_MAX + " labels", null);
        }
        labels.forEach((name, value) -> {
            RequestLimits.requireText(name, "labels", RequestLimits.NAME_CHARS_MAX);
            RequestLimits.requireText(value, "labels/" + RequestLimits.escaped(name), RequestLimits.NAME_CHARS_MAX);
        });
    }
}
