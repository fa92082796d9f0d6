package com.orchestrator.engine.scheduler;

import static com.orchestrator.api.schedule.ScheduleFire.Outcome.BUFFERED;
import static com.orchestrator.api.schedule.ScheduleFire.Outcome.MISSED;
import static com.orchestrator.api.schedule.ScheduleFire.Outcome.SKIPPED;
import static com.orchestrator.api.schedule.ScheduleFire.Outcome.STARTED;
import static com.orchestrator.engine.scheduler.ScheduleWorld.NIGHTLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.WorkflowUpdate;
import com.orchestrator.api.schedule.Backfill;
import com.orchestrator.api.schedule.BackfillRequest;
import com.orchestrator.api.schedule.Overlap;
import com.orchestrator.api.schedule.Schedule;
import com.orchestrator.api.schedule.ScheduleChange;
import com.orchestrator.api.schedule.ScheduleChange.Action;
import com.orchestrator.api.schedule.ScheduleFire;
import com.orchestrator.api.schedule.Timing;
import com.orchestrator.engine.schedule.ScheduleKey;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.ScheduleService.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of the times of a schedule. Every ten seconds, from a whole ten seconds on. */
class SchedulesTest {

    private final ScheduleWorld world = new ScheduleWorld();

    @Test
    void eachTime_startsOneRun_withItsInput_underItsRunId() {
        Instant begin = world.now();
        Schedule put = world.put(Overlap.ALLOW_ALL);
        assertThat(put.next()).hasSize(10).startsWith(begin.plusSeconds(10), begin.plusSeconds(20));

        world.pass(9);
        assertThat(world.runs()).isEmpty();
        world.pass(12);

        assertThat(world.runs())
                .extracting(WorkflowInstance::runId)
                .containsExactlyInAnyOrder(
                        "schedule/nightly/" + begin.plusSeconds(10), "schedule/nightly/" + begin.plusSeconds(20));
        WorkflowInstance run =
                world.engine.workflows().getWorkflow(world.runs().get(0).instanceId());
        assertThat(run.input()).hasToString("{\"at\":\"" + begin.plusSeconds(20) + "\"}");
        assertThat(run.labels()).containsEntry("by", "schedule");
        ScheduleFire last = world.nightly().last().get(0);
        assertThat(last.outcome()).isEqualTo(STARTED);
        assertThat(last.nominalAt()).isEqualTo(begin.plusSeconds(20));
        assertThat(last.instanceId()).isEqualTo(run.instanceId());
        assertThat(world.engine.figure("orchestrator_schedule_times_total")).isEqualTo(2);
    }

    @Test
    void skip_leavesOutTimesAtWhichTheRunBeforeHasNotEnded() {
        world.put(Overlap.SKIP);

        world.pass(20);
        assertThat(world.outcomes()).containsExactly(STARTED, SKIPPED);
        world.work();
        world.pass(10);

        assertThat(world.outcomes()).containsExactly(STARTED, SKIPPED, STARTED);
    }

    @Test
    void bufferOne_startsOneMore_whenTheRunBeforeHasEnded() {
        world.put(Overlap.BUFFER_ONE);

        world.pass(30);
        assertThat(world.outcomes()).containsExactly(STARTED, BUFFERED, SKIPPED);
        world.work();
        world.pass(2);

        assertThat(world.outcomes()).containsExactly(STARTED, STARTED, SKIPPED);
        assertThat(world.runs(WorkflowState.RUNNING)).hasSize(1);
    }

    @Test
    void bufferAll_startsOneAfterAnother() {
        world.put(Overlap.BUFFER_ALL);
        world.pass(39);
        assertThat(world.outcomes()).containsExactly(STARTED, BUFFERED, BUFFERED);

        world.work();
        world.pass(4);
        assertThat(world.outcomes()).containsExactly(STARTED, STARTED, BUFFERED, BUFFERED);
        world.work();
        world.pass(4);

        assertThat(world.outcomes()).containsExactly(STARTED, STARTED, STARTED, BUFFERED);
        assertThat(world.runs(WorkflowState.RUNNING)).hasSize(1);
    }

