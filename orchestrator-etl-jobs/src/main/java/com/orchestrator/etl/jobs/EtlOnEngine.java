package com.orchestrator.etl.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.etl.EtlDryRun;
import com.orchestrator.api.etl.EtlJob;
import com.orchestrator.api.etl.EtlJobSpec;
import com.orchestrator.api.etl.EtlNames;
import com.orchestrator.api.etl.EtlPlugin;
import com.orchestrator.api.etl.EtlRun;
import com.orchestrator.api.etl.EtlStatus;
import com.orchestrator.api.etl.EtlTask;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Reason;
import com.orchestrator.api.model.TaskExecution;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.schedule.Schedule;
import com.orchestrator.api.schedule.ScheduleSpec;
import com.orchestrator.engine.find.RunField;
import com.orchestrator.engine.find.RunFilter;
import com.orchestrator.engine.service.InstanceQuery;
import com.orchestrator.engine.service.JobService;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.ScheduleService;
import com.orchestrator.engine.service.StartedWorkflow;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.etl.jobs.store.EtlStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Jobs on an engine: each is a workflow of the namespace {@code etl}, and a schedule of the same name when it has one. */
public final class EtlOnEngine implements EtlService {

    /** More than the attempts that a run of a job can have. */
    private static final ListQuery ALL_ATTEMPTS = new ListQuery(200, null);

    private static final int SCHEDULES_AT_ONCE = 200;

    private final WorkflowService workflows;
    private final ScheduleService schedules;
    private final EtlStore store;
    private final Runnable wanted;
    private final Plugins plugins = Plugins.builtIn();
    private final JobCheck check;
    private final WorkerDesk workers;
    private final EtlCounters counters = new EtlCounters();
    private final ConnectionService connections;

    /** @param wanted hears of it when there is something for a worker to do, or may be soon */
    public EtlOnEngine(
            WorkflowService workflows, ScheduleService schedules, JobService jobs, EtlStore store, Runnable wanted) {
        this.workflows = workflows;
        this.schedules = schedules;
        this.store = store;
        this.wanted = wanted;
        ConfigJudge judge = new ConfigJudge();
        this.check = new JobCheck(
                new ConfigCheck(plugins, judge, store.connections()::find),
                schedules,
                name -> store.find(JobIds.ofJob(name)));
        this.workers = new WorkerDesk(jobs, wanted);
        this.connections = new ConnectionsOnStore(store, new ConnectionCheck(plugins, judge), workers);
    }

    @Override
    public EtlJob create(EtlJobSpec spec, String actor) {
        check.require(spec);
        String name = Objects.requireNonNull(spec.name());
        EtlJob job = store.create(JobIds.ofJob(name), spec).orElseThrow(() -> taken(name));
        return settled(job, actor);
    }

    private static OrchestratorException taken(String name) {
        String detail = "There is a job '" + name + "' already";
        return new OrchestratorException(
                ErrorCode.ILLEGAL_STATE, detail, List.of(new Problem.Detail("/name", 0, 0, detail, "PUT changes it")));
    }

    /** A server that is killed in here leaves a job that is not settled; saying it again brings it to its end. */
    private EtlJob settled(EtlJob job, String actor) {
        workflows.registerWorkflow(JobWorkflow.of(job).toJson().getBytes(StandardCharsets.UTF_8), actor);
        ScheduleService.Target target = schedule(job, actor);
        Schedule schedule = job.schedule() == null
                ? null
                : schedules.put(target, spec(job), null, null).schedule();
        if (schedule == null) {
            deleteSchedule(target);
        }
        store.settle(job.id());
        wanted.run();
        return job.dueNext(schedule == null ? null : next(schedule));
    }

    private void deleteSchedule(ScheduleService.Target target) {
        try {
            schedules.delete(target);
        } catch (OrchestratorException refused) {
            if (refused.code() != ErrorCode.NOT_FOUND) {
                throw refused;
            }
        }
    }

    private static ScheduleService.Target schedule(EtlJob job, String actor) {
        return new ScheduleService.Target(EtlNames.NAMESPACE, job.name(), actor, null);
    }

