package com.orchestrator.api.model;

import com.orchestrator.api.fleet.WorkerIdentity;
import java.time.Instant;
import java.util.UUID;
import java.util.function.UnaryOperator;
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
        @Nullable Instant endedAt) {

    /** The same, with other names of workers. */
    public TaskExecution withWorkerNames(UnaryOperator<String> named) {
        return withLease(
                fenceToken,
                leaseHolder == null ? null : named.apply(leaseHolder),
                worker == null
                        ? null
                        : new WorkerIdentity(
                                named.apply(worker.workerId()), worker.name(), worker.host(), worker.deployment()));
    }

    /** The same, without who has it and under which token. */
    public TaskExecution withoutLease() {
        return withLease(0, null, null);
    }

    private TaskExecution withLease(long fence, @Nullable String holder, @Nullable WorkerIdentity by) {
        return new TaskExecution(
                executionId,
                taskId,
                iteration,
                kind,
                taskType,
                queue,
                state,
                attempt,
                round,
                fence,
                holder,
                by,
                leaseExpiresAt,
                availableAt,
                input,
                output,
                error,
                lateOutcome,
                mayNotHaveHappened,
                taskState,
                taskError,
                createdAt,
                startedAt,
                endedAt);
    }
}
