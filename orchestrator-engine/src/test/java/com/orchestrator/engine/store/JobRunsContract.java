package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.job.Job;
import com.orchestrator.api.job.JobHistory;
import com.orchestrator.api.job.JobPut;
import com.orchestrator.api.job.JobRequest;
import com.orchestrator.api.job.JobState;
import com.orchestrator.api.model.Explanation;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.LogLine;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.api.request.Failure;
import com.orchestrator.api.request.LeaseRenewal;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.OrchestratorEngine;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.service.JobCommand;
import com.orchestrator.engine.service.JobOutcome;
import com.orchestrator.engine.service.JobQuery;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.testkit.Queries;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs that keep no history stand in one row for as long as they can; two servers see the same of them. */
interface JobRunsContract extends StoreUnderTest {

    Payload PAYLOAD = Payload.ofJson("{\"n\":1.50}");
    Payload OUTPUT = Payload.ofJson("{\"done\":true}");

    private OrchestratorEngine engine() {
        return new OrchestratorEngine(EngineConfig.DEFAULT, store(), new DefinitionCompiler(new ExpressionCompiler()));
    }

    private static JobRequest job(String type, String jobId, JobHistory history) {
        return new JobRequest(type, PAYLOAD, jobId, "entity", null, null, null, null, null, null, null, history, null);
    }

    private static UUID put(OrchestratorEngine engine, JobRequest request) {
        JobPut put = engine.jobService().putJob(request).join();
        assertThat(put.deduplicated()).isFalse();
        return put.instanceId();
    }

    /** A poll of a worker that has let a lease run out is closed when that is noticed; like a worker, it asks again. */
    private static LeasedTask take(OrchestratorEngine engine, String queue) {
        PollRequest poll = new PollRequest("w", List.of(queue), 1, Duration.ofSeconds(20), null, List.of(), List.of());
        List<LeasedTask> tasks = List.of();
        for (int polls = 0; tasks.isEmpty() && polls < 3; polls++) {
            tasks = engine.taskService().poll(poll).join().tasks();
        }
        return tasks.get(0);
    }

    private static void complete(OrchestratorEngine engine, LeasedTask task) {
        engine.taskService()
                .completeTask("w", TaskReport.success(task.executionId(), task.fenceToken(), OUTPUT))
                .join();
    }

    private static void fail(OrchestratorEngine engine, LeasedTask task, FailureKind kind) {
        Failure failure = new Failure(kind, "BROKEN", "no", null, null);
        engine.taskService()
                .failTask("w", TaskReport.failure(task.executionId(), task.fenceToken(), failure))
                .join();
    }

    private static List<String> types(OrchestratorEngine engine, UUID run) {
        return engine.workflowService().getHistory(run, 0, 100).items().stream()
                .map(HistoryEntry::type)
                .toList();
    }

    /** Runs that have a row of their own. */
    private List<UUID> rows(String type) {
        return store()
                .reads()
                .listInstances(Queries.runs(Set.of(), "jobs", type, null, null, new ListQuery(100, null)))
                .items()
                .stream()
                .map(instance -> instance.instanceId())
                .toList();
    }

    private static List<Job> list(OrchestratorEngine engine, String type) {
        return engine.jobService()
                .listJobs(new JobQuery(type, Set.of(), null, false, new ListQuery(100, null)))
                .items();
    }

    /** While the job is under way they can be read; they go with it, or stay with what stays. */
    @Test
    default void logLines_areThoseOfAJobInOneRow_andGoWithIt() {
        try (OrchestratorEngine engine = engine()) {
            UUID done = put(engine, job("logs", "log1", JobHistory.OUTCOME));
            LeasedTask task = take(engine, "logs");
            log(task, "halfway");
            assertThat(lines(done)).containsExactly("halfway");
            assertThat(namespaceOf(done)).isEqualTo("jobs");
            complete(engine, task);
            assertThat(lines(done)).isEmpty();
            assertThat(namespaceOf(done)).isEqualTo("jobs");

            UUID failed = put(engine, job("logs", "log2", JobHistory.NONE));
            LeasedTask second = take(engine, "logs");
            log(second, "broken");
            fail(engine, second, FailureKind.FATAL);
            assertThat(lines(failed)).containsExactly("broken");
        }
    }

    private String namespaceOf(UUID run) {
        return store().reads().namespaces(Set.of(run)).get(run);
    }

