package com.orchestrator.api.model;

import com.orchestrator.api.fleet.WorkerIdentity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Snapshot of one attempt of one task; a retry is a new execution with a higher attempt number.
 *
 * @param iteration position inside the maps and loops around the task, absent outside of them
 * @param attempt counts executions of this task and kind from 1, over all rounds
 * @param round which time the task is done, or undone, after rollbacks that went forward again; from 1
 * @param fenceToken current token; a report is accepted only with the token its lease was given
 * @param worker the process that has or had the lease, as far as it is still known
 * @param mayNotHaveHappened set on an undo whose forward effect was not certain
 * @param taskState where the task as a whole stands now
 * @param taskError why the task waits for a person, or why its undo gave up
 * @param lateOutcome what arrived after the engine had stopped waiting; its content is in the history
 */
public record TaskExecution(
        UUID executionId,
        String taskId,
        @Nullable String iteration,
        ExecutionKind kind,
        String taskType,
        String queue,
        ExecutionState state,
        int attempt,
        int round,
        long fenceToken,
        @Nullable String leaseHolder,
        @Nullable WorkerIdentity worker,
        @Nullable Instant leaseExpiresAt,
        @Nullable Instant availableAt,
        @Nullable Payload input,
        @Nullable Payload output,
        @Nullable TaskError error,
        @Nullable LateOutcome lateOutcome,
        @Nullable Boolean mayNotHaveHappened,
        TaskState taskState,
        @Nullable TaskError taskError,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {}
