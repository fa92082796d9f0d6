package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.job.JobHistory;
import com.orchestrator.api.job.JobRequest;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.Failure;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.api.schedule.Overlap;
import com.orchestrator.api.schedule.ScheduleSpec;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.OrchestratorEngine;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.schedule.Fire;
import com.orchestrator.engine.schedule.FireState;
import com.orchestrator.engine.schedule.ScheduleKey;
import com.orchestrator.engine.schedule.StoredSchedule;
import com.orchestrator.engine.schedule.StoredSchedule.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What schedules see of the jobs that they have put, in whatever form those are kept. */
interface ScheduledJobsContract extends StoreUnderTest {

    private OrchestratorEngine engine() {
        return new OrchestratorEngine(EngineConfig.DEFAULT, store(), new DefinitionCompiler(new ExpressionCompiler()));
    }

    private static LeasedTask take(OrchestratorEngine engine, String queue) {
        PollRequest poll = new PollRequest("w", List.of(queue), 1, Duration.ofSeconds(20), null, List.of(), List.of());
        return engine.taskService().poll(poll).join().tasks().get(0);
    }

    private static UUID put(OrchestratorEngine engine, String type, JobHistory history) {
        JobRequest request = new JobRequest(
                type,
                Payload.EMPTY_OBJECT,
                "schedule/shop/" + type,
                null,
                null,
                null,
                null,
                null,
                null,
                Payload.ofJson("{\"maxAttempts\":1}"),
                null,
                history,
                null);
        return engine.jobService().putJob(request).join().instanceId();
    }

    /** A schedule of one time, whose job this is. */
    private Fire fire(String name, UUID instanceId, FireState state) {
        ScheduleKey key = new ScheduleKey("jobs", name);
        Instant now = Instant.EPOCH;
        ScheduleSpec spec = new ScheduleSpec(
                null,
                Payload.ofJson("{\"type\":\"" + name + "\"}"),
                null,
                null,
                List.of(),
                null,
                "10s",
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                Overlap.SKIP,
                null,
                Map.of());
        Progress progress = new Progress(now, null, null, 1, 0, "2025a");
        Fire fire = new Fire(key, 1, now, state, false, Overlap.SKIP, null, now, now, instanceId, null);
        inTransaction(transaction -> {
            transaction.insert(new StoredSchedule(key, spec, 1, true, null, null, progress, now, now, null));
            transaction.insertFires(List.of(fire));
        });
        return fire;
    }

    private void inTransaction(Consumer<ScheduleTransaction> work) {
        store().schedules().inTransaction(transaction -> {
            work.accept(transaction);
            return true;
        });
    }

    private boolean isOver(Fire fire) {
        return store().schedules()
                .inTransaction(transaction -> transaction
                        .unsettled(Set.of(fire.schedule()))
                        .get(fire.schedule())
                        .get(0)
                        .isOver());
    }

    @Test
    default void job_isOver_whenItHasEnded_howeverItIsKept() {
        try (OrchestratorEngine engine = engine()) {
            for (JobHistory history : JobHistory.values()) {
                String type = "ends-" + history.wireName();
                Fire fire = fire(type, put(engine, type, history), FireState.OPEN);
                assertThat(isOver(fire)).as(type).isFalse();
                LeasedTask task = take(engine, type);
                assertThat(isOver(fire)).as(type).isFalse();
                engine.taskService()
                        .completeTask(
                                "w", TaskReport.success(task.executionId(), task.fenceToken(), Payload.EMPTY_OBJECT))
                        .join();
                assertThat(isOver(fire)).as(type).isTrue();
            }
        }
    }

    @Test
    default void job_isOver_whenItHasGivenUp() {
        try (OrchestratorEngine engine = engine()) {
            Fire fire = fire("gives-up", put(engine, "gives-up", JobHistory.OUTCOME), FireState.OPEN);
            LeasedTask task = take(engine, "gives-up");
            Failure failure = new Failure(FailureKind.FATAL, "BROKEN", "no", null, null);
            engine.taskService()
                    .failTask("w", TaskReport.failure(task.executionId(), task.fenceToken(), failure))
                    .join();

            assertThat(isOver(fire)).isTrue();
        }
    }

    @Test
    default void watchingAgain_findsJobsThatGoOn() {
        try (OrchestratorEngine engine = engine()) {
            Fire open = fire("goes-on", put(engine, "goes-on", JobHistory.NONE), FireState.STARTED);
            Fire gone = fire("is-gone", UUID.fromString("01990000-0000-7000-8000-000000000000"), FireState.STARTED);
            inTransaction(transaction -> {
                transaction.watchAgain(open.schedule());
                transaction.watchAgain(gone.schedule());
            });

            assertThat(isOver(open)).isFalse();
            assertThat(store().schedules().lastFires(gone.schedule(), 1))
                    .extracting(Fire::state)
                    .containsExactly(FireState.STARTED);
        }
    }

    @Test
    default void outcome_canBeForgottenWithItsTime() {
        try (OrchestratorEngine engine = engine()) {
            Fire fire = fire("forgotten", put(engine, "forgotten", JobHistory.OUTCOME), FireState.STARTED);
            LeasedTask task = take(engine, "forgotten");
            engine.taskService()
                    .completeTask("w", TaskReport.success(task.executionId(), task.fenceToken(), Payload.EMPTY_OBJECT))
                    .join();
            JobKey name = JobKey.id("schedule/shop/forgotten");
            assertThat(names(name)).containsKey(name);

            inTransaction(transaction -> transaction.forgetWithOutcomes(Map.of(fire.schedule(), 2L)));

            assertThat(store().jobs().findEnds(List.of(fire.instanceId()))).isEmpty();
            assertThat(names(name)).isEmpty();
            assertThat(store().schedules().lastFires(fire.schedule(), 1)).isEmpty();
        }
    }

    private Map<JobKey, UUID> names(JobKey name) {
        return store().runs().inTransaction(transaction -> transaction.findJobs(List.of(name)));
    }
}
