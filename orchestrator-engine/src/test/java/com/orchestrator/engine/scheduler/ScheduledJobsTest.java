package com.orchestrator.engine.scheduler;

import static com.orchestrator.api.schedule.ScheduleFire.Outcome.BUFFERED;
import static com.orchestrator.api.schedule.ScheduleFire.Outcome.SKIPPED;
import static com.orchestrator.api.schedule.ScheduleFire.Outcome.STARTED;
import static com.orchestrator.engine.scheduler.ScheduleWorld.NIGHTLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.job.Job;
import com.orchestrator.api.job.JobHistory;
import com.orchestrator.api.job.JobState;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.schedule.Overlap;
import com.orchestrator.api.schedule.Schedule;
import com.orchestrator.api.schedule.ScheduleFire;
import com.orchestrator.api.schedule.ScheduleSpec;
import com.orchestrator.engine.service.ScheduleService;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Schedules that put jobs: every ten seconds, from a whole ten seconds on. */
class ScheduledJobsTest {

    private final ScheduleWorld world = new ScheduleWorld();

    @ParameterizedTest
    @EnumSource(JobHistory.class)
    void eachTime_putsOneJob_underItsId(JobHistory history) {
        Instant begin = world.now();
        Schedule put = world.putJob(Overlap.ALLOW_ALL, history);
        assertThat(put.job()).isNotNull();
        assertThat(put.workflow()).isNull();

        world.pass(21);

        assertThat(world.jobs())
                .extracting(Job::jobId)
                .containsExactly(
                        "schedule/shop/nightly/" + begin.plusSeconds(20),
                        "schedule/shop/nightly/" + begin.plusSeconds(10));
        Job job = world.engine.jobs().getJob(world.jobs().get(0).jobId());
        assertThat(job.state()).isEqualTo(JobState.PENDING);
        assertThat(job.payload()).hasToString("{\"at\":\"" + begin.plusSeconds(20) + "\"}");
        ScheduleFire last = world.nightly().last().get(0);
        assertThat(last.outcome()).isEqualTo(STARTED);
        assertThat(last.instanceId()).isEqualTo(job.instanceId());
    }

    @ParameterizedTest
    @EnumSource(JobHistory.class)
    void skip_leavesOutTimesAtWhichTheJobBeforeHasNotEnded_howeverItIsKept(JobHistory history) {
        world.putJob(Overlap.SKIP, history);

        world.pass(20);
        assertThat(world.outcomes()).containsExactly(STARTED, SKIPPED);
        world.work();
        world.pass(10);

        assertThat(world.outcomes()).containsExactly(STARTED, SKIPPED, STARTED);
    }

    @ParameterizedTest
    @EnumSource(JobHistory.class)
    void bufferOne_putsOneMore_whenTheJobBeforeHasEnded(JobHistory history) {
        world.putJob(Overlap.BUFFER_ONE, history);

        world.pass(30);
        assertThat(world.outcomes()).containsExactly(STARTED, BUFFERED, SKIPPED);
        world.work();
        world.pass(2);

        assertThat(world.outcomes()).containsExactly(STARTED, STARTED, SKIPPED);
    }

    @ParameterizedTest
    @EnumSource(JobHistory.class)
    void cancelOther_stopsTheJobBefore(JobHistory history) {
        Instant begin = world.now();
        world.putJob(Overlap.CANCEL_OTHER, history);

        world.pass(22);

        assertThat(world.outcomes()).containsExactly(STARTED, STARTED);
        assertThat(world.engine
                        .jobs()
                        .getJob("schedule/shop/nightly/" + begin.plusSeconds(10))
                        .state())
                .isEqualTo(JobState.CANCELLED);
    }

    @Test
    void aJobThatHasGivenUp_isInNobodysWay() {
        world.putJob(Overlap.SKIP, JobHistory.NONE);

        world.pass(10);
        world.fail();
        world.pass(10);

        assertThat(world.outcomes()).containsExactly(STARTED, STARTED);
        assertThat(world.jobs()).extracting(Job::state).containsExactly(JobState.PENDING, JobState.FAILED);
    }

