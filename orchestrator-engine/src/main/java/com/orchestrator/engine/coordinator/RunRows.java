package com.orchestrator.engine.coordinator;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TraceContext;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.engine.decision.Grant;
import com.orchestrator.engine.decision.IdempotencyKey;
import com.orchestrator.engine.history.ClaimName;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.plan.TaskSpec;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.RunState;
import com.orchestrator.engine.store.ExecutionRow;
import com.orchestrator.engine.store.InstanceRow;
import com.orchestrator.engine.store.Strand;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Run → rows, snapshots and leased tasks. Copies, decides nothing. */
final class RunRows {

    /** Header of a task, with the name of a lock that its run holds behind it. */
    private static final String LOCK_FENCE = "lock-fence.";

    private RunRows() {}

    static InstanceRow instance(Run run) {
        return new InstanceRow(
                run.instanceId(),
                run.plan().namespace(),
                run.plan().name(),
                run.plan().revision(),
                run.runId(),
                run.state(),
                run.priority(),
                run.labels(),
                RunState.cause(run),
                run.outputSequence(),
                run.createdAt(),
                run.startedAt(),
                run.endedAt(),
                run.timerDueAt(),
                parentOf(run));
    }

    private static @Nullable UUID parentOf(Run run) {
        return run.parent() == null ? null : run.parent().instanceId();
    }

    /** @param strand where it waits while it is ready */
    static ExecutionRow row(Run run, ExecutionRun execution, Strand strand) {
        TaskSpec spec = execution.spec();
        return new ExecutionRow(
                execution.executionId(),
                run.instanceId(),
                execution.task().key().taskId(),
                execution.task().key().iteration(),
                execution.kind(),
                spec.taskType(),
                spec.queue(),
                execution.priority(run),
                strand.line(),
                0,
                execution.state(),
                execution.held(),
                execution.attempt(),
                execution.fence(),
                execution.holder(),
                execution.keptJustNow() ? execution.leaseExpiresAt() : null,
                execution.leaseMillis(),
                execution.executionDeadline(),
                execution.cancelDeadline(),
                execution.availableAt());
    }

    /** The run as callers see it, without its output. */
    static WorkflowInstance snapshot(Run run) {
        return view(run, null);
    }

    /** The run with its output, unless that is not among what was recorded just now. */
    static Optional<WorkflowInstance> result(Run run, List<Entry> recorded) {
        Long output = run.outputSequence();
        return output == null
                ? Optional.of(snapshot(run))
                : recorded.stream()
                        .filter(entry -> entry.sequenceNumber() == output)
                        .findFirst()
                        .map(entry -> view(run, entry.payload()));
    }

    private static WorkflowInstance view(Run run, @Nullable Payload output) {
        return new WorkflowInstance(
                run.instanceId(),
                run.plan().namespace(),
                run.plan().name(),
                run.plan().revision(),
                run.runId(),
                run.state(),
                run.sequenceNumber(),
                run.input(),
                output,
                RunState.cause(run),
                null,
                run.labels(),
                attributes(run),
                run.priority(),
                run.createdAt(),
                run.startedAt(),
                run.endedAt(),
                parentOf(run));
    }

    private static Map<String, Object> attributes(Run run) {
        Map<String, Object> attributes = new TreeMap<>();
        run.attributes().values().forEach((name, value) -> attributes.put(name, value.json()));
        return attributes;
    }

    /**
     * What the worker is handed.
     *
     * @param fenceFloor a lock that is held since before the database was taken back is held under this fence
     */
    static LeasedTask leased(Run run, Grant grant, long fenceFloor) {
        ExecutionRun execution = Objects.requireNonNull(run.execution(grant.executionId()));
        TaskSpec spec = execution.spec();
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
                execution.leaseToken(),
                grant.leaseExpiresAt(),
                IdempotencyKey.of(run, execution),
                execution.mayNotHaveHappened() ? Boolean.TRUE : null,
                Objects.requireNonNullElse(execution.input(), Payload.NULL),
                null,
                headers(run, grant.executionId(), fenceFloor));
    }

    /** The trace, and what a worker shows to others who want to know that nobody has held a lock since. */
    private static Map<String, String> headers(Run run, UUID executionId, long fenceFloor) {
        TraceContext trace = RunState.trace(run);
        if (run.claims().isEmpty() && trace == null) {
            return Map.of();
        }
        Map<String, String> headers = new TreeMap<>();
        if (trace != null) {
            headers.put("traceparent", trace.within(executionId).traceparent());
        }
        run.claims().standing().forEach((name, held) -> {
            if (held.isHeld() && ClaimName.isLock(name)) {
                headers.put(LOCK_FENCE + ClaimName.shown(name), String.valueOf(Math.max(held.fence(), fenceFloor)));
            }
        });
        return headers;
    }
}
