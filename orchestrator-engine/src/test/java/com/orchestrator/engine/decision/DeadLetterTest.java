package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskState;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.workflow.ResolveTask;
import com.orchestrator.engine.decision.workflow.RetryTask;
import com.orchestrator.engine.decision.workflow.SkipTask;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.plan.SagaPlan.OnUndoFailure;
import com.orchestrator.engine.plan.TaskTimeouts;
import com.orchestrator.engine.run.UndoRun;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** 5.7: an undo that fails for good is a dead letter; the rollback rests until a person has dealt with it. */
class DeadLetterTest {

    private static RunDriver rollingBack(OnUndoFailure onUndoFailure) {
        RunDriver run = RunDriver.start(
                workflow(task("a").undo(), task("b").undoAttempts(2), task("c")).onUndoFailure(onUndoFailure));
        run.complete("a", "b");
        run.fail("c", FailureKind.FATAL);
        return run;
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"FATAL", "COMPENSATE", "SUSPEND"})
    void failureThatRulesOutARetry_isADeadLetterAtOnce(FailureKind kind) {
        RunDriver run = rollingBack(OnUndoFailure.SUSPEND);

        run.fail("b", kind);

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATION_FAILED);
        assertThat(run.run().liveExecutions()).isEmpty();
        assertThat(run.task("b").undo().state()).isEqualTo(UndoRun.State.DEAD);
    }

    @Test
    void lastAttempt_isFollowedByADeadLetter() {
        RunDriver run = rollingBack(OnUndoFailure.SUSPEND);

        run.fail("b", FailureKind.RETRYABLE);
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
        run.fail("b", FailureKind.UNKNOWN);

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATION_FAILED);
    }

    @Test
    void undoThatKeepsLosingWorkers_isADeadLetter() {
        RunDriver run = rollingBack(OnUndoFailure.SUSPEND);

        run.lose("b");
        run.lose("b");
        run.lose("b");

        assertThat(run.task("b").undo().error().code()).isEqualTo("POISON");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATION_FAILED);
    }

    @Test
    void suspend_stopsThere() {
        RunDriver run = rollingBack(OnUndoFailure.SUSPEND);

        run.fail("b", FailureKind.FATAL);

        assertThat(run.undone()).isEmpty();
        assertThat(run.task("a").undo().state()).isEqualTo(UndoRun.State.OPEN);
    }

    @Test
    void suspend_letsUndosThatRunFinishFirst() {
        RunDriver run = RunDriver.start(workflow(
                task("z").undo(),
                all("p").branch(task("a").undo()).branch(task("b").undo()),
                task("c")));
        run.complete("z", "a", "b");
        run.fail("c", FailureKind.FATAL);

        run.fail("a", FailureKind.FATAL);
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
        run.complete("b");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATION_FAILED);
        assertThat(run.undone()).containsExactly("b");
    }

    @Test
    void continue_undoesTheRestAndRestsAllTheSame() {
        RunDriver run = rollingBack(OnUndoFailure.CONTINUE);

        run.fail("b", FailureKind.FATAL);
        assertThat(run.live()).containsExactly("undo a");
        run.complete("a");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATION_FAILED);
    }

    @Test
    void retry_startsCountersAnewAndMayEditTheInput() {
        RunDriver run = rollingBack(OnUndoFailure.SUSPEND);
        run.fail("b", FailureKind.FATAL);

        run.accept(new RetryTask(NodeKey.of("b"), Payload.ofJson("{\"edited\":1}"), "typo"));
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
        assertThat(run.inputOf(run.live("b"))).isEqualTo(Payload.ofJson("{\"edited\":1}"));
        run.fail("b", FailureKind.RETRYABLE);

        assertThat(run.undoAll()).containsExactly("b", "a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void skip_leavesTheEffectAndGoesOn() {
        RunDriver run = rollingBack(OnUndoFailure.SUSPEND);
        run.fail("b", FailureKind.FATAL);

        run.accept(Operations.skip("b"));

        assertThat(run.undoAll()).containsExactly("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(run.task("b").undo().wasPerformed()).isFalse();
    }

    @Test
    void skipOfTheOnlyUndo_endsCompensated() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(Expressions.broken()), task("b")));
        run.complete("a");
        run.fail("b", FailureKind.FATAL);

        run.accept(Operations.skip("a"));

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void resolve_needsEvidence() {
        RunDriver run = rollingBack(OnUndoFailure.SUSPEND);
        run.fail("b", FailureKind.FATAL);

        Verdict.Refused refused = run.refuse(new ResolveTask(NodeKey.of("b"), null, "trust me"));

        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        run.accept(Operations.resolve("b"));
        assertThat(run.task("b").undo().wasPerformed()).isTrue();
        assertThat(run.undoAll()).containsExactly("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void retryOfOneOfTwoDeadLetters_runsThatUndoAndRestsAgain() {
        RunDriver run = RunDriver.start(
                workflow(all("p").branch(task("a").undo()).branch(task("b").undo()), task("c")));
        run.complete("a", "b");
        run.fail("c", FailureKind.FATAL);
        run.fail("a", FailureKind.FATAL);
        run.fail("b", FailureKind.FATAL);

        run.accept(Operations.retry("a"));

        assertThat(run.live()).containsExactly("undo a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
        run.complete("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATION_FAILED);
        run.accept(Operations.resolve("b"));
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void retryWhileOthersStillRun_goesOnAtOnce() {
        RunDriver run = RunDriver.start(
                workflow(all("p").branch(task("a").undo()).branch(task("b").undo()), task("c")));
        run.complete("a", "b");
        run.fail("c", FailureKind.FATAL);
        run.fail("a", FailureKind.FATAL);

        run.accept(Operations.retry("a"));

        assertThat(run.live()).containsExactlyInAnyOrder("undo a", "undo b");
    }

    @Test
    void deadLetterOfATerminatedRun_isPast() {
        RunDriver run = rollingBack(OnUndoFailure.SUSPEND);
        run.fail("b", FailureKind.FATAL);
        run.accept(Operations.terminateWithoutUndo());

        run.refuse(Operations.retry("b"));
        run.refuse(Operations.skip("b"));
        run.refuse(Operations.resolve("b"));

        assertThat(run.state()).isEqualTo(WorkflowState.TERMINATED);
        assertThat(run.run().liveExecutions()).isEmpty();
    }

    @Test
    void deadLetterInAPausedRun_showsAfterTheResume() {
        RunDriver run = rollingBack(OnUndoFailure.SUSPEND);
        run.lease("b");
        run.accept(Operations.pause());

        run.fail("b", FailureKind.FATAL);
        assertThat(run.state()).isEqualTo(WorkflowState.PAUSED);
        run.accept(Operations.resume());

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATION_FAILED);
    }

    @Test
    void deadLetter_isShownAsWhatItIs_andSoIsWhatBecomesOfIt() {
        RunDriver run = RunDriver.start(
                workflow(task("a").undo(), task("b").undo(), task("c")).onUndoFailure(OnUndoFailure.CONTINUE));
        run.complete("a", "b");
        assertThat(run.task("b").shown()).isEqualTo(TaskState.COMPLETED);
        run.fail("c", FailureKind.FATAL);
        assertThat(run.task("b").shown()).isEqualTo(TaskState.UNDOING);

        run.fail("b", FailureKind.FATAL);

        assertThat(run.task("b").shown()).isEqualTo(TaskState.UNDO_FAILED);
        assertThat(run.task("b").trouble().code()).isEqualTo("BROKEN");
        run.complete("a");
        assertThat(run.task("a").shown()).isEqualTo(TaskState.UNDONE);
        assertThat(run.task("a").trouble()).isNull();
        run.accept(Operations.skip("b"));
        assertThat(run.task("b").shown()).isEqualTo(TaskState.COMPLETED);
        assertThat(run.task("b").trouble()).isNull();
    }

    @Test
    void incident_isShownAsWaiting() {
        RunDriver run = RunDriver.start(workflow(task("a"), task("b")));
        assertThat(run.task("a").shown()).isEqualTo(TaskState.RUNNING);

        run.fail("a", FailureKind.SUSPEND);

        assertThat(run.task("a").shown()).isEqualTo(TaskState.WAITING);
        assertThat(run.task("a").trouble().code()).isEqualTo("BROKEN");
    }

    @Test
    void skip_needsAReason() {
        RunDriver run = rollingBack(OnUndoFailure.SUSPEND);
        run.fail("b", FailureKind.FATAL);

        Verdict.Refused refused = run.refuse(new SkipTask(NodeKey.of("b"), null, null));

        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATION_FAILED);
    }

    @Test
    void undoThatNobodyTakesInTime_isADeadLetter() {
        RunDriver run = undoingWithin(new TaskTimeouts(Duration.ofMinutes(1), null, null, null));

        run.pass(Duration.ofMinutes(1));

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATION_FAILED);
        assertThat(run.task("a").undo().error().code()).isEqualTo("SCHEDULE_TIMEOUT");
        assertThat(run.live()).isEmpty();
        assertThat(run.run().timerDueAt()).isNull();
    }

    @Test
    void undoThatTakesTooLongOverAllItsAttempts_isADeadLetter_andCountsAnewWhenItIsRetried() {
        RunDriver run = undoingWithin(new TaskTimeouts(null, null, null, Duration.ofMinutes(2)));
        run.fail("a", FailureKind.RETRYABLE);
        run.lease("a");
        run.pass(Duration.ofMinutes(2));
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATION_FAILED);
        assertThat(run.task("a").undo().error().code()).isEqualTo("TOTAL_TIMEOUT");

        run.accept(Operations.retry("a"));
        run.pass(Duration.ofMinutes(1));
        assertThat(run.live()).containsExactly("undo a");
        run.pass(Duration.ofMinutes(1));

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATION_FAILED);
    }

    @Test
    void undoInAPausedRun_hasItsTimeStandStill() {
        RunDriver run = undoingWithin(new TaskTimeouts(null, null, null, Duration.ofMinutes(2)));
        run.accept(Operations.pause());
        run.pass(Duration.ofMinutes(5));
        run.accept(Operations.resume());

        run.pass(Duration.ofMinutes(1));

        assertThat(run.live()).containsExactly("undo a");
    }

    @Test
    void undoThatIsDoneOrAbandoned_leavesNoTimer() {
        RunDriver done = undoingWithin(new TaskTimeouts(null, null, null, Duration.ofMinutes(2)));
        done.undoAll();
        RunDriver abandoned = undoingWithin(new TaskTimeouts(null, null, null, Duration.ofMinutes(2)));
        abandoned.accept(Operations.terminateWithoutUndo());

        assertThat(done.run().timerDueAt()).isNull();
        assertThat(abandoned.run().timerDueAt()).isNull();
    }

    private static RunDriver undoingWithin(TaskTimeouts limits) {
        RunDriver run = RunDriver.start(workflow(task("a").undoTimeouts(limits), task("b")));
        run.complete("a");
        run.fail("b", FailureKind.FATAL);
        return run;
    }
}
