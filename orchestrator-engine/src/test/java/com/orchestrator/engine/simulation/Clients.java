package com.orchestrator.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.job.Job;
import com.orchestrator.api.job.JobHistory;
import com.orchestrator.api.job.JobPut;
import com.orchestrator.api.job.JobRequest;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.engine.definition.JobCompiler;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.service.JobCommand;
import com.orchestrator.engine.service.JobOutcome;
import com.orchestrator.engine.service.JobService;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.StoreUnavailableException;
import com.orchestrator.testkit.Queries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Callers who put jobs in some cases, one by one and in batches, again when they have heard nothing and again when they have, who
 * think better of them, and in the end see to it that each is there and goes on.
 */
final class Clients {

    private static final long SALT = 23;
    private static final int JOBS_MAX = 6;
    private static final int RUNS_MAX = 1_000;

    private final Servers servers;
    private final Scarcity scarcity;
    private final Random random;
    private final int jobs;
    private final Map<String, JobRequest> requests = new LinkedHashMap<>();
    private final Map<String, Set<UUID>> answers = new LinkedHashMap<>();
    private final Map<UUID, String> created = new LinkedHashMap<>();

    Clients(long seed, Servers servers, Scarcity scarcity) {
        this.servers = servers;
        this.scarcity = scarcity;
        random = Oddities.source(seed, SALT);
        jobs = random.nextInt(3) == 0 ? 1 + random.nextInt(JOBS_MAX) : 0;
    }

    boolean putJobs() {
        return jobs > 0;
    }

    /** What was put under these names. */
    Map<String, JobRequest> requests() {
        return requests;
    }

    /** The runs that callers were named, by the name of the job. */
    Map<String, Set<UUID>> answers() {
        return answers;
    }

    // ---- putting

    private JobRequest request(String jobId) {
        return requests.computeIfAbsent(jobId, id -> {
            JobRequest request = draw(id);
            servers.story.tell(() -> "-- " + request);
            return request;
        });
    }

    private JobRequest draw(String jobId) {
        JobHistory history = JobHistory.values()[random.nextInt(3)];
        return new JobRequest(
                "job" + random.nextInt(2),
                Payload.ofJson("{\"job\":\"" + jobId + "\"}"),
                jobId,
                scarcity.hasLimits() && random.nextBoolean() ? pick(Scarcity.KEYS) : null,
                random.nextInt(4) == 0 ? "same" : null,
                random.nextInt(3) == 0 ? pick(Priority.values()) : null,
                scarcity.hasLimits() && random.nextBoolean() ? pick(Scarcity.WORKLOADS) : null,
                Scarcity.QUEUE,
                random.nextInt(5) == 0 ? servers.clock.instant().plusSeconds(random.nextInt(60)) : null,
                random.nextBoolean()
                        ? Payload.ofJson("{\"maxAttempts\":" + (1 + random.nextInt(3)) + ",\"initialInterval\":\"1s\"}")
                        : null,
                random.nextInt(4) == 0 ? Payload.ofJson("{\"execution\":\"20s\"}") : null,
                history,
                history != JobHistory.NONE && random.nextInt(3) == 0
                        ? Payload.ofJson("{\"task\":\"unjob\",\"queue\":\"" + Scarcity.QUEUE + "\"}")
                        : null);
    }

    private <T> T pick(T[] from) {
        return from[random.nextInt(from.length)];
    }

    private String anyJob() {
        return "job-" + random.nextInt(jobs);
    }

    private void put(String jobId) {
        JobRequest request = request(jobId);
        servers.story.tell(() -> servers.now() + "somebody puts " + jobId);
        servers.call(engine -> asked(engine.jobs(), service -> service.putJob(request)), new Caller(request));
    }

    private void putTwo() {
        List<JobRequest> two = List.of(request(anyJob()), request(anyJob()));
        servers.story.tell(() -> servers.now() + "somebody puts " + two.get(0).jobId() + " and "
                + two.get(1).jobId());
        List<JobOutcome.Item> items =
                two.stream().map(request -> new JobOutcome.Item(request, null)).toList();
        servers.call(
                engine -> asked(engine.jobs(), service -> service.putJobs(items)),
                Servers.<List<JobOutcome>>told(outcomes -> {
                    for (int i = 0; i < two.size(); i++) {
                        Caller caller = new Caller(two.get(i));
                        if (outcomes.get(i).put() != null) {
                            caller.answered(outcomes.get(i).put());
                        } else if (outcomes.get(i).refusal().code() != ErrorCode.UNAVAILABLE) {
                            caller.refused(outcomes.get(i).refusal());
                        }
                    }
                }));
    }

    private final class Caller implements Servers.Caller<JobPut> {
        private final JobRequest request;

        Caller(JobRequest request) {
            this.request = request;
        }

