package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.any;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest.Then;
import com.orchestrator.engine.decision.rollback.CompensationPlan;
import com.orchestrator.engine.decision.workflow.ResolveTask;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.ProbeEvent;
import com.orchestrator.engine.history.UndoTarget;
import com.orchestrator.engine.plan.OnUnknown.Choice;
import com.orchestrator.engine.plan.SagaPlan;
import com.orchestrator.engine.plan.TaskTimeouts;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.TaskRun;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** D1: what follows an attempt of which nobody can say whether it happened. */
class UnknownOutcomeTest {

    private static final String HAPPENED = "{\"happened\":true,\"output\":{\"id\":1.50}}";
    private static final String DID_NOT = "{\"happened\":false}";

    // ---- verify

    @Test
    void verify_asksInPlaceOfTheNextAttempt() {
        RunDriver run = RunDriver.start(workflow(task("a").verified(), task("b")), "{\"n\":1}");

        run.lose("a");

        assertThat(run.live()).containsExactly("probe a");
        ExecutionRun probe = run.live("a");
        assertThat(probe.kind()).isEqualTo(ExecutionKind.PROBE);
        assertThat(run.idempotencyKey(probe)).isEqualTo("shop/order/run-1/a:probe");
        assertThat(probe.spec().taskType()).isEqualTo("probe-a");
        assertThat(run.inputOf(probe))
                .isEqualTo(Payload.ofJson("{\"input\":{\"n\":1},\"idempotencyKey\":\"shop/order/run-1/a\"}"));
    }

    @Test
    void verify_givesTheProbeTheInputItIsSaidToHave_alsoWhenItIsTriedAgain() {
        RunDriver run = RunDriver.start(workflow(task("a").verified(Expressions.json("{\"key\":7}")), task("b")));
        run.lose("a");

        run.fail("a", FailureKind.RETRYABLE);

        ExecutionRun again = run.live("a");
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(run.inputOf(again)).isEqualTo(Payload.ofJson("{\"key\":7}"));
        assertThat(again.input()).isEqualTo(Payload.ofJson("{\"key\":7}"));
    }

    @Test
    void verify_happened_isASuccessWithTheOutputFound() {
        RunDriver run = RunDriver.start(workflow(task("a").verified().undo(), task("b")));
        run.lose("a");

        run.answer("a", HAPPENED);

        assertThat(run.taskState("a")).isEqualTo(TaskRun.State.COMPLETED);
        assertThat(run.live()).containsExactly("b");
        run.fail("b", FailureKind.FATAL);
        assertThat(run.live("a").mayNotHaveHappened()).isFalse();
        assertThat(run.inputOf(run.live("a"))).isEqualTo(Payload.ofJson("{\"input\":{},\"output\":{\"id\":1.50}}"));
    }

    @Test
    void verify_happenedWithoutOutput_hasTheEmptyOne() {
        RunDriver run = RunDriver.start(workflow(task("a").verified().undo(), task("b")));
        run.lose("a");

        run.answer("a", "{\"happened\":true}");

        run.fail("b", FailureKind.FATAL);
        assertThat(run.inputOf(run.live("a"))).isEqualTo(Payload.ofJson("{\"input\":{},\"output\":{}}"));
    }

    @Test
    void verify_didNotHappen_triesAgainAndForgetsTheDoubt() {
        RunDriver run = RunDriver.start(workflow(task("a").verified().undo(), task("b")));
        run.lose("a");

        run.answer("a", DID_NOT);

        assertThat(run.live()).containsExactly("a");
        assertThat(run.live("a").attempt()).isEqualTo(2);
        run.fail("a", FailureKind.FATAL);
        assertThat(run.undone()).isEmpty();
        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
    }

    @Test
    void verify_didNotHappen_afterTheLastAttempt_failsTheTaskWithNothingToUndo() {
        RunDriver run = RunDriver.start(workflow(task("a").verified().undo().attempts(1), task("b")));
        run.fail("a", FailureKind.UNKNOWN);

        run.answer("a", DID_NOT);

        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
        assertThat(run.cause().code()).isEqualTo("BROKEN");
        assertThat(run.undone()).isEmpty();
    }

