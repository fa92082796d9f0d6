package com.orchestrator.engine.decision.explain;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.any;
import static com.orchestrator.engine.decision.PlanBuilder.signal;
import static com.orchestrator.engine.decision.PlanBuilder.sleep;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static com.orchestrator.engine.decision.RunDriver.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.BufferedSignals;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Reason;
import com.orchestrator.api.model.ReasonCode;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.engine.decision.Operations;
import com.orchestrator.engine.decision.RunDriver;
import com.orchestrator.engine.decision.Starts;
import com.orchestrator.engine.decision.task.KeepLease;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.wake.StoredWakeSources;
import com.orchestrator.engine.wake.WakeSources;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each code, with who, since and until. */
class ExplainerTest {

    private final Map<String, Facts.Queue> queues = new HashMap<>();
    private final List<Facts.Worker> workers = new ArrayList<>();
    private final Map<UUID, WorkflowState> children = new HashMap<>();
    private final Map<UUID, Payload> progress = new HashMap<>();
    private final Map<UUID, Facts.NoRoom> full = new HashMap<>();

    private List<Reason> explain(RunDriver run) {
        Map<UUID, Facts.Row> rows = run.run().liveExecutions().stream()
                .filter(ExecutionRun::needsRow)
                .collect(Collectors.toMap(ExecutionRun::executionId, ExplainerTest::row));
        return explain(run, rows);
    }

    private static Facts.Row row(ExecutionRun execution) {
        return new Facts.Row(
                execution.state() == ExecutionState.LEASED ? START.plusSeconds(99) : execution.leaseExpiresAt());
    }

    private List<Reason> explain(RunDriver run, Map<UUID, Facts.Row> rows) {
        StoredWakeSources stored =
                new StoredWakeSources(rows.keySet(), run.run().timerDueAt(), true);
        WakeSources sources = WakeSources.of(run.run(), stored);
        Facts facts = new Facts(run.now(), null, sources, rows, queues, workers, children, Map.of(), progress, full);
        return new Explainer(run.run(), run.history(), facts).explain().reasons();
    }

    private Reason only(RunDriver run) {
        List<Reason> reasons = explain(run);
        assertThat(reasons).hasSize(1);
        return reasons.get(0);
    }

    private static List<ReasonCode> codes(List<Reason> reasons) {
        return reasons.stream().map(Reason::code).toList();
    }

    private void polled(@Nullable Instant any, @Nullable Instant withSlot) {
        queues.put("default", new Facts.Queue(7, any, withSlot));
    }

    @Test
    void noWorker_saysSinceWhenOrNever_andHowMuchWaits() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        run.moveClock(Duration.ofMinutes(5));

        Reason ever = only(run);
        polled(START.plusSeconds(1), START.plusSeconds(1));
        Reason since = only(run);

