package com.orchestrator.router;

import com.orchestrator.api.job.Job;
import com.orchestrator.api.job.JobHistory;
import com.orchestrator.api.job.JobPut;
import com.orchestrator.api.job.JobRequest;
import com.orchestrator.api.job.JobState;
import com.orchestrator.api.model.Explanation;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.api.request.LeaseRenewal;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.PollResponse;
import com.orchestrator.engine.service.JobCommand;
import com.orchestrator.engine.service.JobQuery;
import com.orchestrator.engine.service.JobService;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.TaskService;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.router.store.RouterStore;
import com.orchestrator.router.store.RouterStore.JobRow;
import com.orchestrator.router.store.RouterStore.WorkerRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The router on an engine. */
public final class JobRouter implements RouterService {

    private static final int WORKER_JOBS_MAX = 1_000;
    private static final int COUNT_MAX = 1_000;

    private final JobService jobs;
    private final TaskService tasks;
    private final RouterStore store;
    private final RouterConfig config;
    private final Node self;
    private final Reports reports;
    private final Supplier<RouterFigures.@Nullable Bridge> bridge;

    /** @param bridge how the bridge does; null when there is none */
    public JobRouter(
            Services engine,
            RouterStore store,
            RouterConfig config,
            Node self,
            Supplier<RouterFigures.@Nullable Bridge> bridge) {
        this.jobs = engine.jobs();
        this.tasks = engine.tasks();
        this.store = store;
        this.config = config;
        this.self = self;
        this.bridge = bridge;
        this.reports = new Reports(engine.workflows(), tasks, store, config.patience());
    }

    /** What the router asks of the engine. */
    public record Services(WorkflowService workflows, JobService jobs, TaskService tasks) {}

    @Override
    public JobPut register(Registration job) {
        JobClass jobClass = JobClass.of(job.priority());
        JobPut put = Answers.of(jobs.putJob(new JobRequest(
                job.type(),
                job.payload(),
                job.id(),
                null,
                null,
                jobClass.ring(),
                null,
                config.broker() == null ? queue(job.type()) : jobClass.queue(),
                null,
                null,
                null,
                JobHistory.DEFAULT,
                null)));
        store.putJob(put.jobId(), put.instanceId(), job.priority());
        if (config.broker() == null) {
            share(job.type());
        }
        return put;
    }

    /** Of the engine, where jobs of a type wait for workers that send heartbeats. */
    static String queue(String type) {
        return "router." + type;
    }

    @Override
    public void report(StatusReport report) {
        if (report.status() == JobStatus.CANCELLED) {
            cancel(report.jobId(), report.workerId() == null ? "router" : report.workerId());
            return;
        }
        String workerId = report.workerId();
        if (workerId == null) {
            throw Refusals.invalid(
                    "/workerId",
                    "'workerId' is required for '" + report.status().word() + "'",
                    null);
        }
        refuseReserved("/workerId", workerId);
        reports.take(jobs.getJob(report.jobId()), report, workerId);
    }

    private static void refuseReserved(String pointer, String workerId) {
        if (Holders.isReserved(workerId)) {
            throw Refusals.invalid(pointer, "'" + workerId + "' is the router's own name", "call the worker otherwise");
        }
    }

    @Override
    public RoutedJob cancel(String jobId, String actor) {
        Job job = jobs.getJob(jobId);
        if (!job.state().isOver()) {
            job = Answers.of(jobs.cancelJob(
                    new JobCommand(jobId, new ControlRequest("cancelled through the router", null), actor)));
        }
        return routed(job, store.jobs(List.of(jobId)));
    }

    @Override
    public Page<RoutedJob> list(ListQuery page) {
        Page<Job> found = jobs.listJobs(new JobQuery(null, Set.of(), null, true, page));
        Map<String, JobRow> rows =
                store.jobs(found.items().stream().map(Job::jobId).toList());
        return found.map(job -> routed(job, rows));
    }

