package com.orchestrator.engine.memory;

import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.store.ExecutionRow;
import com.orchestrator.engine.store.InstanceRow;

/** Rows as the database has them while their run is set aside. */
final class HiddenRows {

    private HiddenRows() {}

    static InstanceRow of(InstanceRow row) {
        return new InstanceRow(
                row.instanceId(),
                row.namespace(),
                row.workflow(),
                row.revision(),
                row.runId(),
                WorkflowState.SUSPENDED,
                row.priority(),
                row.labels(),
                row.cause(),
                row.outputSequence(),
                row.createdAt(),
                row.startedAt(),
                row.endedAt(),
                null,
                row.parentInstanceId());
    }

    static ExecutionRow of(ExecutionRow row) {
        return new ExecutionRow(
                row.executionId(),
                row.instanceId(),
                row.taskId(),
                row.iteration(),
                row.kind(),
                row.taskType(),
                row.queue(),
                row.priority(),
                row.line(),
                row.place(),
                row.state(),
                true,
                row.attempt(),
                row.fenceToken(),
                row.leaseHolder(),
                row.leaseExpiresAt(),
                row.leaseMillis(),
                row.executionDeadline(),
                row.cancelDeadline(),
                row.availableAt());
    }
}
