package com.orchestrator.engine.store;

import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.LateOutcome;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.model.TaskError;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Columns of {@code task_executions}: narrow, payloads stand in the events. After the insert these change:
 * {@code state}, {@code fenceToken}, {@code held}, the lease columns, {@code availableAt}, {@code outputSequence},
 * {@code error}, {@code lateOutcome}, {@code startedAt}, {@code endedAt}.
 *
 * @param held READY but not to be leased: the run is paused or suspended
 * @param leaseExpiresAt set by the change that leases; null leaves a renewed value alone while LEASED and clears it
 *     otherwise
 * @param leaseMillis what a renewal extends the lease by
 * @param executionDeadline no renewal extends the lease beyond it
 * @param cancelDeadline the worker was asked to stop; no renewal is granted after it
 * @param inputSequence event that carries the input
 * @param outputSequence event that carries the output
 */
public record ExecutionRow(
        UUID executionId,
        UUID instanceId,
        String taskId,
        @Nullable String iteration,
        ExecutionKind kind,
        String taskType,
        String queue,
        Priority priority,
        ExecutionState state,
        boolean held,
        int attempt,
        long fenceToken,
        @Nullable String leaseHolder,
        @Nullable Instant leaseExpiresAt,
        long leaseMillis,
        @Nullable Instant executionDeadline,
        @Nullable Instant cancelDeadline,
        Instant availableAt,
        long inputSequence,
        @Nullable Long outputSequence,
        @Nullable TaskError error,
        @Nullable LateOutcome lateOutcome,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {}
