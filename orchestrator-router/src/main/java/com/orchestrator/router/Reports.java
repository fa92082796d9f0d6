package com.orchestrator.router;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.job.Job;
import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskExecution;
import com.orchestrator.api.request.Failure;
import com.orchestrator.api.request.LeaseRenewal;
import com.orchestrator.api.request.PollResponse;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.TaskService;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.router.store.RouterStore;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes workers at their word, by the lease that they have or get. */
final class Reports {

    private static final int ATTEMPTS_MAX = 1_000;

    private final WorkflowService workflows;
    private final TaskService tasks;
    private final RouterStore store;
    private final Duration patience;

    /** @param patience how long a worker that was given a job by the broker may be silent about it */
    Reports(WorkflowService workflows, TaskService tasks, RouterStore store, Duration patience) {
        this.workflows = workflows;
        this.tasks = tasks;
        this.store = store;
        this.patience = patience;
    }

    /** A right to report: as whom, on what, with which token. */
    private record Right(UUID executionId, String holder, long fenceToken) {}

    void take(Job job, StatusReport report, String workerId) {
        Attempts attempts = attempts(job);
        Optional<TaskExecution> meant = meant(job, attempts, report, workerId);
        if (meant.isEmpty() || (job.state().isOver() && !attempts.isOf(meant.get(), workerId))) {
            settled(job, report);
            return;
        }
        Right right = right(job, attempts, meant.get(), workerId);
        List<UUID> done = switch (report.status()) {
            case RUNNING -> goOn(job, right);
            case COMPLETED -> complete(right, report, attempts);
            case FAILED -> fail(right, report);
            case PENDING -> giveBack(right);
            case CANCELLED -> throw new IllegalArgumentException("A cancellation is no report");
        };
        store.reported(job.jobId(), workerId, done);
    }

    /**
     * Of a job, the last first.
     *
     * @param given who was given those that were shared out
     */
    private record Attempts(List<TaskExecution> all, Map<UUID, String> given) {

        /** Who has or had it, by name as far as it is known; the broker is nobody's name. */
        @Nullable
        String owner(TaskExecution attempt) {
            String holder = attempt.leaseHolder();
            return Holders.WORKERS.equals(holder) ? given.getOrDefault(attempt.executionId(), holder) : holder;
        }

        /** What the broker has is for whoever takes it out there. */
        boolean isOf(TaskExecution attempt, String workerId) {
            String owner = owner(attempt);
            return workerId.equals(owner) || Holders.BROKER.equals(owner);
        }

        boolean isOpenTo(TaskExecution attempt, String workerId) {
            return attempt.state() == ExecutionState.READY
                    || (attempt.state() == ExecutionState.LEASED && isOf(attempt, workerId));
        }
    }

    /** The one that is named; else the one that the worker has or can have, else its last: so a late report is known for what it is. */
    private static Optional<TaskExecution> meant(Job job, Attempts attempts, StatusReport report, String workerId) {
        Integer number = report.attempt();
        if (number != null) {
            Optional<TaskExecution> named = attempts.all().stream()
                    .filter(one -> one.attempt() == number)
                    .findFirst();
            if (named.isEmpty() && !job.state().isOver()) {
                throw Refusals.stale(job.jobId(), "has no attempt " + number);
            }
            return named;
        }
        return Stream.of(
                        attempts.all().stream().filter(one -> attempts.isOpenTo(one, workerId)),
                        attempts.all().stream().filter(one -> workerId.equals(attempts.owner(one))),
                        attempts.all().stream())
                .flatMap(Function.identity())
                .findFirst();
    }

    private Attempts attempts(Job job) {
        List<TaskExecution> all = executions(job);
        List<UUID> shared = all.stream()
                .filter(one -> Holders.WORKERS.equals(one.leaseHolder()))
                .map(TaskExecution::executionId)
                .toList();
        return new Attempts(all, shared.isEmpty() ? Map.of() : store.holders(shared));
    }

