package com.orchestrator.server.rest.wire;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.TaskReport;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a poll's {@code results}. An explicit {@code "output": null} next to a failure is taken as absent: clients
 * that print every field of an object send it.
 */
public record ReportBody(
        @Nullable UUID executionId,
        long fenceToken,
        @Nullable Payload output,
        @Nullable FailureBody failure) {

    public TaskReport toReport() {
        UUID execution = Required.value(executionId, "executionId");
        if (failure == null) {
            return new TaskReport(execution, fenceToken, output, null);
        }
        Payload given = Payload.NULL.equals(output) ? null : output;
        return new TaskReport(execution, fenceToken, given, failure.toFailure());
    }
}
