package com.orchestrator.engine.persistence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fields of event data that readers look for, whatever the type of the event. */
public record HistoryFields(
        @Nullable String taskId,
        @Nullable String iteration,
        @Nullable UUID executionId,
        @Nullable Integer attempt,
        @Nullable Long fenceToken) {

    /** Takes them out of the data. */
    public static HistoryFields takeFrom(ObjectNode data) {
        JsonNode taskId = data.remove("taskId");
        JsonNode iteration = data.remove("iteration");
        JsonNode executionId = data.remove("executionId");
        JsonNode attempt = data.remove("attempt");
        JsonNode fenceToken = data.remove("fenceToken");
        return new HistoryFields(
                taskId == null ? null : taskId.asText(),
                iteration == null ? null : iteration.asText(),
                executionId == null ? null : UUID.fromString(executionId.asText()),
                attempt == null ? null : attempt.asInt(),
                fenceToken == null ? null : fenceToken.asLong());
    }
}