    private void log(LeasedTask task, String message) {
        store().logs()
                .append(List.of(new LogLine(
                        task.executionId(), task.fenceToken(), 1, Instant.EPOCH, LogLine.Level.INFO, message)));
    }

    private List<String> lines(UUID run) {
        return store().logs().list(run, new ListQuery(10, null)).items().stream()
                .map(LogLine::message)
                .toList();
    }

    @Test
    default void none_leavesNothing_whoeverDoesIt() {
        try (OrchestratorEngine here = engine();
                OrchestratorEngine there = engine()) {
            UUID run = put(here, job("none", "n1", JobHistory.NONE));
            assertThat(rows("none")).isEmpty();
            assertThat(there.jobService().getJob("n1").state()).isEqualTo(JobState.PENDING);
            assertThat(there.jobService().getJob("n1").payload()).isEqualTo(PAYLOAD);
            assertThat(list(there, "none")).extracting(Job::jobId).containsExactly("n1");
            assertThat(types(there, run)).containsExactly("WORKFLOW_STARTED", "WORKFLOW_BEGAN", "TASK_SCHEDULED");
            Explanation explained = there.workflowService().explainWorkflow(run);
            assertThat(explained.reasons()).isNotEmpty();

            LeasedTask task = take(there, "none");
            assertThat(task.input()).isEqualTo(PAYLOAD);
            assertThat(here.jobService().getJob("n1").state()).isEqualTo(JobState.RUNNING);
            assertThat(types(here, run)).endsWith("TASK_LEASED");
            complete(here, task);

            assertThat(history(run)).isEmpty();
            assertThat(rows("none")).isEmpty();
            assertThat(list(here, "none")).isEmpty();
            assertThatThrownBy(() -> complete(here, task)).hasMessageContaining("it has ended well");
            assertThatThrownBy(() -> there.jobService().getJob("n1")).hasMessageContaining("no job 'n1'");
            assertThat(here.jobService()
                            .putJob(job("none", "n1", JobHistory.NONE))
                            .join()
                            .deduplicated())
                    .isFalse();
        }
    }

    @Test
    default void outcome_keepsTheOutcomeAlone() {
        try (OrchestratorEngine here = engine()) {
            UUID run = put(here, job("outcome", "o1", JobHistory.OUTCOME));
            complete(here, take(here, "outcome"));

            assertThat(history(run)).isEmpty();
            assertThat(rows("outcome")).isEmpty();
            Job job = here.jobService().getJob("o1");
            assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
            assertThat(job.output()).isEqualTo(OUTPUT);
            assertThat(job.entityId()).isEqualTo("entity");
            assertThat(job.attempts()).isEqualTo(1);
            assertThat(list(here, "outcome")).extracting(Job::state).containsExactly(JobState.SUCCEEDED);
            assertThat(here.jobService()
                            .putJob(job("outcome", "o1", JobHistory.OUTCOME))
                            .join()
                            .deduplicated())
                    .isTrue();
        }
    }

    @Test
    default void failedAttempt_makesItARun_whichGoesWhenItEndsWell() {
        try (OrchestratorEngine here = engine();
                OrchestratorEngine there = engine()) {
            UUID run = put(here, job("again", "a1", JobHistory.NONE));
            fail(there, take(here, "again"), FailureKind.RETRYABLE);

            assertThat(rows("again")).containsExactly(run);
            assertThat(types(here, run))
                    .startsWith("WORKFLOW_STARTED", "WORKFLOW_BEGAN", "TASK_SCHEDULED", "TASK_LEASED", "TASK_FAILED");
            advance(Duration.ofMinutes(1));
            LeasedTask second = take(here, "again");
            assertThat(second.attempt()).isEqualTo(2);
            assertThat(second.input()).isEqualTo(PAYLOAD);
            complete(here, second);

            assertThat(history(run)).isEmpty();
            assertThat(rows("again")).isEmpty();
            assertThat(list(here, "again")).isEmpty();
        }
    }

    @Test
    default void givenUp_keepsWhatHasHappened_andIsTriedAgain() {
        try (OrchestratorEngine here = engine()) {
            UUID run = put(here, job("fatal", "f1", JobHistory.NONE));
            fail(here, take(here, "fatal"), FailureKind.FATAL);

            assertThat(here.jobService().getJob("f1").state()).isEqualTo(JobState.FAILED);
            assertThat(types(here, run)).contains("TASK_FAILED", "WORKFLOW_ENDED");
            JobCommand retry = new JobCommand("f1", new ControlRequest("mended", null), "kim");
            assertThat(here.jobService().retryJob(retry).join().state()).isEqualTo(JobState.PENDING);
            complete(here, take(here, "fatal"));
            assertThat(history(run)).isEmpty();
        }
    }

