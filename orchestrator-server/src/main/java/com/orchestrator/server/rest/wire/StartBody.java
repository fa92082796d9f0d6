package com.orchestrator.server.rest.wire;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.request.StartWorkflowRequest;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Body of a start; namespace and workflow stand in the path. */
public record StartBody(
        @Nullable String runId,
        @Nullable Payload input,
        @Nullable Map<String, String> labels,
        @Nullable Priority priority,
        @Nullable Integer revision,
        @Nullable Instant startAt) {

    public StartWorkflowRequest toRequest(String namespace, String workflow) {
        return new StartWorkflowRequest(
                namespace,
                workflow,
                runId,
                input == null ? Payload.EMPTY_OBJECT : input,
                labels == null ? Map.of() : labels,
                priority,
                revision,
                startAt,
                null);
    }

    /** The same as an item of a batch, which names its workflow itself. */
    public record Item(
            @Nullable String namespace,
            @Nullable String workflow,
            @Nullable String runId,
            @Nullable Payload input,
            @Nullable Map<String, String> labels,
            @Nullable Priority priority,
            @Nullable Integer revision,
            @Nullable Instant startAt) {

        public StartWorkflowRequest toRequest() {
            return new StartBody(runId, input, labels, priority, revision, startAt)
                    .toRequest(Required.value(namespace, "namespace"), Required.value(workflow, "workflow"));
        }
    }
}
