package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.job.Job;
import com.orchestrator.api.job.JobPut;
import com.orchestrator.api.job.JobRequest;
import com.orchestrator.api.job.JobState;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.TaskRepair;
import com.orchestrator.engine.Failures;
import com.orchestrator.engine.definition.JobCompiler;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.service.JobCommand;
import com.orchestrator.engine.service.JobOutcome;
import com.orchestrator.engine.service.JobQuery;
import com.orchestrator.engine.service.JobService;
import com.orchestrator.engine.service.WorkflowService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** What callers and operators ask about jobs. A job is a run whose plan is made of what it says. */
final class JobCoordinator implements JobService {

    private final JobStarts starts;
    private final JobReader reader;
    private final WorkflowService workflows;
    private final Executor readers;

    /** @param readers runs the reads that follow a write; never a lane */
    JobCoordinator(JobStarts starts, JobReader reader, WorkflowService workflows, Executor readers) {
        this.starts = starts;
        this.reader = reader;
        this.workflows = workflows;
        this.readers = readers;
    }

    // ---- putting

    @Override
    public CompletableFuture<JobPut> putJob(JobRequest request) {
        return putJobs(List.of(new JobOutcome.Item(request, null))).thenApply(outcomes -> {
            JobOutcome outcome = outcomes.get(0);
            if (outcome.put() == null) {
                throw Objects.requireNonNull(outcome.refusal());
            }
            return outcome.put();
        });
    }

    @Override
    public CompletableFuture<List<JobOutcome>> putJobs(List<JobOutcome.Item> items) {
        int lane = starts.anyLane();
        List<LaneRequest.Start> accepted = new ArrayList<>();
        List<CompletableFuture<JobOutcome>> outcomes = new ArrayList<>();
        for (JobOutcome.Item item : items) {
            outcomes.add(prepare(item, lane, accepted));
        }
        starts.submit(accepted);
        return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
                .thenApply(
                        done -> outcomes.stream().map(CompletableFuture::join).toList());
    }

    private CompletableFuture<JobOutcome> prepare(JobOutcome.Item item, int lane, List<LaneRequest.Start> accepted) {
        JobRequest request = item.request();
        if (request == null) {
            return CompletableFuture.completedFuture(new JobOutcome(null, item.refusal()));
        }
        try {
            LaneRequest.Start start = starts.of(request, lane);
            accepted.add(start);
            return start.answer()
                    .thenCompose(answer -> put(request, start, answer))
                    .thenApply(put -> new JobOutcome(put, null))
                    .exceptionally(JobCoordinator::refused);
        } catch (OrchestratorException refusal) {
            return CompletableFuture.completedFuture(new JobOutcome(null, refusal));
        }
    }

    private static JobOutcome refused(Throwable failure) {
        Throwable cause = Failures.causeOf(failure);
        if (cause instanceof OrchestratorException refusal) {
            return new JobOutcome(null, refusal);
        }
        throw new CompletionException(cause);
    }

    private CompletableFuture<JobPut> put(JobRequest request, LaneRequest.Start start, Answer answer) {
        UUID existing = answer.existing();
        if (existing == null) {
            return CompletableFuture.completedFuture(
                    new JobPut(start.command.runId(), start.instanceId, JobState.PENDING, false));
        }
        return CompletableFuture.supplyAsync(() -> reader.find(existing), readers)
                .thenCompose(job -> job.isEmpty()
                        ? putJob(request)
                        : CompletableFuture.completedFuture(deduplicated(start, job.get())));
    }

    /** The id is taken, by the same job or another one, or an open job has the key. */
    private JobPut deduplicated(LaneRequest.Start start, Job job) {
        boolean sameId = job.jobId().equals(start.command.runId());
        if (sameId) {
            refuseOther(start, job);
        }
        return new JobPut(job.jobId(), job.instanceId(), job.state(), true);
    }

