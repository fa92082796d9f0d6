package com.orchestrator.engine.store;

import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.Priority;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Columns of {@code task_executions}: attempts that somebody must be able to find. One that waits for a worker has a row,
 * and one whose worker has extended its lease; all others are known to their run alone. After the insert these change:
 * {@code state}, {@code held}, {@code fenceToken}, the lease columns, {@code availableAt}.
 *
 * @param line what keeps it apart from the other ready work of its queue
 * @param place when it has its turn among the ready work of a fair queue; 0 in all others
 * @param held READY but not to be leased: the run is paused or suspended
 * @param leaseExpiresAt set by the change that first keeps the lease; null leaves a renewed value alone while LEASED and
 *     clears it otherwise
 * @param leaseMillis what a renewal extends the lease by
 * @param executionDeadline no renewal extends the lease beyond it
 * @param cancelDeadline the worker was asked to stop; no renewal is granted after it, and a lease that was extended beyond it
 *     ends there
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
        String line,
        long place,
        ExecutionState state,
        boolean held,
        int attempt,
        long fenceToken,
        @Nullable String leaseHolder,
        @Nullable Instant leaseExpiresAt,
        long leaseMillis,
        @Nullable Instant executionDeadline,
        @Nullable Instant cancelDeadline,
        Instant availableAt) {

    /** The same in another line of its queue, or at another place. */
    public ExecutionRow at(String otherLine, long otherPlace) {
        return new ExecutionRow(
                executionId,
                instanceId,
                taskId,
                iteration,
                kind,
                taskType,
                queue,
                priority,
                otherLine,
                otherPlace,
                state,
                held,
                attempt,
                fenceToken,
                leaseHolder,
                leaseExpiresAt,
                leaseMillis,
                executionDeadline,
                cancelDeadline,
                availableAt);
    }

    /** The part of its queue in which it waits. */
    public Strand strand() {
        return new Strand(queue, line, priority.ordinal());
    }

    /** Where in it. */
    public QueuePosition position() {
        return new QueuePosition(place, executionId);
    }
}