        @Override
        public void answered(JobPut put) {
            answers.computeIfAbsent(put.jobId(), id -> new LinkedHashSet<>()).add(put.instanceId());
            boolean isOther = !put.jobId().equals(request.jobId());
            assertThat(put.deduplicated() || !isOther)
                    .as("%s for %s", put, request)
                    .isTrue();
            if (isOther) {
                JobRequest other = requests.get(put.jobId());
                assertThat(other.dedupeKey()).as("key of %s", put).isNotNull().isEqualTo(request.dedupeKey());
                assertThat(other.type()).as("type of %s", put).isEqualTo(request.type());
            }
            if (!put.deduplicated()) {
                String before = created.put(put.instanceId(), put.jobId());
                assertThat(before).as("8: %s was made twice", put).isNull();
            }
        }

        @Override
        public void refused(OrchestratorException refusal) {
            throw new AssertionError(request + " was refused", refusal);
        }

        @Override
        public void leftAlone() {}
    }

    private static <T> CompletableFuture<T> asked(
            JobService jobs, Function<JobService, CompletableFuture<T>> question) {
        try {
            return question.apply(jobs);
        } catch (OrchestratorException | StoreUnavailableException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    // ---- meddling

    /** Perhaps somebody does something about jobs. */
    void act() {
        if (jobs == 0 || random.nextInt(4) > 0) {
            return;
        }
        switch (random.nextInt(12)) {
            case 0 -> command("cancel", anyJob(), JobService::cancelJob);
            case 1 -> command("retry", anyJob(), JobService::retryJob);
            case 2 -> pauseAny();
            case 3, 4 -> putTwo();
            case 5 -> look(anyJob());
            default -> put(anyJob());
        }
    }

    private interface Operation {
        CompletableFuture<Job> on(JobService jobs, JobCommand command);
    }

    private void command(String verb, String jobId, Operation operation) {
        servers.story.tell(() -> servers.now() + "somebody wants to " + verb + " " + jobId);
        JobCommand command = new JobCommand(jobId, new ControlRequest("test", null), "ann");
        servers.call(
                engine -> asked(engine.jobs(), service -> operation.on(service, command)), Servers.told(job -> {}));
    }

    private void look(String jobId) {
        servers.call(
                engine -> asked(engine.jobs(), service -> service.awaitJob(jobId, Duration.ZERO)),
                Servers.<Job>told(job -> assertThat(job.jobId()).isEqualTo(jobId)));
    }

    private void pauseAny() {
        List<WorkflowInstance> runs = runs();
        if (!runs.isEmpty()) {
            WorkflowInstance run = runs.get(random.nextInt(runs.size()));
            servers.story.tell(() -> servers.now() + "somebody wants to pause " + run.runId());
            servers.call(engine -> engine.workflows().pauseWorkflow(command(run)), Servers.told(paused -> {}));
        }
    }

    private static Command<ControlRequest> command(WorkflowInstance run) {
        return new Command<>(run.instanceId(), new ControlRequest("test", null), "ann", null);
    }

    // ---- healing

    /** Runs of jobs that have rows of their own. */
    List<WorkflowInstance> runs() {
        return servers.store
                .reads()
                .listInstances(
                        Queries.runs(Set.of(), JobCompiler.NAMESPACE, null, null, null, new ListQuery(RUNS_MAX, null)))
                .items();
    }

    /** Puts what nobody knows to be there, and lets go on what waits for a person. */
    void help() {
        for (int i = 0; i < jobs; i++) {
            if (!isKnown("job-" + i)) {
                put("job-" + i);
            }
        }
        for (WorkflowInstance run : runs()) {
            if (run.state() == WorkflowState.PAUSED) {
                servers.call(engine -> engine.workflows().resumeWorkflow(command(run)), Servers.told(resumed -> {}));
            } else if (run.state() == WorkflowState.SUSPENDED || run.state() == WorkflowState.COMPENSATION_FAILED) {
                command("retry", run.runId(), JobService::retryJob);
            }
        }
    }

    /** By its own name, or because another one has its key. */
    private boolean isKnown(String jobId) {
        return answers.containsKey(jobId) || created.containsValue(jobId) || isAnother(requests.get(jobId));
    }

    private boolean isAnother(@Nullable JobRequest request) {
        return request != null
                && request.dedupeKey() != null
                && answers.keySet().stream()
                        .map(requests::get)
                        .anyMatch(other -> other.type().equals(request.type())
                                && request.dedupeKey().equals(other.dedupeKey()));
    }

    /** Every job is there and has ended. */
    boolean areServed() {
        List<UUID> left = new ArrayList<>(servers.store.jobs().list(null, null, RUNS_MAX));
        runs().stream().filter(run -> run.state().isTerminal()).forEach(run -> left.remove(run.instanceId()));
        left.removeAll(servers.store.jobs().findEnds(left).keySet());
        for (int i = 0; i < jobs; i++) {
            if (!isKnown("job-" + i)) {
                return false;
            }
        }
        return left.isEmpty();
    }
}