    private static void refuseOther(LaneRequest.Start start, Job job) {
        Payload payload = Objects.requireNonNullElse(job.payload(), start.command.input());
        Optional<String> difference = job.type().equals(start.plan.name())
                ? payload.firstDifference(start.command.input()).map(pointer -> "/payload" + pointer)
                : Optional.of("/type");
        difference.ifPresent(pointer -> {
            throw new OrchestratorException(
                    ErrorCode.RUN_ID_CONFLICT,
                    "Job id '" + job.jobId() + "' is taken by another job, which differs at " + pointer,
                    List.of(new Problem.Detail(pointer, 0, 0, "Differs from the job of this id", null)));
        });
    }

    // ---- reading

    @Override
    public Job getJob(String jobId) {
        return reader.get(reader.runOf(jobId));
    }

    @Override
    public CompletableFuture<Job> awaitJob(String jobId, Duration wait) {
        UUID instanceId = reader.runOf(jobId);
        Job now = reader.get(instanceId);
        if (wait.isZero() || now.state().isOver()) {
            return CompletableFuture.completedFuture(now);
        }
        return end(instanceId, wait)
                .thenApplyAsync(
                        end -> reader.find(instanceId).orElseGet(() -> JobViews.goneWell(now, end.orElse(null))),
                        readers);
    }

    /** Of one that was there and is gone by now, there is no run to wait for. */
    private CompletableFuture<Optional<WorkflowInstance>> end(UUID instanceId, Duration wait) {
        try {
            return workflows.awaitResult(instanceId, wait).handle((end, failure) -> Optional.ofNullable(end));
        } catch (OrchestratorException gone) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
    }

    @Override
    public Page<Job> listJobs(JobQuery query) {
        return reader.list(query);
    }

    // ---- operations

    @Override
    public CompletableFuture<Job> cancelJob(JobCommand command) {
        UUID instanceId = reader.runOf(command.jobId());
        refuseSucceeded("cancel", reader.get(instanceId));
        return afterwards(instanceId, workflows.cancelWorkflow(commandOn(instanceId, command, command.request())));
    }

    @Override
    public CompletableFuture<Job> retryJob(JobCommand command) {
        UUID instanceId = reader.runOf(command.jobId());
        Job job = reader.get(instanceId);
        refuseSucceeded("retry", job);
        refuseSecond(job);
        WorkflowInstance now = workflows.getWorkflow(instanceId);
        return afterwards(
                instanceId,
                now.state() == WorkflowState.SUSPENDED && now.incident() != null
                        ? workflows.retryWorkflow(commandOn(instanceId, command, command.request()))
                        : retryTask(instanceId, command));
    }

    /** There may be no run of it any more that could say so itself. */
    private static void refuseSucceeded(String verb, Job job) {
        if (job.state() == JobState.SUCCEEDED) {
            throw new OrchestratorException(
                    ErrorCode.ILLEGAL_STATE,
                    "Expected to " + verb + " job '" + job.jobId() + "' in state "
                            + (verb.equals("retry") ? JobState.FAILED : "PENDING or RUNNING") + ", but it is "
                            + job.state());
        }
    }

    /** It would be the second open job with its key. */
    private void refuseSecond(Job job) {
        reader.rivalOf(job).map(reader::get).ifPresent(rival -> {
            throw new OrchestratorException(
                    ErrorCode.ILLEGAL_STATE,
                    "Expected to retry job '" + job.jobId() + "' while no other open job has its dedupe key '"
                            + job.dedupeKey() + "', but job '" + rival.jobId() + "' has it");
        });
    }

    private CompletableFuture<WorkflowInstance> retryTask(UUID instanceId, JobCommand command) {
        TaskRepair repair =
                new TaskRepair(null, null, null, null, command.request().reason());
        return workflows.retryTask(JobCompiler.TASK, commandOn(instanceId, command, repair));
    }

    private static <T> Command<T> commandOn(UUID instanceId, JobCommand command, T request) {
        return new Command<>(instanceId, request, command.actor(), null);
    }

    private CompletableFuture<Job> afterwards(UUID instanceId, CompletableFuture<WorkflowInstance> operation) {
        return operation.thenApplyAsync(done -> reader.get(instanceId), readers);
    }
}