    /** Nobody has recorded that it was put, and by then it is over and would have left nothing. */
    @Test
    void aJobThatIsOverBeforeItWasRecorded_isNotPutAgain() {
        world.putJob(Overlap.ALLOW_ALL, JobHistory.NONE);
        world.clock.advance(Duration.ofSeconds(10));
        world.engine.sweep();
        world.engine.step();
        world.work();
        world.pass(5);

        assertThat(world.outcomes()).containsExactly(STARTED);
        assertThat(world.jobs()).extracting(Job::state).containsExactly(JobState.SUCCEEDED);
    }

    @Test
    void whatWasKeptOnlyForItsTime_goesWithIt() {
        world.putJob(Overlap.ALLOW_ALL, JobHistory.NONE);

        for (int i = 0; i < 170; i++) {
            world.pass(10);
            world.work();
        }

        assertThat(world.jobs()).hasSizeBetween(100, 151);
        world.service().delete(NIGHTLY);
        assertThat(world.jobs()).isEmpty();
    }

    @Test
    void outcomesThatAreWanted_stayLongerThanTheirTimes() {
        world.putJob(Overlap.ALLOW_ALL, JobHistory.OUTCOME);

        for (int i = 0; i < 170; i++) {
            world.pass(10);
            world.work();
        }
        world.service().delete(NIGHTLY);

        assertThat(world.jobs()).hasSize(170);
    }

    @Test
    void anOpenJobWithTheSameKey_hasTheTimeLeftOut() {
        world.service()
                .put(
                        NIGHTLY,
                        ScheduleWorld.job(
                                Overlap.ALLOW_ALL, "{\"type\":\"make\",\"dedupeKey\":\"one\",\"payload\":{}}"),
                        null,
                        null);
        world.sweep();

        world.pass(20);

        assertThat(world.outcomes()).containsExactly(STARTED, SKIPPED);
        assertThat(world.nightly().last().get(0).detail()).contains("has its dedupe key");
        assertThat(world.nightly().paused()).isFalse();
    }

    @Test
    void trigger_putsOneMoreJob() {
        world.putJob(Overlap.SKIP, JobHistory.OUTCOME);

        ScheduleFire fire = trigger();

        assertThat(fire.outcome()).isEqualTo(STARTED);
        assertThat(world.jobs()).hasSize(1);
    }

    private ScheduleFire trigger() {
        var fire = world.service().trigger(NIGHTLY, null, null);
        world.sweep();
        return fire.join();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"payload":{}}                                                       | /job/type
            {"type":7}                                                           | /job/type
            {"type":"make","jobId":"mine"}                                       | /job/jobId
            {"type":"make","runAt":"2026-12-24T00:00:00Z"}                       | /job/runAt
            {"type":"make","colour":"red"}                                       | /job/colour
            {"type":"make","priority":"P7"}                                      | /job/priority
            {"type":"make","history":"some"}                                     | /job/history
            {"type":"make","history":"none","compensate":{"task":"unmake"}}      | /job/history
            {"type":"make","retry":{"maxAttempts":0}}                            | /job/retry/maxAttempts
            {"type":"make","payload":{"at":"${ schedule.when }"}}                | /job
            {"type":"make","payload":{"at":"${ schedule. }"}}                    | /job/payload/at
            "make"                                                               | /job
            """)
    void whatCannotBeMeant_isRefusedWithItsPlace(String job, String pointer) {
        assertThatThrownBy(() -> world.service().put(NIGHTLY, ScheduleWorld.job(Overlap.SKIP, job), null, null))
                .isInstanceOfSatisfying(OrchestratorException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.SCHEDULE_INVALID);
                    assertThat(refusal.errors())
                            .extracting(Problem.Detail::pointer)
                            .contains(pointer);
                });
    }

    @Test
    void aJobBesideAWorkflow_orWithItsInput_isRefused() {
        ScheduleSpec job = ScheduleWorld.job(Overlap.SKIP, "{\"type\":\"make\"}");
        assertThatThrownBy(() -> put(job, "report", null)).hasMessageContaining("has no 'workflow'");
        assertThatThrownBy(() -> put(job, null, Payload.EMPTY_OBJECT)).hasMessageContaining("has no 'input'");
    }

    private ScheduleService.Put put(ScheduleSpec spec, String workflow, Payload input) {
        return world.service()
                .put(
                        NIGHTLY,
                        new ScheduleSpec(
                                workflow,
                                spec.job(),
                                null,
                                input,
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
                                spec.overlap(),
                                null,
                                Map.of()),
                        null,
                        null);
    }
}
