package com.orchestrator.router;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * An attempt of a job that the router has leased for somebody.
 *
 * @param holder who has it to do: a worker, or {@link Holders#BROKER}
 */
public record Dispatch(
        UUID executionId,
        String holder,
        long fenceToken,
        String jobId,
        String jobType,
        int priority,
        int attempt,
        Payload payload) {

    public static Dispatch of(LeasedTask task, String holder, int priority) {
        return new Dispatch(
                task.executionId(),
                holder,
                task.fenceToken(),
                task.runId(),
                task.taskType(),
                priority,
                task.attempt(),
                task.input());
    }

    /** The same for every time that this attempt is published. */
    public String messageId() {
        return jobId + "#" + attempt;
    }

    public String payloadText() {
        return new String(payload.bytes(), StandardCharsets.UTF_8);
    }
}
