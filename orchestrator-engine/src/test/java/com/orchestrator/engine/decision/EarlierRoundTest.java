package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskState;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest.Then;
import com.orchestrator.engine.decision.task.LeaseTask;
import com.orchestrator.engine.decision.workflow.RetryTask;
import com.orchestrator.engine.decision.workflow.SkipTask;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.plan.SagaPlan.OnUndoFailure;
import com.orchestrator.engine.plan.SagaPlan.Order;
import com.orchestrator.engine.plan.TaskTimeouts;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.TaskRun;
import com.orchestrator.engine.run.UndoRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** 5.6 in rounds: a success that is reported after the run has gone forward again is undone, wherever the run has got to. */
class EarlierRoundTest {

    private static final String KEY = "shop/order/run-1/";

    private static List<String> keysOf(RunDriver run, String taskId) {
        return run.executionsOf(taskId).stream().map(run::idempotencyKey).toList();
    }

    private static ExecutionRun last(RunDriver run, String taskId) {
        List<ExecutionRun> all = run.executionsOf(taskId);
        return all.get(all.size() - 1);
    }

    /** The first worker of a is lost, a is undone, and then done anew. */
    private static RunDriver.Lease secondRound(RunDriver run) {
        RunDriver.Lease late = run.lose("a");
        run.complete("a");
        run.compensate("a", Then.RETRY);
        run.complete("a");
        assertThat(run.idempotencyKey(run.live("a"))).isEqualTo(KEY + "a@2");
        return late;
    }

    private static void comesLate(RunDriver run, RunDriver.Lease late) {
        run.refuse(RunDriver.completion(late, "{\"late\":1}"));
    }

    // ---- one more undo, at once

    @Test
    void whatWasUndone_isUndoneOnceMore_whileTheRunGoesForward() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        RunDriver.Lease late = secondRound(run);

        comesLate(run, late);

