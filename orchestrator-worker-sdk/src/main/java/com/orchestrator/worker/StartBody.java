package com.orchestrator.worker;

import com.orchestrator.api.model.Payload;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Body of a start; namespace and name stand in the path. */
record StartBody(
        @Nullable String runId,
        Payload input,
        @Nullable Map<String, String> labels,
        @Nullable Integer revision) {

    /** With a run id, made up when there is none, so that the start can be repeated. */
    StartBody named() {
        return runId == null ? new StartBody(FreshId.next(), input, labels, revision) : this;
    }
}