    @Test
    void cancelOther_undoesTheRunBefore_andStartsWhenThatIsDone() {
        world.register(ScheduleWorld.TWO_TASKS);
        world.put(Overlap.CANCEL_OTHER);
        world.pass(10);
        assertThat(world.work()).isEqualTo("make");

        world.pass(13);
        assertThat(world.outcomes()).containsExactly(STARTED, BUFFERED);
        assertThat(world.runs(WorkflowState.COMPENSATING)).hasSize(1);
        assertThat(world.work()).isEqualTo("unmake");
        world.pass(2);

        assertThat(world.outcomes()).containsExactly(STARTED, STARTED);
        assertThat(world.runs(WorkflowState.COMPENSATED)).hasSize(1);
        assertThat(world.runs(WorkflowState.RUNNING)).hasSize(1);
    }

    @Test
    void terminateOther_endsTheRunBefore_andStarts() {
        world.put(Overlap.TERMINATE_OTHER);

        world.pass(24);

        assertThat(world.outcomes()).containsExactly(STARTED, STARTED);
        assertThat(world.runs(WorkflowState.TERMINATED)).hasSize(1);
        assertThat(world.runs(WorkflowState.RUNNING)).hasSize(1);
    }

    @Test
    void timesThatNobodyGotTo_areDoneAfterAll_whenTheyAreNotTooOld() {
        world.put(Overlap.ALLOW_ALL);
        world.clock.advance(Duration.ofMinutes(61));

        for (int i = 0; i < 10; i++) {
            world.sweep();
        }

        assertThat(world.nightly().missed()).isEqualTo(5);
        assertThat(world.runs()).hasSize(361);
        assertThat(world.engine.figure("orchestrator_schedule_times_total")).isEqualTo(366);
    }

    @Test
    void missedTimes_areCountedAndRecorded() {
        world.put(Overlap.SKIP);
        world.clock.advance(Duration.ofDays(1));

        for (int i = 0; i < 50; i++) {
            world.sweep();
        }

        assertThat(world.nightly().missed()).isEqualTo(24 * 360 - 361);
        assertThat(world.runs()).hasSize(1);
    }

    @Test
    void twoServers_startEachTimeOnce() {
        var other = world.server();
        world.put(Overlap.ALLOW_ALL);

        for (int i = 0; i < 30; i++) {
            world.pass(1);
            other.sweep();
            other.settle();
            world.sweep();
        }

        assertThat(world.runs()).hasSize(3);
        assertThat(world.outcomes()).containsExactly(STARTED, STARTED, STARTED);
    }

    @Test
    void startThatAServerDidNotMake_isMadeByAnother() {
        var other = world.server();
        world.put(Overlap.SKIP);
        world.clock.advance(Duration.ofSeconds(10));
        // Decided, and then the server is gone: its lane never gets to the start.
        other.sweep();
        assertThat(world.outcomes()).containsExactly(BUFFERED);

        world.pass(9);
        assertThat(world.runs()).isEmpty();
        world.pass(1);

        assertThat(world.runs()).hasSize(1);
        assertThat(world.outcomes()).startsWith(STARTED);
        other.settle();
        assertThat(world.runs()).hasSize(1);
    }

    @Test
    void runThatNobodyRecorded_isFound_thoughItWouldBeRefusedNow() {
        var other = world.server();
        world.put(Overlap.SKIP);
        world.clock.advance(Duration.ofSeconds(10));
        other.sweep();
        Instant time = world.now();
        world.engine
                .workflows()
                .startWorkflow(StartWorkflowRequest.of(
                        "shop", "report", "schedule/nightly/" + time, Payload.ofJson("{\"at\":\"" + time + "\"}")));
        world.engine.settle();
        world.register(ScheduleWorld.OTHER_INPUT);

        world.pass(10);

        assertThat(world.outcomes()).startsWith(STARTED);
        assertThat(world.nightly().paused()).isFalse();
        assertThat(world.runs()).hasSize(1);
    }

    @Test
    void paused_startsNothing_andTimesThatPassDoNotComeBack() {
        world.put(Overlap.ALLOW_ALL);
        world.pass(10);

        Schedule paused = world.service().pause(NIGHTLY, "psp down");
        assertThat(paused.paused()).isTrue();
        assertThat(paused.note()).isEqualTo("psp down");
        assertThat(paused.next()).isEmpty();
        assertThat(paused.version()).isEqualTo(2);
        world.pass(25);
        assertThat(world.runs()).hasSize(1);

        Schedule resumed = world.service().resume(NIGHTLY);
        assertThat(resumed.paused()).isFalse();
        assertThat(resumed.note()).isNull();
        world.pass(10);
        assertThat(world.runs()).hasSize(2);
        assertThat(world.nightly().missed()).isZero();
    }