        assertThat(ever.code()).isEqualTo(ReasonCode.NO_WORKER);
        assertThat(ever.message()).contains("no worker has ever polled queue default");
        assertThat(since.code()).isEqualTo(ReasonCode.NO_WORKER);
        assertThat(since.message())
                .contains("no worker has polled queue default since 2030-01-01T00:00:01Z; 7 wait in it");
        assertThat(since.since()).isEqualTo(START);
        assertThat(since.taskId()).isEqualTo("a");
        assertThat(since.queue()).isEqualTo("default");
        assertThat(since.executionId()).isEqualTo(run.live("a").executionId());
    }

    @Test
    void limitWithoutRoom_goesBeforeWhateverWorkersDo() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        polled(START, START);
        Instant until = START.plusSeconds(30);
        full.put(
                run.live("a").executionId(),
                new Facts.NoRoom(
                        ReasonCode.QUEUE_PAUSED, "queue default is paused by kim: \"psp down\"", until, "kim"));

        Reason reason = only(run);

        assertThat(reason.code()).isEqualTo(ReasonCode.QUEUE_PAUSED);
        assertThat(reason.message()).isEqualTo("Task a waits because queue default is paused by kim: \"psp down\".");
        assertThat(reason.actor()).isEqualTo("kim");
        assertThat(reason.until()).isEqualTo(until);
        assertThat(reason.since()).isEqualTo(START);
    }

    @Test
    void workersThatPollWithoutFreeSlots_areFull() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        polled(START, null);

        assertThat(only(run).code()).isEqualTo(ReasonCode.WORKERS_FULL);
    }

    @Test
    void workersThatDoNotPollBecauseTheyAreBusy_areFull() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        workers.add(new Facts.Worker("other", List.of("b"), 1, 1, START));
        workers.add(new Facts.Worker("busy", List.of("default"), 4, 4, START));

        Reason reason = only(run);

        assertThat(reason.code()).isEqualTo(ReasonCode.WORKERS_FULL);
        assertThat(reason.message()).contains("(1 with 4 of 4)");
        run.moveClock(Duration.ofSeconds(31));
        assertThat(only(run).code()).as("long silent").isEqualTo(ReasonCode.NO_WORKER);
    }

    @Test
    void workersWithFreeSlots_areAboutToTakeIt() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        polled(START, START);

        assertThat(only(run).code()).isEqualTo(ReasonCode.HANDOVER_PENDING);
    }

    @Test
    void backoff_saysUntilWhen_andTheLastFailure() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        run.fail("a", FailureKind.RETRYABLE);

        Reason reason = only(run);

        assertThat(reason.code()).isEqualTo(ReasonCode.RETRY_BACKOFF);
        assertThat(reason.until()).isEqualTo(START.plusSeconds(1));
        assertThat(reason.error().code()).isEqualTo("BROKEN");
        assertThat(reason.message()).contains("attempt 2").contains("BROKEN");
    }

    @Test
    void lease_namesItsWorker_andItsEnd() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        RunDriver.Lease lease = run.lease("a", "w7");
        workers.add(new Facts.Worker("w7", List.of("a"), 1, 1, START.plusSeconds(5)));

        Reason first = only(run);
        run.accept(new KeepLease(lease.executionId(), "w7", lease.token()));
        progress.put(lease.executionId(), Payload.ofJson("0.5"));
        Reason kept = only(run);

        assertThat(first.code()).isEqualTo(ReasonCode.LEASED);
        assertThat(first.workerId()).isEqualTo("w7");
        assertThat(first.since()).isEqualTo(START);
        assertThat(first.until()).isEqualTo(START.plusSeconds(30));
        assertThat(first.message()).contains("last heartbeat was at 2030-01-01T00:00:05Z");
        assertThat(kept.until()).as("as last extended").isEqualTo(START.plusSeconds(99));
        assertThat(kept.progress()).isEqualTo(Payload.ofJson("0.5"));
    }

    @Test
    void signal_saysSinceWhen_andUntilWhen() {
        RunDriver run = RunDriver.start(workflow(signal("s", "paid").timeout(Duration.ofHours(1))));

        Reason reason = only(run);

        assertThat(reason.code()).isEqualTo(ReasonCode.WAITING_FOR_SIGNAL);
        assertThat(reason.message()).contains("signal paid");
        assertThat(reason.since()).isEqualTo(START);
        assertThat(reason.until()).isEqualTo(START.plusSeconds(3600));
        assertThat(reason.actions()).contains("signals/paid");
    }

    @Test
    void timer_saysUntilWhen() {
        Reason reason = only(RunDriver.start(workflow(sleep("w", "PT90S"))));

        assertThat(reason.code()).isEqualTo(ReasonCode.WAITING_FOR_TIMER);
        assertThat(reason.until()).isEqualTo(START.plusSeconds(90));
    }

    @Test
    void delayedStart_saysUntilWhen() {
        RunDriver run = new RunDriver(workflow(task("a")).build(), 1);
        Instant startAt = START.plusSeconds(60);
        run.accept(Starts.at(startAt));

        Reason reason = only(run);

        assertThat(reason.code()).isEqualTo(ReasonCode.START_DELAYED);
        assertThat(reason.until()).isEqualTo(startAt);
    }

    @Test
    void pause_saysByWhomAndWhy_andTheTasksItHoldsBackAreNoReason() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        run.moveClock(Duration.ofSeconds(3));
        run.accept(Operations.pause());

        Reason reason = only(run);

        assertThat(reason.code()).isEqualTo(ReasonCode.PAUSED);
        assertThat(reason.actor()).isEqualTo("ann");
        assertThat(reason.since()).isEqualTo(START.plusSeconds(3));
        assertThat(reason.message()).contains("by ann").contains("test");
        assertThat(reason.actions()).containsExactly("resume");
    }

    @Test
    void incident_saysWhich_andWhatCanBeDone() {
        RunDriver run = RunDriver.start(workflow(task("a")));
        run.fail("a", FailureKind.SUSPEND);

        Reason reason = only(run);

        assertThat(reason.code()).isEqualTo(ReasonCode.INCIDENT);
        assertThat(reason.taskId()).isEqualTo("a");
        assertThat(reason.error().code()).isEqualTo("BROKEN");
        assertThat(reason.since()).isEqualTo(START);
        assertThat(reason.actions()).contains("retry", "skip", "complete", "resolve");
    }

    @Test
    void probe_isNamedAsOne_whileItWaits_isHeld_andWhenItCannotSay() {
        RunDriver run = RunDriver.start(workflow(task("a").verified(), task("b")));
        run.lose("a");

        Reason waits = only(run);
        run.lease("a", "w");
        Reason leased = only(run);
        run.fail("a", FailureKind.FATAL);
        Reason undecided = only(run);

        assertThat(waits.code()).isEqualTo(ReasonCode.NO_WORKER);
        assertThat(waits.message()).contains("The probe of task a");
        assertThat(leased.code()).isEqualTo(ReasonCode.LEASED);
        assertThat(leased.message()).contains("The probe of task a");
        assertThat(undecided.code()).isEqualTo(ReasonCode.INCIDENT);
        assertThat(undecided.actions()).contains("resolve");
    }

    @Test
    void deadLetter_saysWhich_andWhatCanBeDone() {
        RunDriver run = RunDriver.start(workflow(task("a").undo().undoAttempts(1), task("b")));
        run.complete("a");
        run.fail("b", FailureKind.COMPENSATE);
        run.fail("a", FailureKind.FATAL);

        Reason reason = only(run);

        assertThat(reason.code()).isEqualTo(ReasonCode.UNDO_DEAD_LETTER);
        assertThat(reason.taskId()).isEqualTo("a");
        assertThat(reason.error().code()).isEqualTo("BROKEN");
        assertThat(reason.actions()).containsExactly("retry", "skip", "resolve");
    }

    @Test
    void rollback_saysWhy_andWhatIsStillInAWorkersHands() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b").undo()));
        run.complete("a");
        run.lease("b", "w");
        run.compensate(null, CompensateRequest.Then.STOP);

        List<Reason> reasons = explain(run, Map.of(run.live("b").executionId(), new Facts.Row(null)));

        assertThat(codes(reasons)).containsExactly(ReasonCode.ROLLING_BACK, ReasonCode.STOPPING);
        assertThat(reasons.get(0).actor()).isEqualTo("ann");
        assertThat(reasons.get(1).workerId()).isEqualTo("w");
    }

    @Test
    void undoThatWaits_isCalledSo() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        run.complete("a");
        run.fail("b", FailureKind.COMPENSATE);

        List<Reason> reasons = explain(run);

        assertThat(codes(reasons)).containsExactly(ReasonCode.ROLLING_BACK, ReasonCode.NO_WORKER);
        assertThat(reasons.get(1).message()).startsWith("The undo of task a waits");
    }

    @Test
    void join_namesWhatIsUnderWayInItsBranches() {
        RunDriver run = RunDriver.start(workflow(all("p").branch(task("a"))
                .branch(signal("b", "x"))
                .branch(task("c"))
                .branch(task("d"), task("e"))));
        run.complete("c", "d");

        List<Reason> reasons = explain(run);

        assertThat(codes(reasons))
                .containsExactlyInAnyOrder(
                        ReasonCode.WAITING_FOR_BRANCHES,
                        ReasonCode.WAITING_FOR_SIGNAL,
                        ReasonCode.NO_WORKER,
                        ReasonCode.NO_WORKER);
        Reason join = reasons.get(0);
        assertThat(join.waitsFor()).containsExactly("a", "b", "e");
        assertThat(join.message()).contains("needs 4 of its 4 branches; 3 are not done");
    }

    @Test
    void end_saysHowAndWhy_andByWhom() {
        RunDriver failed = RunDriver.start(workflow(task("a").undo(), task("b")));
        failed.complete("a");
        failed.fail("b", FailureKind.COMPENSATE);
        failed.complete("a");
        RunDriver cancelled = RunDriver.start(workflow(task("a")));
        cancelled.accept(Operations.cancelWithoutUndo());

        assertThat(only(failed).code()).isEqualTo(ReasonCode.ENDED);
        assertThat(only(failed).message()).contains("COMPENSATED").contains("of task b BROKEN");
        assertThat(only(cancelled).actor()).isEqualTo("ann");
        assertThat(only(cancelled).since()).isEqualTo(START);
    }

    @Test
    void attemptWithoutItsRow_isLost() {
        RunDriver run = RunDriver.start(workflow(task("a")));

        List<Reason> reasons = explain(run, Map.of());

        assertThat(codes(reasons)).containsExactly(ReasonCode.WAKE_SOURCE_LOST);
        assertThat(reasons.get(0).taskId()).isEqualTo("a");
    }

    /** The first worker of a succeeds after a was undone and is done anew. */
    private static RunDriver lateInTheFirstRound() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        RunDriver.Lease late = run.lose("a");
        run.complete("a");
        run.compensate("a", CompensateRequest.Then.RETRY);
        run.complete("a");
        run.complete("a");
        run.refuse(RunDriver.completion(late, "{}"));
        return run;
    }

    @Test
    void endThatWaitsForTheUndoOfALoser_saysSo() {
        RunDriver run = RunDriver.start(
                workflow(any("p").branch(task("a")).branch(task("b").undo())));
        RunDriver.Lease loser = run.lease("b");
        run.complete("a");
        run.refuse(RunDriver.completion(loser, "{}"));

        assertThat(codes(explain(run))).startsWith(ReasonCode.ROLLING_BACK);
        assertThat(explain(run).get(0).since()).isEqualTo(run.now());
    }

    @Test
    void deadLetterOfAnEarlierRound_saysWhichRound() {
        RunDriver run = lateInTheFirstRound();
        run.fail("a", FailureKind.FATAL);

        assertThat(only(run).code()).isEqualTo(ReasonCode.UNDO_DEAD_LETTER);
        assertThat(only(run).message()).startsWith("The undo of task a in its round 1 gave up: BROKEN");
        assertThat(only(run).since()).isEqualTo(run.now());
    }

    @Test
    void endThatWaitsForTheUndoOfAnEarlierRound_saysSo() {
        RunDriver run = lateInTheFirstRound();
        run.complete("b");
        run.lease("a", "w1");

        assertThat(explain(run)).extracting(Reason::code).containsExactly(ReasonCode.ROLLING_BACK, ReasonCode.LEASED);
        assertThat(explain(run))
                .extracting(Reason::message)
                .anySatisfy(text -> assertThat(text)
                        .isEqualTo("The run has come to its end, COMPLETED; what came to light late is still"
                                + " being undone."));
        assertThat(explain(run))
                .extracting(Reason::message)
                .anySatisfy(text ->
                        assertThat(text).startsWith("The undo of task a in its round 1 has been with worker w1"));
    }

    @Test
    void signalsNobodyHasTaken_areListed_withWhetherAnybodyStillWill() {
        RunDriver run =
                RunDriver.start(workflow(task("a"), signal("s", "go"), task("b").continueOnError())
                        .openSignals());
        run.accept(Operations.signal("go", "1"));
        run.moveClock(Duration.ofMinutes(1));
        run.accept(Operations.signal("go", "2"));
        run.accept(Operations.signal("strange", "1"));

        assertThat(buffered(run))
                .containsExactly(
                        new BufferedSignals("go", 2, START, true),
                        new BufferedSignals("strange", 1, START.plusSeconds(60), false));
        run.complete("a");
        assertThat(buffered(run)).contains(new BufferedSignals("go", 1, START.plusSeconds(60), false));
        run.complete("b");
        assertThat(buffered(run)).as("after the end").hasSize(2);
    }

    private static List<BufferedSignals> buffered(RunDriver run) {
        WakeSources sources = WakeSources.of(
                run.run(), new StoredWakeSources(Set.of(), run.run().timerDueAt(), true));
        Facts facts = new Facts(
                run.now(), null, sources, Map.of(), Map.of(), List.of(), Map.of(), Map.of(), Map.of(), Map.of());
        return new Explainer(run.run(), run.history(), facts).explain().bufferedSignals();
    }
}
