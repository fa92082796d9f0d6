package com.orchestrator.engine.decision.workflow;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.sleep;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.Operations;
import com.orchestrator.engine.decision.RunDriver;
import com.orchestrator.engine.decision.task.KeepLease;
import com.orchestrator.engine.history.TaskEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Timeouts and deadlines: each fires once, none early, none after what it watches is over; a pause makes them stand still. */
class FireTimersTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void scheduleTimeout_failsATaskNobodyTook_whichDidNotHappen() {
        RunDriver run = RunDriver.start(workflow(task("a").undo().scheduleTimeout(MINUTE)));

        run.pass(MINUTE.minusMillis(1));
        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        run.pass(Duration.ofMillis(1));

        assertThat(run.cause().code()).isEqualTo("SCHEDULE_TIMEOUT");
        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
    }

    @Test
    void scheduleTimeout_isOverOnceTheTaskIsTaken_andBeginsAnewWhenItIsGivenBack() {
        RunDriver run =
                RunDriver.start(workflow(task("a").scheduleTimeout(MINUTE).leaseTimeout(Duration.ofDays(1))));
        RunDriver.Lease lease = run.lease("a");

        run.pass(MINUTE);
        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        run.release(lease);
        run.pass(MINUTE);

        assertThat(run.cause().code()).isEqualTo("SCHEDULE_TIMEOUT");
    }

    @Test
    void scheduleTimeout_countsFromTheEndOfTheBackOff() {
        RunDriver run = RunDriver.start(workflow(task("a").scheduleTimeout(MINUTE)));
        run.fail("a", FailureKind.RETRYABLE);

        run.pass(MINUTE);
        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        run.pass(Duration.ofSeconds(1));

        assertThat(run.cause().code()).isEqualTo("SCHEDULE_TIMEOUT");
    }

    @Test
    void scheduleTimeout_afterADoubtfulAttempt_isUndone() {
        RunDriver run = RunDriver.start(workflow(task("a").undo().scheduleTimeout(MINUTE)));
        run.lose("a");

        run.pass(MINUTE);

        assertThat(run.live("a").mayNotHaveHappened()).isTrue();
    }

    @Test
    void totalTimeout_countsOverAllAttemptsFromTheFirstBeingReady() {
        RunDriver run = RunDriver.start(workflow(task("a").attempts(0).totalTimeout(MINUTE)));
        run.pass(Duration.ofSeconds(30));
        run.fail("a", FailureKind.RETRYABLE);

        run.pass(Duration.ofSeconds(30));

        assertThat(run.cause().code()).isEqualTo("TOTAL_TIMEOUT");
        assertThat(run.cause().attempt()).isEqualTo(2);
    }

    @Test
    void totalTimeout_takesTheTaskFromItsWorker_andItMayHaveHappened() {
        RunDriver run =
                RunDriver.start(workflow(task("a").undo().totalTimeout(MINUTE).leaseTimeout(Duration.ofDays(1))));
        run.lease("a");

        run.pass(MINUTE);

        assertThat(run.executionsOf("a").get(0).state()).isEqualTo(ExecutionState.CANCELLED);
        assertThat(run.live("a").mayNotHaveHappened()).isTrue();
        run.undoAll();
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void totalTimeout_endsAnIncident() {
        RunDriver run = RunDriver.start(workflow(task("a").totalTimeout(MINUTE).continueOnError(), task("b")));
        run.fail("a", FailureKind.SUSPEND);

        run.pass(MINUTE);

        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        assertThat(run.live()).containsExactly("b");
        assertThat(run.live("b").held()).isFalse();
    }

    @Test
    void timersOfATaskThatIsDone_areGone() {
        RunDriver run = RunDriver.start(
                workflow(task("a").totalTimeout(MINUTE).scheduleTimeout(MINUTE).executionTimeout(MINUTE), task("b")));

        run.complete("a");

        assertThat(run.run().timerDueAt()).isNull();
        assertThat(run.pass(Duration.ofHours(1))).isEmpty();
    }

    @Test
    void timersOfATaskThatFailed_areGone() {
        RunDriver run = RunDriver.start(workflow(task("a").totalTimeout(MINUTE).continueOnError(), task("b")));

        run.fail("a", FailureKind.FATAL);

        assertThat(run.run().timerDueAt()).isNull();
    }

    @Test
    void deadline_rollsTheRunBack() {
        RunDriver run = RunDriver.start(workflow(
                        task("a").undo(),
                        task("b").leaseTimeout(Duration.ofDays(1)).undo())
                .executionTimeout(MINUTE));
        run.complete("a");
        run.lease("b");

        run.pass(MINUTE);

        assertThat(run.cause().kind()).isEqualTo(Cause.Kind.TIMED_OUT);
        assertThat(run.live()).containsExactly("b");
        run.expire("b");
        assertThat(run.undoAll()).containsExactly("b", "a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(run.cause().code()).isEqualTo("DEADLINE_EXCEEDED");
    }

    @Test
    void deadline_ofARollback_doesNotExist() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")).executionTimeout(MINUTE));
        run.complete("a");
        run.fail("b", FailureKind.FATAL);

        assertThat(run.pass(Duration.ofDays(1))).isEmpty();

        assertThat(run.live()).containsExactly("undo a");
    }

    @Test
    void deadline_whereItStartsNoRollback_failsTheRun() {
        RunDriver run = RunDriver.start(
                workflow(task("a").undo(), task("b")).executionTimeout(MINUTE).compensateOn(Cause.Kind.FAILED));
        run.complete("a");

        run.pass(MINUTE);

        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
        assertThat(run.run().liveExecutions()).isEmpty();
    }

    @Test
    void everythingThatIsDue_happensInOneGo_inOrderOfTime() {
        RunDriver run = RunDriver.start(
                workflow(all("p").branch(sleep("v", "20s"), task("a")).branch(sleep("w", "10s"), task("b"))));

        run.pass(MINUTE);

        assertThat(run.live()).containsExactly("b", "a");
        assertThat(run.pass(Duration.ZERO)).isEmpty();
    }

    // ---- pause

    @Test
    void pause_shiftsDeadlinesByItsLength() {
        RunDriver run = RunDriver.start(
                workflow(task("a").totalTimeout(MINUTE.multipliedBy(3)).scheduleTimeout(MINUTE.multipliedBy(2)))
                        .executionTimeout(MINUTE));
        run.moveClock(Duration.ofSeconds(20));
        run.accept(Operations.pause());
        run.pass(Duration.ofHours(1));
        run.accept(Operations.resume());

        assertThat(run.run().timerDueAt()).isEqualTo(run.now().plusSeconds(40));
        run.pass(Duration.ofSeconds(39));
        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        run.pass(Duration.ofSeconds(1));

        assertThat(run.cause().code()).isEqualTo("DEADLINE_EXCEEDED");
    }

    @Test
    void pause_shiftsATimeoutThatBeganDuringItOnlyByTheRest() {
        RunDriver run = RunDriver.start(
                workflow(task("a"), task("b").scheduleTimeout(MINUTE).totalTimeout(MINUTE.multipliedBy(9))));
        run.lease("a");
        run.accept(Operations.pause());
        run.moveClock(Duration.ofHours(1));
        run.complete("a");
        run.moveClock(Duration.ofHours(2));

        run.accept(Operations.resume());

        assertThat(run.run().timerDueAt()).isEqualTo(run.now().plus(MINUTE));
        run.lease("b");
        assertThat(run.run().timerDueAt()).isEqualTo(run.now().plus(MINUTE.multipliedBy(9)));
    }

    @Test
    void pause_doesNotShiftABackOffNorWhatFollowsItsEnd() {
        RunDriver run = RunDriver.start(workflow(task("a").attempts(2).scheduleTimeout(MINUTE)));
        run.fail("a", FailureKind.RETRYABLE);
        run.accept(Operations.pause());
        run.moveClock(Duration.ofMillis(400));

        run.accept(Operations.resume());

        assertThat(run.run().timerDueAt())
                .isEqualTo(RunDriver.START.plusSeconds(1).plus(MINUTE));
    }

    @Test
    void wait_goesOnDuringAPauseAndEndsWithIt() {
        RunDriver run = RunDriver.start(workflow(sleep("w", "1m"), task("a")));
        run.accept(Operations.pause());

        run.pass(Duration.ofMinutes(2));
        assertThat(run.live()).isEmpty();
        assertThat(run.run().timerDueAt()).isNull();
        run.accept(Operations.resume());
        assertThat(run.run().timerDueAt()).isBefore(run.now());
        run.pass(Duration.ZERO);

        assertThat(run.live()).containsExactly("a");
    }

    @Test
    void timersThatFollowARollback_doNothing() {
        RunDriver run = RunDriver.start(workflow(
                all("p").branch(sleep("w", "1m"), task("a")).branch(task("b").totalTimeout(MINUTE))));

        run.pass(MINUTE);

        assertThat(run.cause().code()).isEqualTo("TOTAL_TIMEOUT");
        assertThat(run.count(TaskEvent.TaskGaveUp.class)).isEqualTo(1);
        assertThat(run.executionsOf("a").stream()
                        .allMatch(execution -> execution.state().isEnded()))
                .isTrue();
    }

    @Test
    void lease_thatNobodyExtends_runsOut_alsoWhileTheRunIsPausedOrRollsBack() {
        RunDriver run = RunDriver.start(
                workflow(task("a").undo(), all("p").branch(task("b").undo()).branch(task("c"))));
        run.complete("a");
        run.lease("b");
        run.fail("c", FailureKind.FATAL);
        run.accept(Operations.pause());

        assertThat(run.run().timers().nextLease()).isEqualTo(run.now().plusSeconds(30));
        run.pass(Duration.ofSeconds(30));

        assertThat(run.executionsOf("b").get(0).state()).isEqualTo(ExecutionState.UNKNOWN);
        assertThat(run.eventNames()).contains("LeaseExpired");
    }

    @Test
    void lease_thatWasExtended_isNoLongerWatchedByTheRun() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        RunDriver.Lease lease = run.lease("a");

        run.accept(new KeepLease(lease.executionId(), lease.workerId(), lease.token()));

        assertThat(run.run().timers().nextLease()).isNull();
        run.pass(Duration.ofHours(1));
        assertThat(run.executionsOf("a").get(0).state()).isEqualTo(ExecutionState.LEASED);
    }
}