    @Test
    void trigger_startsNow_alsoWhenPaused() {
        world.put(Overlap.SKIP);
        world.service().pause(NIGHTLY, null);
        var triggered = world.service().trigger(NIGHTLY, null, null);
        world.engine.settle();

        assertThat(triggered.join().outcome()).isEqualTo(STARTED);
        assertThat(world.runs().get(0).instanceId()).isEqualTo(triggered.join().instanceId());
        world.clock.advance(Duration.ofMillis(10));
        assertThat(world.service().trigger(NIGHTLY, null, null).join().outcome())
                .isEqualTo(SKIPPED);
        world.clock.advance(Duration.ofMillis(10));
        var second = world.service().trigger(NIGHTLY, Overlap.ALLOW_ALL, null);
        world.engine.settle();
        assertThat(second.join().outcome()).isEqualTo(STARTED);
    }

    @Test
    void trigger_ofTheSameName_startsOnce_andIsAnsweredWithTheSame() {
        world.put(Overlap.ALLOW_ALL);
        world.service().pause(NIGHTLY, null);
        var first = world.service().trigger(NIGHTLY, null, "mine");
        world.engine.settle();
        world.clock.advance(Duration.ofMinutes(1));

        var again = world.service().trigger(NIGHTLY, null, "mine");
        var other = world.service().trigger(NIGHTLY, null, "yours");
        world.engine.settle();

        assertThat(again.join()).isEqualTo(first.join());
        assertThat(again.join().instanceId()).isNotNull();
        assertThat(other.join().instanceId()).isNotEqualTo(first.join().instanceId());
        assertThat(world.runs()).hasSize(2);
    }

    @Test
    void eachChange_isKept_withWhoHasMadeIt() {
        world.put(Overlap.SKIP);
        world.put(Overlap.SKIP);
        world.service().pause(NIGHTLY, "psp down");
        world.service().resume(NIGHTLY);
        world.put(Overlap.ALLOW_ALL);
        world.service().delete(NIGHTLY);
        world.put(Overlap.SKIP);

        List<ScheduleChange> changes = world.service()
                .listChanges(NIGHTLY.namespace(), NIGHTLY.name(), new ListQuery(50, null))
                .items();

        assertThat(changes)
                .extracting(ScheduleChange::action)
                .containsExactly(Action.SET, Action.DELETED, Action.SET, Action.RESUMED, Action.PAUSED, Action.SET);
        assertThat(changes).extracting(ScheduleChange::number).containsExactly(6L, 5L, 4L, 3L, 2L, 1L);
        assertThat(changes).extracting(ScheduleChange::actor).containsOnly(NIGHTLY.actor());
        assertThat(changes.get(4).note()).isEqualTo("psp down");
        assertThat(changes.get(1).spec()).isNull();
    }

    @Test
    void editOfTheTimes_takesWhatHasComeDueBefore() {
        world.put(Overlap.ALLOW_ALL);
        world.clock.advance(Duration.ofSeconds(10));

        Schedule changed = world.service()
                .put(
                        new Target("shop", "nightly", "ann", 1L),
                        ScheduleWorld.spec(Timing.every(Duration.ofHours(1)), Overlap.SKIP),
                        null,
                        null)
                .schedule();
        world.pass(60);

        assertThat(changed.version()).isEqualTo(2);
        assertThat(changed.changedBy()).isEqualTo("ann");
        assertThat(world.runs()).hasSize(1);
        assertThat(world.outcomes()).containsExactly(STARTED);
    }

    @Test
    void sameAgain_changesNothing() {
        Schedule first = world.put(Overlap.SKIP);

        var again = world.service()
                .put(NIGHTLY, ScheduleWorld.spec(ScheduleWorld.everyTenSeconds(), Overlap.SKIP), null, null);

        assertThat(again.created()).isFalse();
        assertThat(again.schedule().version()).isEqualTo(1);
        assertThat(again.schedule().changedAt()).isEqualTo(first.changedAt());
    }

