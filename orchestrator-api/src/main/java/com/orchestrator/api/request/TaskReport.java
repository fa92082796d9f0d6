package com.orchestrator.api.request;

import com.orchestrator.api.model.Payload;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A worker's last word on an execution it holds: exactly one of {@code output} and {@code failure}. */
public record TaskReport(
        UUID executionId,
        long fenceToken,
        @Nullable Payload output,
        @Nullable Failure failure) {

    public TaskReport {
        RequestLimits.require(executionId, "executionId");
        if (output != null && failure != null) {
            throw RequestLimits.invalid("output", "A report has either 'output' or 'failure', not both", null);
        }
        if (output == null && failure == null) {
            output = Payload.NULL;
        }
    }

    public static TaskReport success(UUID executionId, long fenceToken, Payload output) {
        return new TaskReport(executionId, fenceToken, output, null);
    }

    public static TaskReport failure(UUID executionId, long fenceToken, Failure failure) {
        return new TaskReport(executionId, fenceToken, null, failure);
    }
}