    private static ScheduleSpec spec(EtlJob job) {
        return new ScheduleSpec(
                job.name(),
                null,
                null,
                null,
                List.of(Objects.requireNonNull(job.schedule())),
                null,
                null,
                null,
                job.zone(),
                null,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                Map.of());
    }

    private static @Nullable Instant next(Schedule schedule) {
        return schedule.next().stream().findFirst().orElse(null);
    }

    @Override
    public Page<EtlJob> list(ListQuery query) {
        List<EtlJob> jobs = store.list(query.cursor(), query.limit() + 1);
        List<EtlJob> page = jobs.subList(0, Math.min(jobs.size(), query.limit()));
        Map<String, Instant> due = dueNext(page);
        return new Page<>(
                page.stream().map(job -> job.dueNext(due.get(job.name()))).toList(),
                jobs.size() > page.size() ? page.get(page.size() - 1).name() : null);
    }

    /** Of all schedules of the namespace, by pages: their list has no place to begin at. */
    private Map<String, Instant> dueNext(List<EtlJob> jobs) {
        Set<String> wanted = jobs.stream()
                .filter(job -> job.schedule() != null)
                .map(EtlJob::name)
                .collect(Collectors.toCollection(HashSet::new));
        Map<String, Instant> due = new HashMap<>();
        String cursor = null;
        while (!wanted.isEmpty()) {
            Page<Schedule> page = schedules.list(EtlNames.NAMESPACE, new ListQuery(SCHEDULES_AT_ONCE, cursor));
            for (Schedule schedule : page.items()) {
                if (wanted.remove(schedule.name()) && !schedule.next().isEmpty()) {
                    due.put(schedule.name(), schedule.next().get(0));
                }
            }
            cursor = page.next();
            if (cursor == null) {
                break;
            }
        }
        return due;
    }

    private Optional<Instant> dueNext(EtlJob job) {
        if (job.schedule() == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(next(schedules.get(EtlNames.NAMESPACE, job.name())));
        } catch (OrchestratorException notThere) {
            // A job that is not settled, or whose schedule somebody has taken away beside it.
            return Optional.empty();
        }
    }

    @Override
    public EtlJob get(UUID id) {
        EtlJob job = require(id);
        return job.dueNext(dueNext(job).orElse(null));
    }

    private EtlJob require(UUID id) {
        return store.find(id).orElseThrow(() -> unknown("job", id));
    }

    private static OrchestratorException unknown(String what, UUID id) {
        return new OrchestratorException(ErrorCode.NOT_FOUND, "There is no " + what + " " + id);
    }

    @Override
    public EtlJob update(UUID id, EtlJobSpec spec, String actor) {
        EtlJob before = require(id);
        check.require(spec);
        if (!before.name().equals(spec.name())) {
            String detail = "The job is called '" + before.name() + "', and stays so";
            throw new OrchestratorException(
                    ErrorCode.JOB_INVALID,
                    detail,
                    List.of(new Problem.Detail("/name", 0, 0, detail, "make another job")));
        }
        return settled(store.replace(id, spec).orElseThrow(() -> unknown("job", id)), actor);
    }

    @Override
    public void delete(UUID id, String actor) {
        EtlJob job = require(id);
        deleteSchedule(schedule(job, actor));
        store.delete(id);
    }

    @Override
    public CompletableFuture<StartedWorkflow> run(UUID id, @Nullable String runId) {
        EtlJob job = require(id);
        wanted.run();
        return workflows.startWorkflow(
                StartWorkflowRequest.of(EtlNames.NAMESPACE, job.name(), runId, Payload.EMPTY_OBJECT));
    }

    @Override
    public Page<EtlRun> runs(@Nullable String job, ListQuery query) {
        RunFilter wanted = RunFilter.is(RunField.Column.NAMESPACE, EtlNames.NAMESPACE)
                .and(RunFilter.isOrAny(RunField.Column.WORKFLOW, job));
        return workflows.listInstances(new InstanceQuery(wanted, query)).map(this::listed);
    }

    /** Attempts are looked at of runs under way alone; there are few, since a schedule starts none beside another. */
    private EtlRun listed(WorkflowInstance run) {
        return RunViews.run(run, run.state().isAtRest() ? List.of() : attempts(run.instanceId()), Map.of());
    }

    private List<TaskExecution> attempts(UUID run) {
        return workflows.getTasks(run, ALL_ATTEMPTS).items();
    }

