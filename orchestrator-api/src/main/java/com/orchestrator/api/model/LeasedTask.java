package com.orchestrator.api.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One execution as it is handed to the worker that leased it.
 *
 * @param maxAttempts attempts the policy allows, 0 when unlimited
 * @param idempotencyKey the same over all attempts of this task; to be sent downstream
 * @param mayNotHaveHappened set on an undo whose forward effect is not certain
 * @param lastProgress what an earlier attempt reported last, so that work can resume
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LeasedTask(
        UUID executionId,
        UUID instanceId,
        String namespace,
        String workflow,
        int revision,
        String runId,
        String taskId,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String iteration,
        String taskType,
        String queue,
        ExecutionKind kind,
        int attempt,
        int maxAttempts,
        long fenceToken,
        Instant leaseExpiresAt,
        String idempotencyKey,
        @Nullable Boolean mayNotHaveHappened,
        Payload input,
        @Nullable Payload lastProgress,
        Map<String, String> headers) {

    /** The same task with another input. */
    public LeasedTask withInput(Payload other) {
        return with(other, lastProgress, headers);
    }

    /** The same task with what an earlier attempt reported last. */
    public LeasedTask withLastProgress(Payload progress) {
        return with(progress, headers);
    }

    /** The same task with other headers, too. */
    public LeasedTask with(@Nullable Payload progress, Map<String, String> otherHeaders) {
        return with(input, progress, otherHeaders);
    }

    private LeasedTask with(Payload otherInput, @Nullable Payload progress, Map<String, String> otherHeaders) {
        return new LeasedTask(
                executionId,
                instanceId,
                namespace,
                workflow,
                revision,
                runId,
                taskId,
                iteration,
                taskType,
                queue,
                kind,
                attempt,
                maxAttempts,
                fenceToken,
                leaseExpiresAt,
                idempotencyKey,
                mayNotHaveHappened,
                otherInput,
                progress,
                otherHeaders);
    }
}
