package com.orchestrator.etl.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.orchestrator.api.etl.EtlRun;
import com.orchestrator.api.etl.EtlStatus;
import com.orchestrator.api.etl.EtlTask;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.api.model.TaskExecution;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs of workflows as runs of jobs. */
final class RunViews {

    private RunViews() {}

    /**
     * @param executions its attempts; none when they are not looked at, as in lists of runs that have ended
     * @param progress rows of attempts under way, as far as they are looked at
     */
    static EtlRun run(WorkflowInstance run, List<TaskExecution> executions, Map<UUID, Long> progress) {
        Optional<JsonNode> extracted = attempts(executions, EtlTask.Type.EXTRACT).stream()
                .filter(attempt -> attempt.state() == ExecutionState.SUCCEEDED)
                .map(TaskExecution::output)
                .map(output -> output == null ? Payload.EMPTY_OBJECT.tree() : output.tree())
                .findFirst();
        Cause cause = run.cause();
        return new EtlRun(
                run.instanceId(),
                JobIds.ofJob(run.workflow()),
                run.workflow(),
                run.runId(),
                status(run, executions),
                run.createdAt(),
                run.startedAt(),
                run.endedAt(),
                cause == null ? null : cause.code(),
                cause == null ? null : cause.message(),
                read(run, executions, progress, extracted),
                rows(run, JobWorkflow.ROWS_LOADED, Optional.empty()),
                rows(run, JobWorkflow.ROWS_REJECTED, extracted));
    }

    private static @Nullable Long read(
            WorkflowInstance run,
            List<TaskExecution> executions,
            Map<UUID, Long> progress,
            Optional<JsonNode> extracted) {
        Long known = rows(run, JobWorkflow.ROWS_READ, extracted);
        return known != null ? known : underWay(attempts(executions, EtlTask.Type.EXTRACT), progress);
    }

    private static @Nullable Long underWay(List<TaskExecution> attempts, Map<UUID, Long> progress) {
        return attempts.isEmpty()
                ? null
                : progress.get(attempts.get(attempts.size() - 1).executionId());
    }

    private static @Nullable Long rows(WorkflowInstance run, String name, Optional<JsonNode> extracted) {
        if (run.attributes().get(name) instanceof Number number) {
            return number.longValue();
        }
        return extracted
                .map(output -> output.get(name))
                .filter(JsonNode::isIntegralNumber)
                .map(JsonNode::asLong)
                .orElse(null);
    }

    private static EtlStatus status(WorkflowInstance run, List<TaskExecution> executions) {
        if (run.state() == WorkflowState.COMPLETED) {
            return EtlStatus.COMPLETED;
        }
        if (run.state().isAtRest()) {
            return EtlStatus.FAILED;
        }
        return executions.stream().anyMatch(RunViews::isBegun) ? EtlStatus.RUNNING : EtlStatus.PENDING;
    }

    private static boolean isBegun(TaskExecution attempt) {
        return attempt.state() != ExecutionState.READY;
    }

    static List<EtlTask> tasks(WorkflowInstance run, List<TaskExecution> executions, Map<UUID, Long> progress) {
        return List.of(
                task(run, executions, progress, EtlTask.Type.EXTRACT),
                task(run, executions, progress, EtlTask.Type.LOAD));
    }

    private static EtlTask task(
            WorkflowInstance run, List<TaskExecution> executions, Map<UUID, Long> progress, EtlTask.Type type) {
        List<TaskExecution> attempts = attempts(executions, type);
        UUID id = JobIds.ofTask(run.instanceId(), type);
        if (attempts.isEmpty()) {
            boolean isOver = run.state().isAtRest();
            return new EtlTask(
                    id,
                    run.instanceId(),
                    type,
                    isOver ? EtlStatus.FAILED : EtlStatus.PENDING,
                    0,
                    JobWorkflow.ATTEMPTS,
                    null,
                    isOver ? "The run has ended before it" : null,
                    null,
                    null);
        }
        TaskExecution last = attempts.get(attempts.size() - 1);
        TaskError error =
                attempts.stream().map(TaskExecution::error).reduce(null, (before, one) -> one == null ? before : one);
        EtlStatus status = status(last, run);
        return new EtlTask(
                id,
                run.instanceId(),
                type,
                status,
                (int) attempts.stream().filter(RunViews::isBegun).count(),
                JobWorkflow.ATTEMPTS,
                last.state() == ExecutionState.SUCCEEDED ? done(last, type) : underWay(attempts, progress),
                error == null || status == EtlStatus.COMPLETED ? null : error.message(),
                attempts.get(0).startedAt(),
                status == EtlStatus.COMPLETED || status == EtlStatus.FAILED ? last.endedAt() : null);
    }

    private static @Nullable Long done(TaskExecution attempt, EtlTask.Type type) {
        Payload output = attempt.output();
        JsonNode rows = output == null
                ? MissingNode.getInstance()
                : output.tree().path(type == EtlTask.Type.EXTRACT ? JobWorkflow.ROWS_READ : "rows");
        return rows.isIntegralNumber() ? rows.asLong() : null;
    }

    private static List<TaskExecution> attempts(List<TaskExecution> executions, EtlTask.Type type) {
        String taskId = type == EtlTask.Type.EXTRACT ? JobWorkflow.EXTRACT_TASK : JobWorkflow.LOAD_TASK;
        return executions.stream()
                .filter(one ->
                        one.kind() == ExecutionKind.ACTION && one.taskId().equals(taskId))
                .sorted(Comparator.comparingInt(TaskExecution::attempt))
                .toList();
    }

    private static EtlStatus status(TaskExecution last, WorkflowInstance run) {
        return switch (last.state()) {
            case READY -> last.attempt() > 1 ? EtlStatus.RETRYING : EtlStatus.PENDING;
            case LEASED -> EtlStatus.RUNNING;
            case SUCCEEDED -> EtlStatus.COMPLETED;
            case FAILED, UNKNOWN, CANCELLED ->
                run.state() == WorkflowState.RUNNING ? EtlStatus.RETRYING : EtlStatus.FAILED;
        };
    }
}
