package com.orchestrator.engine.scheduler;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.job.Job;
import com.orchestrator.api.job.JobPut;
import com.orchestrator.engine.find.RunField;
import com.orchestrator.engine.find.RunFilter;
import com.orchestrator.engine.schedule.Fire;
import com.orchestrator.engine.schedule.ScheduleKey;
import com.orchestrator.engine.schedule.StoredSchedule;
import com.orchestrator.engine.service.InstanceQuery;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.StoreUnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Starts what times stand for, runs of a workflow or jobs, each under the name of its time, so that there is one at most. */
final class Starts {

    private final Targets targets;
    private final ScheduleCompiler compiler;

    Starts(Targets targets, ScheduleCompiler compiler) {
        this.targets = targets;
        this.compiler = compiler;
    }

    /** What was started, by whomever, and whether it was over already. */
    record Started(UUID instanceId, boolean isOver) {}

    /** @return carries what it is refused with */
    CompletableFuture<Started> start(StoredSchedule schedule, Fire fire) {
        try {
            return schedule.spec().job() == null ? startRun(schedule, fire) : putJob(schedule, fire);
        } catch (OrchestratorException | StoreUnavailableException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private CompletableFuture<Started> startRun(StoredSchedule schedule, Fire fire) {
        return targets.workflows()
                .startWorkflow(compiler.request(schedule, fire))
                .thenApply(run -> new Started(run.instanceId(), run.state().isTerminal()));
    }

    private CompletableFuture<Started> putJob(StoredSchedule schedule, Fire fire) {
        return targets.jobs()
                .putJob(compiler.job(schedule, fire))
                .thenApply(put -> started(put, ScheduledJob.idOf(schedule.key(), fire.nominalAt())));
    }

    private static Started started(JobPut put, String jobId) {
        if (!put.jobId().equals(jobId)) {
            throw new OrchestratorException(
                    ErrorCode.RUN_ID_CONFLICT, "The open job '" + put.jobId() + "' has its dedupe key");
        }
        return new Started(put.instanceId(), put.state().isOver());
    }

    /** What would be refused now may have been started before, by a server that did not live to record it. */
    Optional<Started> find(StoredSchedule schedule, Fire fire) {
        return schedule.spec().job() == null ? findRun(schedule, fire) : findJob(schedule.key(), fire);
    }

    private Optional<Started> findRun(StoredSchedule schedule, Fire fire) {
        RunFilter itself = RunFilter.every(List.of(
                RunFilter.is(RunField.Column.NAMESPACE, schedule.key().namespace()),
                RunFilter.isOrAny(RunField.Column.WORKFLOW, schedule.spec().workflow()),
                RunFilter.is(RunField.Column.RUN_ID, fire.runId())));
        InstanceQuery query = new InstanceQuery(itself, new ListQuery(1, null));
        return targets.workflows().listInstances(query).items().stream()
                .findFirst()
                .map(run -> new Started(run.instanceId(), run.state().isTerminal()));
    }

    private Optional<Started> findJob(ScheduleKey schedule, Fire fire) {
        try {
            Job job = targets.jobs().getJob(ScheduledJob.idOf(schedule, fire.nominalAt()));
            return Optional.of(new Started(job.instanceId(), job.state().isOver()));
        } catch (OrchestratorException refusal) {
            if (refusal.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw refusal;
        }
    }
}