    @Test
    default void lease_isExtendedInTheRow_andRunsOut() {
        try (OrchestratorEngine here = engine()) {
            UUID run = put(here, job("lease", "l1", JobHistory.OUTCOME));
            LeasedTask task = take(here, "lease");
            LeaseRenewal renewal = new LeaseRenewal(task.executionId(), task.fenceToken(), Payload.ofJson("7"), null);
            advance(Duration.ofSeconds(20));
            here.taskService().renewLease("w", renewal).join();
            advance(Duration.ofSeconds(20));
            here.taskService().renewLease("w", renewal).join();
            assertThat(types(here, run)).hasSize(4);

            advance(Duration.ofMinutes(2));
            LeasedTask again = take(here, "lease");
            assertThat(again.attempt()).isEqualTo(2);
            assertThat(again.lastProgress()).isEqualTo(Payload.ofJson("7"));
            assertThat(types(here, run)).contains("LEASE_EXPIRED");
            complete(here, again);
            assertThat(here.jobService().getJob("l1").attempts()).isEqualTo(2);
            assertThat(here.jobService().getJob("l1").output()).isEqualTo(OUTPUT);
        }
    }

    @Test
    default void cancelled_keepsWhatHasHappened() {
        try (OrchestratorEngine here = engine()) {
            UUID waiting = put(here, job("cancel", "c1", JobHistory.NONE));
            JobCommand cancel = new JobCommand("c1", new ControlRequest("enough", null), "kim");

            assertThat(here.jobService().cancelJob(cancel).join().state()).isEqualTo(JobState.CANCELLED);
            assertThat(types(here, waiting)).contains("WORKFLOW_ENDED");
            assertThat(rows("cancel")).containsExactly(waiting);

            put(here, job("cancel", "c2", JobHistory.NONE));
            LeasedTask task = take(here, "cancel");
            here.jobService()
                    .cancelJob(new JobCommand("c2", new ControlRequest("enough", null), "kim"))
                    .join();
            complete(here, task);
            assertThat(here.jobService().getJob("c2").state()).isEqualTo(JobState.CANCELLED);
        }
    }

    @Test
    default void givenBack_isTakenByAnother() {
        try (OrchestratorEngine here = engine()) {
            UUID run = put(here, job("back", "b1", JobHistory.NONE));
            LeasedTask task = take(here, "back");
            here.taskService()
                    .releaseTask(task.executionId(), "w", task.fenceToken())
                    .join();
            complete(here, take(here, "back"));
            assertThat(history(run)).isEmpty();
        }
    }

    @Test
    default void waiting_isAnsweredByTheEnd_thoughNothingIsLeft() {
        try (OrchestratorEngine here = engine()) {
            put(here, job("wait", "w1", JobHistory.NONE));
            var waiting = here.jobService().awaitJob("w1", Duration.ofSeconds(30));
            complete(here, take(here, "wait"));

            assertThat(waiting.join().state()).isEqualTo(JobState.SUCCEEDED);
            assertThat(waiting.join().output()).isEqualTo(OUTPUT);
        }
    }

    @ParameterizedTest
    @EnumSource(JobHistory.class)
    default void jobsOfEntities_takeTurns_whateverIsKeptOfThem(JobHistory history) {
        String queue = "turns-" + history.wireName();
        try (OrchestratorEngine here = engine()) {
            List<JobOutcome.Item> jobs = Stream.of("big", "big", "big", "big", "small")
                    .map(entity -> new JobRequest(
                            queue, PAYLOAD, null, entity, null, null, null, null, null, null, null, history, null))
                    .map(job -> new JobOutcome.Item(job, null))
                    .toList();
            here.jobService().putJobs(jobs).join();

            PollRequest poll =
                    new PollRequest("w", List.of(queue), 2, Duration.ofSeconds(20), null, List.of(), List.of());
            List<UUID> runs = here.taskService().poll(poll).join().tasks().stream()
                    .map(LeasedTask::instanceId)
                    .toList();

            assertThat(list(here, queue).stream()
                            .filter(job -> runs.contains(job.instanceId()))
                            .map(Job::entityId))
                    .containsExactlyInAnyOrder("big", "small");
        }
    }
}