    @Override
    public EtlRun getRun(UUID runId) {
        WorkflowInstance run = requireRun(runId);
        return RunViews.run(run, attempts(runId), progress(run));
    }

    /** Rows that attempts under way have gone through, as their worker has last said. */
    private Map<UUID, Long> progress(WorkflowInstance run) {
        Map<UUID, Long> progress = new HashMap<>();
        if (run.state() == WorkflowState.RUNNING) {
            for (Reason reason : workflows.explainWorkflow(run.instanceId()).reasons()) {
                UUID attempt = reason.executionId();
                Payload said = reason.progress();
                JsonNode rows =
                        said == null ? MissingNode.getInstance() : said.tree().path("rows");
                if (attempt != null && rows.isIntegralNumber()) {
                    progress.put(attempt, rows.asLong());
                }
            }
        }
        return progress;
    }

    private WorkflowInstance requireRun(UUID runId) {
        WorkflowInstance run = workflows.getWorkflow(runId);
        if (!run.namespace().equals(EtlNames.NAMESPACE)) {
            throw unknown("run of a job", runId);
        }
        return run;
    }

    @Override
    public List<EtlRun> follow(UUID runId) {
        WorkflowInstance run = requireRun(runId);
        List<TaskExecution> attempts = attempts(runId);
        List<EtlTask> tasks = RunViews.tasks(run, attempts, Map.of());
        boolean isLoaded = tasks.stream().allMatch(task -> task.status() == EtlStatus.COMPLETED);
        if (run.state() == WorkflowState.RUNNING && !isLoaded) {
            throw new OrchestratorException(ErrorCode.ILLEGAL_STATE, "The run has not loaded its rows");
        }
        counters.count(RunViews.run(run, attempts, Map.of()), tasks, isLoaded);
        if (!isLoaded) {
            return List.of();
        }
        List<CompletableFuture<StartedWorkflow>> started = store.succeeded(run.workflow(), runId).stream()
                .map(due -> workflows.startWorkflow(StartWorkflowRequest.of(
                        EtlNames.NAMESPACE, due.job(), "after-" + due.generation(), Payload.EMPTY_OBJECT)))
                .toList();
        return started.stream()
                .map(start -> getRun(answerOf(start).instanceId()))
                .toList();
    }

    private static <T> T answerOf(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof OrchestratorException refused ? refused : failed;
        }
    }

    @Override
    public List<EtlFigures> figures() {
        return counters.read();
    }

    @Override
    public List<EtlTask> tasks(UUID runId) {
        WorkflowInstance run = requireRun(runId);
        return RunViews.tasks(run, attempts(runId), progress(run));
    }

    @Override
    public EtlTask getTask(UUID taskId) {
        for (EtlTask.Type type : EtlTask.Type.values()) {
            try {
                return tasks(JobIds.runOf(taskId, type)).get(type.ordinal());
            } catch (OrchestratorException notThatOne) {
                if (notThatOne.code() != ErrorCode.NOT_FOUND) {
                    throw notThatOne;
                }
            }
        }
        throw unknown("task of a job", taskId);
    }

    @Override
    public CompletableFuture<Question<EtlDryRun>> dryRun(UUID id, int lookAt) {
        return ask(require(id).spec(), lookAt);
    }

    @Override
    public CompletableFuture<Question<EtlDryRun>> dryRun(EtlJobSpec spec, int lookAt) {
        check.require(spec);
        return ask(spec, lookAt);
    }

    private CompletableFuture<Question<EtlDryRun>> ask(EtlJobSpec spec, int lookAt) {
        ObjectNode question = JsonNodeFactory.instance
                .objectNode()
                .put("job", JobWorkflow.written(spec))
                .put("lookAt", lookAt);
        return workers.ask(EtlNames.DRY_RUN, question, EtlDryRun.class);
    }

    @Override
    public List<EtlPlugin> plugins() {
        return plugins.all();
    }

    @Override
    public EtlPlugin plugin(String type) {
        return plugins.find(type)
                .orElseThrow(() -> new OrchestratorException(ErrorCode.NOT_FOUND, "There is no plugin '" + type + "'"));
    }

    @Override
    public ConnectionService connections() {
        return connections;
    }
}