    /** A job that came in another way has the least priority of its ring. */
    private static RoutedJob routed(Job job, Map<String, JobRow> rows) {
        JobRow row = rows.get(job.jobId());
        return row == null ? new RoutedJob(job, 0, null) : new RoutedJob(job, row.priority(), row.workerId());
    }

    @Override
    public List<Dispatch> heartbeat(WorkerReport worker) {
        refuseReserved("/worker_id", worker.workerId());
        store.putWorker(worker);
        renew(worker.workerId());
        if (config.broker() == null) {
            share(worker.workerType());
        }
        return store.dispatches(worker.workerId(), false, WORKER_JOBS_MAX);
    }

    @Override
    public Page<RoutedWorker> workers(ListQuery page) {
        List<RoutedWorker> found = store.workers(page.cursor(), page.limit());
        return new Page<>(
                found,
                found.size() < page.limit()
                        ? null
                        : found.get(found.size() - 1).said().workerId());
    }

    private void renew(String workerId) {
        List<LeaseRenewal> renewals = Stream.of(true, false)
                .flatMap(taken -> store.dispatches(workerId, taken, WORKER_JOBS_MAX / 2).stream())
                .map(held -> new LeaseRenewal(held.executionId(), held.fenceToken(), null))
                .toList();
        if (renewals.isEmpty()) {
            return;
        }
        PollResponse answer = Answers.of(
                tasks.poll(new PollRequest(Holders.WORKERS, List.of(), 0, Duration.ZERO, null, List.of(), renewals)));
        List<UUID> lost = answer.renewals().stream()
                .filter(verdict -> verdict.status() == PollResponse.RenewalStatus.LOST)
                .map(PollResponse.RenewalVerdict::executionId)
                .toList();
        store.lose(lost);
    }

    /** Gives what waits of a type to those who are least loaded. */
    private void share(String type) {
        store.sharing(type, workers -> share(type, workers));
    }

    private List<Dispatch> share(String type, List<WorkerRow> workers) {
        LoadShares shares = new LoadShares(workers);
        int slots = Math.min(shares.slots(), WORKER_JOBS_MAX);
        if (slots == 0) {
            return List.of();
        }
        List<LeasedTask> leased = OnlyJobs.of(
                Answers.of(tasks.poll(new PollRequest(
                                Holders.WORKERS,
                                List.of(queue(type)),
                                slots,
                                Duration.ZERO,
                                RouterStore.SILENCE_MAX,
                                List.of(),
                                List.of())))
                        .tasks(),
                tasks,
                Holders.WORKERS);
        Map<String, JobRow> rows =
                store.jobs(leased.stream().map(LeasedTask::runId).toList());
        List<Dispatch> given = new ArrayList<>();
        for (LeasedTask task : leased) {
            JobRow row = rows.get(task.runId());
            shares.next().ifPresent(worker -> given.add(Dispatch.of(task, worker, row == null ? 0 : row.priority())));
        }
        return given;
    }

    @Override
    public Explanation explained(Explanation explanation) {
        return BrokerWaits.isConcerned(config, explanation)
                ? BrokerWaits.explained(explanation, store.view(self).word().trouble())
                : explanation;
    }

    @Override
    public ClusterView cluster() {
        return store.view(self);
    }

    @Override
    public Map<JobStatus, Integer> jobCounts() {
        Map<JobStatus, Integer> counts = new EnumMap<>(JobStatus.class);
        for (JobState state : JobState.values()) {
            counts.put(
                    JobStatus.of(state),
                    jobs.listJobs(new JobQuery(null, Set.of(state), null, false, new ListQuery(COUNT_MAX, null)))
                            .items()
                            .size());
        }
        return counts;
    }

    @Override
    public RouterFigures figures() {
        return new RouterFigures(cluster(), store.workersAlive(), store.dispatchesOpen(), bridge.get());
    }
}