    @Test
    void changeOnConditionOfAnotherVersion_isRefused() {
        world.put(Overlap.SKIP);
        Target stale = new Target("shop", "nightly", "kim", 7L);

        assertThatThrownBy(() -> world.service().pause(stale, null))
                .isInstanceOfSatisfying(
                        OrchestratorException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED));
        assertThatThrownBy(() -> world.service().delete(stale)).isInstanceOf(OrchestratorException.class);
        assertThat(world.nightly().paused()).isFalse();
    }

    @Test
    void deleted_startsNothing() {
        world.put(Overlap.ALLOW_ALL);
        world.service().delete(NIGHTLY);

        world.pass(20);

        assertThat(world.runs()).isEmpty();
        assertThat(world.service().list(null, new ListQuery(10, null)).items()).isEmpty();
    }

    @Test
    void workflowThatDoesNotTakeTheInputAnyMore_pausesTheSchedule() {
        world.put(Overlap.ALLOW_ALL);
        world.register(ScheduleWorld.OTHER_INPUT);

        world.pass(21);

        Schedule schedule = world.nightly();
        assertThat(schedule.paused()).isTrue();
        assertThat(schedule.incident().code()).isEqualTo("INPUT_INVALID");
        assertThat(world.outcomes()).containsExactly(MISSED);
        assertThat(world.service().resume(NIGHTLY).incident()).isNull();
    }

    @Test
    void pausedWorkflow_leavesTimesOut() {
        world.put(Overlap.ALLOW_ALL);
        world.engine.workflows().updateWorkflow("shop", "report", new WorkflowUpdate(null, true, "audit"), "kim");

        world.pass(11);

        assertThat(world.outcomes()).containsExactly(SKIPPED);
        assertThat(world.nightly().paused()).isFalse();
    }

    @Test
    void backfill_startsPassedTimesOneAfterAnother_andThoseThatHaveARunNotAgain() {
        Instant begin = world.now();
        world.put(Overlap.SKIP);
        world.pass(10);
        Backfill backfill = world.service()
                .backfill(NIGHTLY, new BackfillRequest(begin.minusSeconds(20), begin.plusSeconds(10), null, null));
        assertThat(backfill.total()).isEqualTo(4);
        assertThat(backfill.overlap()).isEqualTo(Overlap.BUFFER_ALL);

        for (int i = 0; i < 4; i++) {
            world.work();
            world.pass(2);
        }

        Backfill over = world.service().getBackfill(backfill.batchId());
        assertThat(over.state()).isEqualTo(Backfill.State.COMPLETED);
        assertThat(over.succeeded()).isEqualTo(3);
        assertThat(over.refused()).isEqualTo(1);
        assertThat(world.runs())
                .extracting(WorkflowInstance::runId)
                .contains("schedule/nightly/" + begin.minusSeconds(20), "schedule/nightly/" + begin);
    }

    @Test
    void backfillUpToATimeThatComesDue_startsItOnce() {
        Instant begin = world.now();
        world.put(Overlap.ALLOW_ALL);
        world.clock.advance(Duration.ofSeconds(10));

        Backfill backfill = world.service()
                .backfill(
                        NIGHTLY,
                        new BackfillRequest(begin.minusSeconds(10), begin.plusSeconds(10), Overlap.ALLOW_ALL, 10));
        world.pass(2);

        assertThat(world.runs()).hasSize(3);
        Backfill over = world.service().getBackfill(backfill.batchId());
        assertThat(over.refused()).isEqualTo(1);
        assertThat(over.succeeded()).isEqualTo(2);
    }

    @Test
    void backfill_canBePausedGoOnAndBeGivenUp() {
        Instant begin = world.now();
        world.put(Overlap.ALLOW_ALL);
        Backfill backfill = world.service()
                .backfill(NIGHTLY, new BackfillRequest(begin.minusSeconds(990), begin, Overlap.ALLOW_ALL, 2));
        world.sweep();
        assertThat(world.runs()).hasSize(2);

        world.service().pauseBackfill(backfill.batchId());
        world.work();
        world.pass(5);
        assertThat(world.runs()).hasSize(2);

        world.service().resumeBackfill(backfill.batchId());
        world.pass(1);
        assertThat(world.runs()).hasSize(3);
        Backfill given = world.service().cancelBackfill(backfill.batchId());
        assertThat(given.state()).isEqualTo(Backfill.State.CANCELLED);
        assertThat(given.endedAt()).isNotNull();
        assertThatThrownBy(() -> world.service().resumeBackfill(backfill.batchId()))
                .isInstanceOf(OrchestratorException.class)
                .hasMessageContaining("CANCELLED");
    }

    @Test
    void lastTimes_areKept_andOlderOnesForgotten() {
        world.put(Overlap.SKIP);

        world.pass(10 * 170);

        assertThat(world.store.schedules().lastFires(new ScheduleKey("shop", "nightly"), 1_000))
                .hasSizeBetween(100, 151);
        assertThat(world.nightly().last()).hasSize(20);
        assertThat(world.runs()).hasSize(1);
    }
}
