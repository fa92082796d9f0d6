package com.orchestrator.engine.coordinator;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.engine.decision.Entry;
import com.orchestrator.engine.decision.ExecutionRun;
import com.orchestrator.engine.decision.Grant;
import com.orchestrator.engine.decision.IdempotencyKey;
import com.orchestrator.engine.decision.Run;
import com.orchestrator.engine.decision.TaskSpec;
import com.orchestrator.engine.store.ExecutionRow;
import com.orchestrator.engine.store.InstanceRow;
import com.orchestrator.engine.store.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Run → rows, snapshots and leased tasks. Copies, decides nothing. */
final class RunRows {

    private RunRows() {}

    /** What a batch has made of a run; {@code touched} says of each changed execution whether it is new. */
    static RunRecord record(
            Run run, Map<ExecutionRun, Boolean> touched, long expectedSequenceNumber, List<Entry> events) {
        List<ExecutionRow> inserted = new ArrayList<>();
        List<ExecutionRow> updated = new ArrayList<>();
        touched.forEach((execution, isNew) -> (isNew ? inserted : updated).add(row(run, execution)));
        return new RunRecord(instance(run), expectedSequenceNumber, inserted, updated, events);
    }

    private static InstanceRow instance(Run run) {
        return new InstanceRow(
                run.instanceId(),
                run.plan().namespace(),
                run.plan().name(),
                run.plan().revision(),
                run.runId(),
                run.state(),
                run.sequenceNumber(),
                run.priority(),
                run.labels(),
                run.cause(),
                run.outputSequence(),
                run.createdAt(),
                run.startedAt(),
                run.endedAt(),
                run.wakeAt(),
                null);
    }

    static ExecutionRow row(Run run, ExecutionRun execution) {
        TaskSpec spec = TaskSpec.of(execution);
        return new ExecutionRow(
                execution.executionId(),
                run.instanceId(),
                execution.task().key().taskId(),
                execution.task().key().iteration(),
                execution.kind(),
                spec.taskType(),
                spec.queue(),
                run.priority(),
                execution.state(),
                execution.held(),
                execution.attempt(),
                execution.fence(),
                execution.holder(),
                execution.leasedInThisBatch() ? execution.leaseExpiresAt() : null,
                execution.leaseMillis(),
                execution.executionDeadline(),
                execution.cancelDeadline(),
                execution.availableAt(),
                execution.inputSequence(),
                execution.outputSequence(),
                execution.error(),
                execution.late(),
                execution.createdAt(),
                execution.startedAt(),
                execution.endedAt());
    }

    /** The run as callers see it, without its output. */
    static WorkflowInstance snapshot(Run run) {
        return new WorkflowInstance(
                run.instanceId(),
                run.plan().namespace(),
                run.plan().name(),
                run.plan().revision(),
                run.runId(),
                run.state(),
                run.sequenceNumber(),
                run.input(),
                null,
                run.cause(),
                run.labels(),
                run.priority(),
                run.createdAt(),
                run.startedAt(),
                run.endedAt(),
                null);
    }

    /** What the worker is handed. */
    static LeasedTask leased(Run run, Grant grant) {
        ExecutionRun execution = Objects.requireNonNull(run.execution(grant.executionId()));
        TaskSpec spec = TaskSpec.of(execution);
        return new LeasedTask(
                execution.executionId(),
                run.instanceId(),
                run.plan().namespace(),
                run.plan().name(),
                run.plan().revision(),
                run.runId(),
                execution.task().key().taskId(),
                execution.task().key().iteration(),
                spec.taskType(),
                spec.queue(),
                execution.kind(),
                execution.attempt(),
                spec.retry().maxAttempts(),
                execution.fence(),
                grant.leaseExpiresAt(),
                IdempotencyKey.of(run, execution),
                execution.mayNotHaveHappened() ? Boolean.TRUE : null,
                Objects.requireNonNullElse(execution.input(), Payload.NULL),
                null,
                Map.of());
    }
}