    @Test
    void verify_didNotHappen_triesAgainAfterThePolicysDelay() {
        RunDriver run = RunDriver.start(workflow(task("a").verified().attempts(3), task("b")));
        run.fail("a", FailureKind.UNKNOWN);

        run.answer("a", DID_NOT);

        assertThat(Duration.between(run.now(), run.live("a").availableAt())).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void verify_aTaskThatKeepsLosingWorkers_isAnIncidentAllTheSame() {
        RunDriver run = RunDriver.start(workflow(task("a").verified(), task("b")));

        for (int i = 0; i < 3; i++) {
            run.lose("a");
            run.answer("a", DID_NOT);
        }

        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
        assertThat(run.task("a").incident().code()).isEqualTo("POISON");
    }

    @Test
    void verify_asksAlsoAfterATimeoutAndAWorkerWhoCannotTell_butNotAfterOtherFailures() {
        RunDriver run =
                RunDriver.start(workflow(task("a").verified().executionTimeout(Duration.ofSeconds(5)), task("b")));
        run.fail("a", FailureKind.RETRYABLE);
        assertThat(run.live()).containsExactly("a");

        run.lose("a");
        assertThat(run.live()).containsExactly("probe a");
        run.answer("a", DID_NOT);
        run.lease("a");
        run.fail("a", FailureKind.UNKNOWN);

        assertThat(run.live()).containsExactly("probe a");
    }

    @Test
    void verify_anAnswerThatSaysNeither_isHeldForAPerson() {
        RunDriver run = RunDriver.start(workflow(task("a").verified(), task("b")));
        run.lose("a");

        run.answer("a", "{\"hapened\":false}");

        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
        assertThat(run.task("a").incident().code()).isEqualTo("PROBE_UNDECIDED");
        run.accept(Operations.completeByHand("a"));
        assertThat(run.live()).containsExactly("b");
    }

    @Test
    void verify_aProbeThatGivesUp_isHeldForAPerson() {
        RunDriver run = RunDriver.start(workflow(task("a").probeAttempts(2), task("b")));
        run.lose("a");
        run.fail("a", FailureKind.RETRYABLE);
        assertThat(run.live()).containsExactly("probe a");

        run.fail("a", FailureKind.RETRYABLE);

        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
        assertThat(run.task("a").incident().code()).isEqualTo("BROKEN");
        assertThat(run.count(ProbeEvent.ProbeGaveUp.class)).isEqualTo(1);
    }

    @Test
    void verify_aProbeThatFailsForGood_isNotTriedAgain() {
        RunDriver run = RunDriver.start(workflow(task("a").verified(), task("b")));
        run.lose("a");

        run.fail("a", FailureKind.FATAL);

        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
    }

    @Test
    void verify_aProbeThatLosesItsWorkers_isTriedThriceAndThenHeld() {
        RunDriver run = RunDriver.start(workflow(task("a").verified(), task("b")));
        run.lose("a");

        run.lose("a");
        run.lose("a");
        assertThat(run.live()).containsExactly("probe a");
        run.lose("a");

        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
    }

    @Test
    void verify_aProbeWhoseInputCannotBeEvaluated_isHeld() {
        RunDriver run = RunDriver.start(workflow(task("a").verified(Expressions.broken()), task("b")));

        run.lose("a");

        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
        assertThat(run.task("a").incident().code()).isEqualTo("PROBE_INPUT_FAILED");
    }

    @Test
    void verify_aProbeThatNobodyTakes_isHeldAfterItsScheduleTimeout() {
        RunDriver run = RunDriver.start(workflow(
                task("a").probeTimeouts(new TaskTimeouts(Duration.ofMinutes(1), null, null, null)), task("b")));
        run.lose("a");

        run.pass(Duration.ofMinutes(1));

        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
        assertThat(run.task("a").incident().code()).isEqualTo("SCHEDULE_TIMEOUT");
        assertThat(run.live()).isEmpty();
    }

    @Test
    void verify_aProbeThatTakesTooLongOverAll_isHeld_andPausesDoNotCount() {
        RunDriver run = RunDriver.start(workflow(
                task("a").probeTimeouts(new TaskTimeouts(null, null, null, Duration.ofMinutes(1))), task("b")));
        run.lose("a");
        run.lease("a");
        run.accept(Operations.pause());
        run.pass(Duration.ofMinutes(2));
        run.accept(Operations.resume());
        run.lose("a");
        assertThat(run.live()).containsExactly("probe a");

        run.pass(Duration.ofMinutes(1));

        assertThat(run.task("a").incident().code()).isEqualTo("TOTAL_TIMEOUT");
    }

    @Test
    void verify_theNextDoubtIsANewQuestion() {
        RunDriver run = RunDriver.start(workflow(task("a").probeAttempts(2), task("b")));
        run.lose("a");
        run.fail("a", FailureKind.RETRYABLE);
        run.answer("a", DID_NOT);
        run.lose("a");

        run.fail("a", FailureKind.RETRYABLE);

        assertThat(run.live()).containsExactly("probe a");
        assertThat(run.live("a").attempt()).isEqualTo(4);
    }

    @Test
    void verify_whileTheRunIsPaused_nobodyIsAsked() {
        RunDriver run = RunDriver.start(workflow(task("a").verified(), task("b")));
        run.lease("a");
        run.accept(Operations.pause());

        run.expire("a");

        assertThat(run.live("a").held()).isTrue();
    }

    @Test
    void verify_theTotalTimeoutOfTheTaskCoversItsProbes() {
        RunDriver run =
                RunDriver.start(workflow(task("a").verified().undo().totalTimeout(Duration.ofMinutes(5)), task("b")));
        run.lose("a");

        run.pass(Duration.ofMinutes(5));

        assertThat(run.cause().code()).isEqualTo("TOTAL_TIMEOUT");
        assertThat(run.live()).containsExactly("probe a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
    }

    @Test
    void verify_skippedWhileAsked_takesTheQuestionBack() {
        RunDriver run = RunDriver.start(workflow(task("a").verified().undo(), task("b")));
        run.lose("a");

        run.accept(Operations.skip("a"));

        assertThat(run.live()).containsExactly("b");
    }

    @Test
    void verify_ofALoserOfAJoin_leadsNowhereForward() {
        RunDriver run = RunDriver.start(
                workflow(any("p").branch(task("a").verified().undo()).branch(task("b")), task("c")));
        run.lose("a");
        RunDriver.Lease probe = run.lease("a");
        run.complete("b");
        assertThat(run.live()).containsExactlyInAnyOrder("probe a", "c");

        run.complete(probe, DID_NOT);

        assertThat(run.live()).containsExactly("c");
        assertThat(run.taskState("a")).isEqualTo(TaskRun.State.CANCELLED);
    }

    @Test
    void verify_workThatWasTakenAwayInDoubt_isAskedAboutWhenTheRunGoesForwardAgain() {
        RunDriver run =
                RunDriver.start(workflow(all("p").branch(task("a").verified()).branch(task("b")), task("c"))
                        .compensateOn());
        run.lease("a");
        run.fail("b", FailureKind.FATAL);

        run.accept(Operations.retry("b"));

        assertThat(run.live()).containsExactlyInAnyOrder("b", "probe a");
        run.answer("a", DID_NOT);
        assertThat(run.live()).containsExactlyInAnyOrder("b", "a");
        run.complete("b", "a");
        assertThat(run.live()).containsExactly("c");
    }

    // ---- compensate

    @Test
    void compensate_failsTheTaskAndUndoesWhatMayHaveHappened() {
        RunDriver run = RunDriver.start(workflow(
                task("z").undo(), task("a").onUnknown(Choice.COMPENSATE).undo(), task("b")));
        run.complete("z");

        run.lose("a");

        assertThat(run.cause().taskId()).isEqualTo("a");
        assertThat(run.cause().kind()).isEqualTo(Cause.Kind.FAILED);
        assertThat(run.live()).containsExactly("undo a");
        assertThat(run.live("a").mayNotHaveHappened()).isTrue();
        assertThat(run.undoAll()).containsExactly("a", "z");
    }

    @Test
    void compensate_whereErrorsAreTolerated_goesOn() {
        RunDriver run = RunDriver.start(
                workflow(task("a").onUnknown(Choice.COMPENSATE).undo().continueOnError(), task("b")));

        run.fail("a", FailureKind.UNKNOWN);

        assertThat(run.live()).containsExactly("b");
    }

    // ---- hold

    @Test
    void hold_waitsForAPerson() {
        RunDriver run =
                RunDriver.start(workflow(task("a").onUnknown(Choice.HOLD).undo(), task("b")));

        run.lose("a");

        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);
        assertThat(run.task("a").incident().code()).isEqualTo("LEASE_EXPIRED");
        run.accept(Operations.retry("a"));
        assertThat(run.live()).containsExactly("a");
    }

    @Test
    void hold_resolvedWithEvidenceThatItHappened_isASuccess() {
        RunDriver run =
                RunDriver.start(workflow(task("a").onUnknown(Choice.HOLD).undo(), task("b")));
        run.lose("a");

        run.accept(new ResolveTask(NodeKey.of("a"), Payload.ofJson(HAPPENED), "seen at the bank"));

        assertThat(run.live()).containsExactly("b");
        run.fail("b", FailureKind.FATAL);
        assertThat(run.live("a").mayNotHaveHappened()).isFalse();
        assertThat(run.inputOf(run.live("a"))).isEqualTo(Payload.ofJson("{\"input\":{},\"output\":{\"id\":1.50}}"));
    }

    @Test
    void hold_resolvedWithEvidenceThatItDidNot_isTriedAgainWithoutDoubt() {
        RunDriver run =
                RunDriver.start(workflow(task("a").onUnknown(Choice.HOLD).undo(), task("b")));
        run.lose("a");

        run.accept(new ResolveTask(NodeKey.of("a"), Payload.ofJson("{\"happened\":false,\"by\":\"bank\"}"), "test"));

        assertThat(run.live()).containsExactly("a");
        run.fail("a", FailureKind.FATAL);
        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
    }

    @Test
    void hold_resolvedWithOtherEvidence_isTriedAgainAndStaysInDoubt() {
        RunDriver run =
                RunDriver.start(workflow(task("a").onUnknown(Choice.HOLD).undo(), task("b")));
        run.lose("a");

        run.accept(new ResolveTask(NodeKey.of("a"), Payload.ofJson("\"trust me\""), "test"));

        run.fail("a", FailureKind.FATAL);
        assertThat(run.live("a").mayNotHaveHappened()).isTrue();
    }

    @Test
    void hold_inARollback_undoesWhatMayHaveHappened() {
        RunDriver run = RunDriver.start(workflow(
                all("p").branch(task("a").onUnknown(Choice.HOLD).undo()).branch(task("b")), task("c")));
        run.lease("a");
        run.fail("b", FailureKind.FATAL);

        run.expire("a");

        assertThat(run.live()).containsExactly("undo a");
        assertThat(run.live("a").mayNotHaveHappened()).isTrue();
    }

    // ---- in a rollback

    @Test
    void rollback_asksBeforeItUndoes_andUndoesWhatHappened() {
        RunDriver run = doubtInRollback(task("a").verified().undo());

        assertThat(run.live()).containsExactly("probe a");
        run.answer("a", HAPPENED);

        assertThat(run.live()).containsExactly("undo a");
        assertThat(run.live("a").mayNotHaveHappened()).isFalse();
        assertThat(run.inputOf(run.live("a"))).isEqualTo(Payload.ofJson("{\"input\":{},\"output\":{\"id\":1.50}}"));
        assertThat(run.undoAll()).containsExactly("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void rollback_didNotHappen_undoesNothing() {
        RunDriver run = doubtInRollback(task("a").verified().undo());

        assertThat(RunDriver.names(run.answer("a", DID_NOT))).contains("EffectRuledOut", "WorkflowEnded");

        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
        assertThat(run.undone()).isEmpty();
    }

    @Test
    void rollback_undecided_undoesWhatMayHaveHappened() {
        RunDriver run = doubtInRollback(task("a").verified().undo());

        run.answer("a", "null");

        assertThat(run.live()).containsExactly("undo a");
        assertThat(run.live("a").mayNotHaveHappened()).isTrue();
        assertThat(run.undoAll()).containsExactly("a");
    }

    @Test
    void rollback_probeWhoseInputIsBroken_undoesWhatMayHaveHappened_once() {
        RunDriver run = RunDriver.start(workflow(
                all("p").branch(task("a").verified(Expressions.broken()).undo())
                        .branch(task("y").undo())
                        .branch(task("b")),
                task("c")));
        run.lease("a");
        run.complete("y");
        run.fail("b", FailureKind.FATAL);

        run.expire("a");

        assertThat(run.live()).containsExactlyInAnyOrder("undo a", "undo y");
        run.undoAll();
        assertThat(run.undone()).containsExactlyInAnyOrder("a", "y");
    }

    @Test
    void rollback_asksAlsoWhereOnlySuccessIsUndone() {
        RunDriver happened = doubtInRollback(task("a").verified().undoWhenCompleted());
        assertThat(happened.live()).containsExactly("probe a");
        happened.answer("a", HAPPENED);
        assertThat(happened.undoAll()).containsExactly("a");

        RunDriver undecided = doubtInRollback(task("a").verified().undoWhenCompleted());
        undecided.answer("a", "{}");
        assertThat(undecided.state()).isEqualTo(WorkflowState.FAILED);
    }

    @Test
    void rollback_asksAlsoAboutFailuresThatMayHaveLeftSomething() {
        RunDriver run = RunDriver.start(workflow(task("a").verified().undo().attempts(1), task("b")));

        run.fail("a", FailureKind.RETRYABLE);

        assertThat(run.live()).containsExactly("probe a");
    }

    @Test
    void rollback_doesNotAskAboutWhatHasNoUndo() {
        RunDriver run = doubtInRollback(task("a").verified());

        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
        assertThat(run.live()).isEmpty();
    }

    @Test
    void rollback_asksInOrder() {
        RunDriver run =
                RunDriver.start(workflow(task("a").verified().undo(), task("y").undo(), task("b")));
        run.lose("a");
        run.fail("a", FailureKind.FATAL);
        run.accept(Operations.skip("a"));
        run.complete("y");

        run.fail("b", FailureKind.FATAL);

        assertThat(run.live()).containsExactly("undo y");
        run.complete("y");
        assertThat(run.live()).containsExactly("probe a");
    }

    @Test
    void rollback_oneAfterTheOther_asksWhenItsTurnComes() {
        RunDriver run = RunDriver.start(workflow(
                        all("p").branch(task("a").verified().undo())
                                .branch(task("y").undo()),
                        task("b"))
                .order(SagaPlan.Order.REVERSE));
        run.complete("y");
        run.lose("a");
        run.fail("a", FailureKind.FATAL);
        run.accept(Operations.skip("a"));
        run.fail("b", FailureKind.FATAL);

        assertThat(run.live()).containsExactly("probe a");
        run.answer("a", HAPPENED);
        assertThat(run.live()).containsExactly("undo a");
        assertThat(run.undoAll()).containsExactly("a", "y");
    }

    @Test
    void rollback_questionsCountAsUndosInFlight() {
        RunDriver run = RunDriver.start(workflow(
                        all("p").branch(task("a").verified().undo())
                                .branch(task("y").undo()),
                        task("b"))
                .parallelismMax(1));
        run.complete("y");
        run.lose("a");
        run.fail("a", FailureKind.FATAL);
        run.accept(Operations.skip("a"));

        run.fail("b", FailureKind.FATAL);

        assertThat(run.live()).hasSize(1);
        run.answer("a", DID_NOT);
        assertThat(run.undoAll()).containsExactly("y");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void rollback_thatMeetsAnOpenQuestion_asksAnewWhenNobodyHasTakenIt() {
        RunDriver run = RunDriver.start(workflow(task("a").verified().undo(), task("b")));
        run.lose("a");

        run.accept(Operations.cancel());

        assertThat(run.executionsOf("a")).hasSize(3);
        assertThat(run.live()).containsExactly("probe a");
        run.answer("a", DID_NOT);
        assertThat(run.state()).isEqualTo(WorkflowState.CANCELLED);
    }

    @Test
    void rollback_thatMeetsAQuestionUnderWay_takesItsAnswer() {
        RunDriver run = RunDriver.start(workflow(task("a").verified().undo(), task("b")));
        run.lose("a");
        RunDriver.Lease probe = run.lease("a");
        run.accept(Operations.cancel());
        assertThat(run.live("a").cancelDeadline()).isNotNull();

        run.complete(probe, HAPPENED);

        assertThat(run.live()).containsExactly("undo a");
        assertThat(run.taskState("a")).isEqualTo(TaskRun.State.COMPLETED);
        assertThat(run.live("a").mayNotHaveHappened()).isFalse();
    }

    @Test
    void rollback_thatMeetsAQuestionUnderWay_asksAnewWhenItFailsOrIsGivenBack() {
        RunDriver failed = RunDriver.start(workflow(task("a").verified().undo(), task("b")));
        failed.lose("a");
        RunDriver.Lease first = failed.lease("a");
        failed.accept(Operations.cancel());
        failed.fail(first, FailureKind.CANCELLED);
        assertThat(failed.live()).containsExactly("probe a");
        assertThat(failed.live("a").cancelDeadline()).isNull();

        RunDriver released = RunDriver.start(workflow(task("a").verified().undo(), task("b")));
        released.lose("a");
        RunDriver.Lease second = released.lease("a");
        released.accept(Operations.cancel());
        released.release(second);
        assertThat(released.live()).containsExactly("probe a");
        assertThat(released.live("a").executionId()).isNotEqualTo(second.executionId());
    }

    @Test
    void rollback_thatMeetsAHeldDoubt_asksAnew() {
        RunDriver run = RunDriver.start(workflow(task("a").verified().undo(), task("b")));
        run.lose("a");
        run.fail("a", FailureKind.FATAL);
        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);

        run.accept(Operations.cancel());

        assertThat(run.live()).containsExactly("probe a");
    }

    @Test
    void rollback_terminatedWhileItAsks_isOver() {
        RunDriver run = doubtInRollback(task("a").verified().undo());
        RunDriver.Lease probe = run.lease("a");

        run.accept(Operations.terminateWithoutUndo());

        run.refuse(RunDriver.completion(probe, HAPPENED));
        assertThat(run.state()).isEqualTo(WorkflowState.TERMINATED);
        assertThat(run.run().timerDueAt()).isNull();
    }

    @Test
    void rollback_thatGoesForwardAgain_forgetsWhatWasAsked() {
        RunDriver run = RunDriver.start(workflow(task("a").verified().undo(), task("b")));
        run.lose("a");
        run.accept(Operations.skip("a"));
        run.compensate("a", Then.RETRY);
        run.answer("a", DID_NOT);
        assertThat(run.live()).containsExactly("a");

        run.lose("a");

        assertThat(run.idempotencyKey(run.live("a"))).isEqualTo("shop/order/run-1/a@2:probe");
    }

    @Test
    void planOfARollback_saysWhatIsAskedFirst() {
        RunDriver run = RunDriver.start(
                workflow(task("a").verified().undoWhenCompleted(), task("y").undo(), task("b")));
        run.lose("a");
        run.accept(Operations.skip("a"));
        run.complete("y");

        CompensationPlan plan = CompensationPlan.of(run.run(), UndoTarget.EVERYTHING);

        assertThat(plan.items().stream().map(item -> item.task().key().taskId()))
                .containsExactly("y", "a");
        assertThat(plan.items().get(0).probe()).isNull();
        assertThat(plan.items().get(1).probe().taskType()).isEqualTo("probe-a");
        assertThat(plan.items().get(1).mayNotHaveHappened()).isTrue();
    }

    // ---- late reports

    @Test
    void lateSuccess_ofWhatTheProbeFound_isKeptAndUndoneNoSecondTime() {
        RunDriver run = RunDriver.start(workflow(task("a").verified().undo(), task("b")));
        RunDriver.Lease late = run.lose("a");
        run.answer("a", HAPPENED);
        run.fail("b", FailureKind.FATAL);
        assertThat(run.undoAll()).containsExactly("a");

        run.refuse(RunDriver.completion(late, "{\"late\":1}"));

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(run.executionsOf("a").get(0).late()).isNotNull();
    }

    @Test
    void lateSuccess_whichMayBeAnotherThanTheProbeFound_isUndoneOnceMore() {
        RunDriver run = RunDriver.start(workflow(task("a").verified().undo(), task("b")));
        RunDriver.Lease late = run.lose("a");
        run.answer("a", DID_NOT);
        run.lose("a");
        run.answer("a", HAPPENED);
        run.fail("b", FailureKind.FATAL);
        run.undoAll();

        run.refuse(RunDriver.completion(late, "{\"late\":1}"));

        assertThat(run.undoAll()).containsExactly("a", "a");
    }

    @Test
    void lateSuccess_ofWhatTheProbeDidNotFind_isUndoneInTheEnd() {
        RunDriver run = RunDriver.start(
                workflow(all("p").branch(task("a").verified().undo()).branch(task("b")), task("c")));
        RunDriver.Lease late = run.lease("a");
        run.fail("b", FailureKind.FATAL);
        run.expire("a");
        run.answer("a", DID_NOT);
        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);

        run.refuse(RunDriver.completion(late, "{\"late\":1}"));

        assertThat(run.live("a").mayNotHaveHappened()).isFalse();
        assertThat(run.idempotencyKey(run.live("a"))).isEqualTo("shop/order/run-1/a:undo");
        assertThat(run.undoAll()).containsExactly("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void lateSuccess_whileTheRollbackAsks_answersTheQuestion() {
        RunDriver run = RunDriver.start(
                workflow(all("p").branch(task("a").verified().undo()).branch(task("b")), task("c")));
        RunDriver.Lease late = run.lease("a");
        run.fail("b", FailureKind.FATAL);
        run.expire("a");
        RunDriver.Lease probe = run.lease("a");

        run.refuse(RunDriver.completion(late, "{\"late\":1}"));

        assertThat(run.live()).containsExactly("undo a");
        assertThat(run.live("a").mayNotHaveHappened()).isFalse();
        run.refuse(RunDriver.completion(probe, DID_NOT));
        assertThat(run.undoAll()).containsExactly("a");
    }

    @Test
    void lateSuccess_whileARunThatGoesForwardAsks_isKeptAndTheAnswerDecides() {
        RunDriver run = RunDriver.start(workflow(task("a").verified().undo(), task("b")));
        RunDriver.Lease late = run.lose("a");

        run.refuse(RunDriver.completion(late, "{\"late\":1}"));
        run.answer("a", DID_NOT);

        assertThat(run.live()).containsExactly("a");
        run.fail("a", FailureKind.FATAL);
        assertThat(run.live()).containsExactly("undo a");
        assertThat(run.live("a").mayNotHaveHappened()).isFalse();
    }

    @Test
    void staleAnswer_ofAProbeThatWasLost_isRefusedAndChangesNothing() {
        RunDriver run = RunDriver.start(workflow(task("a").verified().undo(), task("b")));
        run.lose("a");
        RunDriver.Lease first = run.lose("a");
        run.answer("a", HAPPENED);

        run.refuse(RunDriver.completion(first, DID_NOT));

        assertThat(run.taskState("a")).isEqualTo(TaskRun.State.COMPLETED);
        run.fail("b", FailureKind.FATAL);
        assertThat(run.undoAll()).containsExactly("a");
    }

    /** Beside b, which fails for good, a's worker falls silent when the rollback has begun. */
    private static RunDriver doubtInRollback(NodeBuilder.Work a) {
        RunDriver run = RunDriver.start(workflow(all("p").branch(a).branch(task("b")), task("c")));
        run.lease("a");
        run.fail("b", FailureKind.FATAL);
        run.expire("a");
        return run;
    }
}
