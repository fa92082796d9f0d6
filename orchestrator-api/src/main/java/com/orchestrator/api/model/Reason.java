package com.orchestrator.api.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One reason why a run does not move. Only {@code code} and {@code message} are always there.
 *
 * @param message one sentence for people
 * @param workerId worker that holds the task
 * @param actor who brought it about, when a person did
 * @param since from when on it has been so
 * @param until when it will be over by itself, at the latest
 * @param error the last failure
 * @param progress what the task's worker has last reported
 * @param waitsFor tasks that have to be done first
 * @param actions what an operator can do about it: operations by the last segment of their path
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Reason(
        ReasonCode code,
        String message,
        @Nullable String taskId,
        @Nullable String iteration,
        @Nullable UUID executionId,
        @Nullable String queue,
        @Nullable String workerId,
        @Nullable String actor,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable TaskError error,
        @Nullable Payload progress,
        List<String> waitsFor,
        List<String> actions) {

    public Reason {
        waitsFor = List.copyOf(waitsFor);
        actions = List.copyOf(actions);
    }

    /**
     * The same for those who are not to know which worker it is.
     *
     * @param named what the sentence calls it
     * @param instead what it is called in its place
     */
    public Reason withoutWorker(String named, String instead) {
        return new Reason(
                code,
                message.replace(named, instead),
                taskId,
                iteration,
                executionId,
                queue,
                null,
                actor,
                since,
                until,
                error,
                progress,
                waitsFor,
                actions);
    }
}