    /** The last first. Of a job that is over perhaps only its outcome is left. */
    private List<TaskExecution> executions(Job job) {
        try {
            return workflows.getTasks(job.instanceId(), new ListQuery(ATTEMPTS_MAX, null)).items().stream()
                    .filter(execution -> execution.kind() == ExecutionKind.ACTION)
                    .sorted(Comparator.comparingInt(TaskExecution::attempt).reversed())
                    .toList();
        } catch (OrchestratorException gone) {
            if (job.state().isOver() && gone.code() == ErrorCode.NOT_FOUND) {
                return List.of();
            }
            throw gone;
        }
    }

    private Right right(Job job, Attempts attempts, TaskExecution attempt, String workerId) {
        if (attempt.state() == ExecutionState.READY) {
            return acquired(job, attempt, workerId);
        }
        String holder = attempt.leaseHolder();
        if (holder == null || !attempts.isOf(attempt, workerId)) {
            String owner = attempts.owner(attempt);
            throw Refusals.stale(job.jobId(), owner == null ? "is with nobody now" : "is with '" + owner + "'");
        }
        return new Right(attempt.executionId(), holder, tokenOf(attempt));
    }

    /** The end of a lease has raised the fence by one; who had it is known by the token that it was given. */
    private static long tokenOf(TaskExecution attempt) {
        return attempt.state() == ExecutionState.LEASED ? attempt.fenceToken() : attempt.fenceToken() - 1;
    }

    private Right acquired(Job job, TaskExecution attempt, String workerId) {
        LeasedTask task = Answers.of(tasks.acquireTask(attempt.executionId(), workerId));
        store.putJobWorker(job.jobId(), workerId);
        return new Right(task.executionId(), workerId, task.fenceToken());
    }

    /** What the broker has is extended for good; a worker that sends heartbeats is known to have it. */
    private List<UUID> goOn(Job job, Right right) {
        boolean isBroker = right.holder().equals(Holders.BROKER);
        PollResponse.RenewalVerdict verdict = Answers.of(tasks.renewLease(
                right.holder(),
                new LeaseRenewal(right.executionId(), right.fenceToken(), null, isBroker ? patience : null)));
        if (verdict.status() == PollResponse.RenewalStatus.LOST) {
            throw Refusals.stale(job.jobId(), "was given up, as nothing was heard of it for too long");
        }
        if (isBroker) {
            return List.of(right.executionId());
        }
        store.take(List.of(right.executionId()));
        return List.of();
    }

    /** Nobody need know any more who was given which attempt. */
    private List<UUID> complete(Right right, StatusReport report, Attempts attempts) {
        Payload result = report.result() == null ? Payload.NULL : report.result();
        Answers.of(tasks.completeTask(
                right.holder(), TaskReport.success(right.executionId(), right.fenceToken(), result)));
        return attempts.all().stream().map(TaskExecution::executionId).toList();
    }

    private List<UUID> fail(Right right, StatusReport report) {
        Failure failure = new Failure(FailureKind.RETRYABLE, "FAILED", report.error(), report.result(), null);
        Answers.of(
                tasks.failTask(right.holder(), TaskReport.failure(right.executionId(), right.fenceToken(), failure)));
        return List.of(right.executionId());
    }

    private List<UUID> giveBack(Right right) {
        Answers.of(tasks.releaseTask(right.executionId(), right.holder(), right.fenceToken()));
        return List.of(right.executionId());
    }

    /** Of a job that is over only the same word again is taken. */
    private static void settled(Job job, StatusReport report) {
        JobStatus status = JobStatus.of(job.state());
        if (!job.state().isOver()) {
            throw Refusals.state("Job '" + job.jobId() + "' waits for its time, and nobody has it");
        }
        boolean isSame =
                status == report.status() && (status != JobStatus.COMPLETED || isSame(job.output(), report.result()));
        if (!isSame) {
            throw Refusals.state("Job '" + job.jobId() + "' is over: " + status.word());
        }
    }

    private static boolean isSame(@Nullable Payload output, @Nullable Payload result) {
        Payload given = result == null ? Payload.NULL : result;
        return (output == null ? Payload.NULL : output).saysTheSameAs(given);
    }
}