        assertThat(run.live()).containsExactly("a", "undo a");
        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        assertThat(keysOf(run, "a")).endsWith(KEY + "a@2", KEY + "a:undo:2");
        assertThat(last(run, "a").mayNotHaveHappened()).isFalse();
    }

    @Test
    void whatNeededNoUndo_isUndoneUnderTheFirstKey() {
        RunDriver run = RunDriver.start(workflow(task("a").undoWhenCompleted(), task("b")));
        RunDriver.Lease late = run.lose("a");
        run.compensate("a", Then.RETRY);

        comesLate(run, late);

        assertThat(keysOf(run, "a")).endsWith(KEY + "a@2", KEY + "a:undo");
    }

    @Test
    void whatAProbeRuledOut_isUndoneUnderTheFirstKey() {
        RunDriver run = RunDriver.start(workflow(task("a").verified().undo(), task("b")));
        RunDriver.Lease late = run.lose("a");
        run.compensate("a", Then.RETRY);
        run.answer("a", "{\"happened\":false}");

        comesLate(run, late);

        assertThat(keysOf(run, "a")).endsWith(KEY + "a@2", KEY + "a:undo");
    }

    @Test
    void whatAProbeConfirmed_wasUndoneThereby() {
        RunDriver run = RunDriver.start(workflow(task("a").verified().undo(), task("b")));
        RunDriver.Lease late = run.lose("a");
        run.compensate("a", Then.RETRY);
        run.answer("a", "{\"happened\":true}");
        run.complete("a");

        comesLate(run, late);

        assertThat(run.live()).containsExactly("a");
    }

    @Test
    void whatHasNoUndo_isOnlyKept() {
        RunDriver run = RunDriver.start(workflow(task("a"), task("b")));
        RunDriver.Lease late = run.lose("a");
        run.compensate("a", Then.RETRY);

        comesLate(run, late);

        assertThat(run.live()).containsExactly("a");
    }

    @Test
    void sentTwice_isUndoneOnceMoreOnly() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        RunDriver.Lease late = secondRound(run);

        comesLate(run, late);
        comesLate(run, late);

        assertThat(run.undoAll()).containsExactly("a", "a");
    }

    @Test
    void eachRound_hasUndosOfItsOwn() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        RunDriver.Lease first = secondRound(run);
        RunDriver.Lease second = run.lose("a");
        run.compensate("a", Then.RETRY);
        run.complete("a");

        comesLate(run, second);
        comesLate(run, first);

        assertThat(run.live()).containsExactly("a", "undo a", "undo a");
        assertThat(keysOf(run, "a")).endsWith(KEY + "a@3", KEY + "a@2:undo:2", KEY + "a:undo:2");
    }

    @Test
    void anotherSuccessOfTheSameRound_whileThatIsUndone_isUndoneAfterIt() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        RunDriver.Lease first = run.lose("a");
        RunDriver.Lease second = secondRound(run);

        comesLate(run, first);
        run.refuse(RunDriver.completion(second, "{\"late\":2}"));
        run.complete("a");
        run.complete("b");

        assertThat(run.undoAll()).containsExactly("a", "a", "a");
        assertThat(keysOf(run, "a")).endsWith(KEY + "a:undo:2", KEY + "a:undo:3");
        assertThat(run.inputOf(last(run, "a"))).isEqualTo(Payload.ofJson("{\"input\":{},\"output\":{\"late\":2}}"));
    }

    /** What the undo is told is what that attempt was given, under the key it was given. */
    @Test
    void input_isMadeOfTheAttemptThatSucceeded() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")), "{\"n\":1}");
        RunDriver.Lease late = run.lose("a");
        run.fail("a", FailureKind.SUSPEND);
        run.accept(new RetryTask(NodeKey.of("a"), Payload.ofJson("{\"n\":2}"), "typo"));
        run.compensate("a", Then.RETRY);
        run.complete("a");

        comesLate(run, late);

        assertThat(run.inputOf(last(run, "a")))
                .isEqualTo(Payload.ofJson("{\"input\":{\"n\":1},\"output\":{\"late\":1}}"));
    }

    @Test
    void input_knowsTheKeyOfItsRound() {
        RunDriver run = RunDriver.start(workflow(
                task("a")
                        .undo(Expressions.template(scope -> scope.root("task")))
                        .undoWhenCompleted(),
                task("b")));
        RunDriver.Lease late = run.lose("a");
        run.compensate("a", Then.RETRY);

        comesLate(run, late);

        assertThat(run.inputOf(last(run, "a")).tree().path("idempotencyKey").asText())
                .isEqualTo(KEY + "a");
    }

    @Test
    void attemptsOfTwoRoundsAtOnce_neverShareAToken() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        RunDriver.Lease late = secondRound(run);
        comesLate(run, late);
        ExecutionRun undo = last(run, "a");

        RunDriver.Lease forward = run.lease("a");
        run.accept(new LeaseTask(undo.executionId(), RunDriver.slot("worker")));

        assertThat(undo.leaseToken()).isGreaterThan(forward.token());
        run.complete(forward, "{}");
        assertThat(undo.leaseToken()).isLessThan(run.task("a").fence());
        run.complete(new RunDriver.Lease(undo.executionId(), "worker", undo.leaseToken()), "{}");
        assertThat(run.live()).containsExactly("b");
    }

    @Test
    void timersOfTwoRoundsAtOnce_areTwo() {
        TaskTimeouts limited = new TaskTimeouts(null, null, null, Duration.ofMinutes(9));
        RunDriver run = RunDriver.start(workflow(task("a").undo().undoTimeouts(limited), task("b")));
        RunDriver.Lease first = secondRound(run);
        RunDriver.Lease second = run.lose("a");
        run.compensate("a", Then.RETRY);
        run.complete("a");
        run.complete("a");
        comesLate(run, first);
        comesLate(run, second);

        run.complete("a");
        run.pass(Duration.ofMinutes(9));

        assertThat(run.task("a").undos())
                .extracting(UndoRun::state)
                .containsExactly(UndoRun.State.SETTLED, UndoRun.State.DEAD, UndoRun.State.OPEN);
    }

    @Test
    void timersOfTheUndoAndOfTheNextRound_areTwo() {
        TaskTimeouts soon = new TaskTimeouts(Duration.ofMinutes(1), null, null, null);
        RunDriver run = RunDriver.start(
                workflow(task("a").undo().undoTimeouts(soon).scheduleTimeout(Duration.ofMinutes(1)), task("b")));
        comesLate(run, secondRound(run));
        assertThat(run.live()).containsExactly("a", "undo a");

        run.lease("a");
        run.pass(Duration.ofMinutes(1));

        assertThat(run.task("a").trouble().code()).isEqualTo("SCHEDULE_TIMEOUT");
        assertThat(run.taskState("a")).isEqualTo(TaskRun.State.RUNNING);
    }

    @Test
    void undosOfEarlierRounds_keepToTheBound() {
        RunDriver run = RunDriver.start(workflow(
                        task("s").savepoint("s"),
                        all("p").branch(task("a").undo()).branch(task("b").undo()))
                .parallelismMax(1));
        run.complete("s");
        RunDriver.Lease lateA = run.lose("a");
        RunDriver.Lease lateB = run.lose("b");
        run.compensateTo("s", Then.RETRY);
        run.complete("b");
        run.complete("a");
        run.lease("a");
        run.lease("b");

        comesLate(run, lateA);
        comesLate(run, lateB);

        assertThat(run.live()).containsExactly("a", "b", "undo a");
        run.complete("a", "b", "a");
        assertThat(run.live()).containsExactly("undo b");
    }

    // ---- the end waits

    @Test
    void end_isNotShownBeforeTheUndoIsDone() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")).output(Expressions.json("{\"x\":1}")));
        comesLate(run, secondRound(run));

        run.complete("a", "b");

        assertThat(run.live()).containsExactly("undo a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
        assertThat(run.run().endedAt()).isNull();
        run.moveClock(Duration.ofMinutes(1));
        Instant end = run.now();
        run.complete("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.run().endedAt()).isEqualTo(end);
        assertThat(run.cause()).isNull();
        assertThat(run.count(LifecycleEvent.WorkflowCompleted.class)).isEqualTo(1);
    }

    @Test
    void undoInAWorkersHands_staysThere_whenTheRunEndsOrTurnsBack() {
        for (Consumer<RunDriver> next :
                List.<Consumer<RunDriver>>of(run -> run.complete("a", "b"), run -> run.accept(Operations.cancel()))) {
            RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
            comesLate(run, secondRound(run));
            ExecutionRun undo = last(run, "a");
            run.accept(new LeaseTask(undo.executionId(), RunDriver.slot("w")));

            next.accept(run);

            assertThat(undo.state()).isEqualTo(ExecutionState.LEASED);
            assertThat(undo.cancelDeadline()).isNull();
            run.complete(new RunDriver.Lease(undo.executionId(), "w", undo.leaseToken()), "{}");
            assertThat(run.state().isTerminal()).isTrue();
        }
    }

    @Test
    void runThatHasCompleted_undoesItAndHasCompletedAgain() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        RunDriver.Lease late = secondRound(run);
        run.complete("a", "b");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);

        comesLate(run, late);

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
        assertThat(run.undoAll()).containsExactly("a", "a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(keysOf(run, "a")).doesNotContain(KEY + "a@2:undo");
    }

    @Test
    void runThatFailedWithoutUndo_undoesItAndStaysFailed() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")).compensateOn());
        RunDriver.Lease late = secondRound(run);
        run.complete("a");

        comesLate(run, late);
        run.fail("b", FailureKind.FATAL);

        assertThat(run.live()).containsExactly("undo a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
        run.complete("a");
        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
        run.accept(Operations.retry("b"));
        assertThat(run.live()).containsExactly("b");
    }

    @Test
    void runThatWasRolledBack_isCompensatedAgain() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        RunDriver.Lease late = secondRound(run);
        run.complete("a");
        run.fail("b", FailureKind.FATAL);
        run.undoAll();

        comesLate(run, late);

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
        assertThat(keysOf(run, "a")).endsWith(KEY + "a@2:undo", KEY + "a:undo:2");
        run.undoAll();
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    static Stream<RunCommand> commandsThatWantNoUndo() {
        return Stream.of(Operations.cancelWithoutUndo(), Operations.terminateWithoutUndo());
    }

    @ParameterizedTest
    @MethodSource("commandsThatWantNoUndo")
    void whoWantsNothingUndone_isObeyed_beforeAndAfter(RunCommand command) {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        RunDriver.Lease before = run.lose("a");
        RunDriver.Lease after = secondRound(run);
        comesLate(run, before);
        run.fail("a", FailureKind.SUSPEND);

        run.accept(command);
        comesLate(run, after);

        assertThat(run.live()).isEmpty();
        assertThat(run.state().isTerminal()).isTrue();
        assertThat(run.run().timerDueAt()).isNull();
    }

    @Test
    void runThatOnlyCleansUp_canNeitherBeTerminatedNorCancelled() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        comesLate(run, secondRound(run));
        run.complete("a", "b");

        assertThat(run.refuse(Operations.terminateWithoutUndo()).message())
                .endsWith(
                        "but it is COMPENSATING: it has ended COMPLETED but for what an earlier round has left to undo");
        run.refuse(Operations.cancel());
    }

    @Test
    void pause_holdsItBack_andAnEndIsThePausesEnd() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        RunDriver.Lease late = secondRound(run);
        run.complete("a");
        RunDriver.Lease held = run.lease("b");
        run.accept(Operations.pause());

        comesLate(run, late);
        assertThat(run.live("a").held()).isTrue();
        run.complete(held, "{}");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
        assertThat(run.live("a").held()).isFalse();
        run.accept(Operations.pause());
        assertThat(run.state()).isEqualTo(WorkflowState.PAUSED);
        run.accept(Operations.resume());
        run.complete("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    // ---- beside a rollback

    @Test
    void rollback_leavesItAlone_andEndsAfterIt() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        comesLate(run, secondRound(run));
        run.complete("a");

        run.accept(Operations.cancel());

        assertThat(run.undoAll()).containsExactly("a", "a", "a");
        assertThat(keysOf(run, "a")).endsWith(KEY + "a:undo:2", KEY + "a@2:undo");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    /** What ran before it is undone after it, if nobody has begun to. */
    @ParameterizedTest
    @EnumSource(names = {"GRAPH", "REVERSE"})
    void rollback_undoesWhatCameBeforeItLater(Order order) {
        RunDriver run = RunDriver.start(
                workflow(task("z").undo(), task("a").undo(), task("b")).order(order));
        run.complete("z");
        RunDriver.Lease late = secondRound(run);
        run.fail("a", FailureKind.FATAL);
        assertThat(run.live()).containsExactly("undo z");

        comesLate(run, late);

        assertThat(run.live()).containsExactly("undo a");
        assertThat(run.undoAll()).containsExactly("a", "a", "z");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void rollbackThatRestsInADeadLetter_startsItOnceThatIsDealtWith() {
        RunDriver run = RunDriver.start(workflow(task("z").undo(), task("a").undo(), task("b")));
        run.complete("z");
        RunDriver.Lease late = secondRound(run);
        run.fail("a", FailureKind.FATAL);
        run.fail("z", FailureKind.FATAL);
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATION_FAILED);

        comesLate(run, late);
        assertThat(run.live()).isEmpty();
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATION_FAILED);
        run.accept(Operations.resolve("z"));

        assertThat(run.undoAll()).containsExactly("a", "a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    // ---- dead letters

    private static RunDriver giveUp(OnUndoFailure onUndoFailure) {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")).onUndoFailure(onUndoFailure));
        RunDriver.Lease late = secondRound(run);
        run.complete("a");
        comesLate(run, late);
        run.fail("a", FailureKind.FATAL);
        return run;
    }

    @Test
    void deadLetter_suspendsARunThatGoesForward() {
        RunDriver run = giveUp(OnUndoFailure.SUSPEND);

        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
        assertThat(run.live("b").held()).isTrue();
        assertThat(run.task("a").shown()).isEqualTo(TaskState.UNDO_FAILED);
        assertThat(run.task("a").trouble().code()).isEqualTo("BROKEN");
    }

    @Test
    void deadLetter_withContinue_isWaitedForInTheEnd() {
        RunDriver run = giveUp(OnUndoFailure.CONTINUE);
        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);

        run.complete("b");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATION_FAILED);
        run.accept(Operations.resolve("a"));
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void deadLetter_thatIsSkippedOrResolved_letsTheRunGoOn() {
        for (RunCommand repair : List.of(Operations.skip("a"), Operations.resolve("a"))) {
            RunDriver run = giveUp(OnUndoFailure.SUSPEND);

            run.accept(repair);

            assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
            assertThat(run.live("b").held()).isFalse();
            assertThat(run.task("a").shown()).isEqualTo(TaskState.COMPLETED);
        }
    }

    @Test
    void deadLetter_thatIsRetried_isAttemptedUnderItsKeyWithTheEditedInput() {
        RunDriver run = giveUp(OnUndoFailure.SUSPEND);

        run.accept(new RetryTask(NodeKey.of("a"), Payload.ofJson("{\"edited\":1}"), "typo"));

        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        assertThat(run.idempotencyKey(run.live("a"))).isEqualTo(KEY + "a:undo:2");
        assertThat(run.inputOf(run.live("a"))).isEqualTo(Payload.ofJson("{\"edited\":1}"));
    }

    @Test
    void deadLetters_ofTwoRounds_areDealtWithOldestFirst() {
        RunDriver run = giveUp(OnUndoFailure.CONTINUE);
        run.accept(Operations.cancel());
        run.fail("a", FailureKind.FATAL);
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATION_FAILED);

        run.accept(new SkipTask(NodeKey.of("a"), null, "the first"));
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATION_FAILED);
        assertThat(run.task("a").deadLetter()).contains(run.task("a").undo());
        run.accept(Operations.resolve("a"));

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void inputThatCannotBeEvaluated_isADeadLetterAtOnce() {
        RunDriver run =
                RunDriver.start(workflow(task("a").undo(Expressions.broken()).undoWhenCompleted(), task("b")));
        RunDriver.Lease late = run.lose("a");
        run.compensate("a", Then.RETRY);

        comesLate(run, late);

        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
        assertThat(run.task("a").trouble().code()).isEqualTo("UNDO_INPUT_FAILED");
    }
}
