package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.PlanBuilder.any;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.TaskState;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.history.UndoEvent;
import com.orchestrator.engine.plan.KeyTemplate;
import com.orchestrator.engine.plan.Locks;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Section 6: a loser of a join that reports a success later has it undone, whether or not the run has ended. */
class LoserTest {

    private static PlanBuilder race() {
        return workflow(any("p").branch(task("a")).branch(task("b").undo()), task("c"));
    }

    @Test
    void successWhileTheRunGoesOn_isUndoneAtOnce_andTheEndWaitsForIt() {
        RunDriver run = RunDriver.start(race());
        RunDriver.Lease loser = run.lease("b");
        run.complete("a");

        run.complete(loser, "{\"late\":1}");

        assertThat(run.live()).containsExactlyInAnyOrder("c", "undo b");
        assertThat(run.idempotencyKey(run.live("b"))).isEqualTo("shop/order/run-1/b:undo");
        assertThat(run.task("b").shown()).isEqualTo(TaskState.UNDOING);
        run.complete("c");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
        run.complete("b");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.task("b").shown()).isEqualTo(TaskState.UNDONE);
    }

    @Test
    void successAfterTheRunHasCompleted_isUndone() {
        RunDriver run = RunDriver.start(race());
        RunDriver.Lease loser = run.lease("b");
        run.complete("a", "c");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);

        run.refuse(RunDriver.completion(loser, "{\"late\":1}"));

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
        assertThat(run.live()).containsExactly("undo b");
        run.complete("b");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.count(UndoEvent.EffectUnwanted.class)).isEqualTo(1);
    }

    @Test
    void rollbackThatComesLater_findsItUndone() {
        RunDriver run = RunDriver.start(race());
        RunDriver.Lease loser = run.lease("b");
        run.complete("a");
        run.complete(loser, "{}");
        run.complete("b");

        run.fail("c", FailureKind.FATAL);

        assertThat(run.undoAll()).containsExactly("b");
    }

    @Test
    void successDuringARollback_isUndoneInItsTurn_once() {
        RunDriver run = RunDriver.start(race());
        RunDriver.Lease loser = run.lease("b");
        run.complete("a");
        run.fail("c", FailureKind.FATAL);

        run.complete(loser, "{}");

        assertThat(run.undoAll()).containsExactly("b");
        assertThat(run.count(UndoEvent.EffectUnwanted.class)).isZero();
    }

    @Test
    void whoCancelsWithoutUndo_wantsThisUndoneNeither() {
        RunDriver run = RunDriver.start(race());
        RunDriver.Lease loser = run.lease("b");
        run.complete("a");
        run.accept(Operations.cancelWithoutUndo());

        run.refuse(RunDriver.completion(loser, "{}"));

        assertThat(run.state()).isEqualTo(WorkflowState.CANCELLED);
        assertThat(run.live()).isEmpty();
    }

    @Test
    void undoThatGivesUp_waitsForAPerson() {
        RunDriver run = RunDriver.start(race());
        RunDriver.Lease loser = run.lease("b");
        run.complete("a", "c");
        run.refuse(RunDriver.completion(loser, "{}"));
        run.fail("b", FailureKind.FATAL);
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATION_FAILED);

        run.accept(Operations.retry("b"));
        run.complete("b");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void workThatIsHandedOutAndDroppedAtOnce_hasReachedNobody() {
        RunDriver run = RunDriver.start(workflow(
                task("a"), any("p").branch(task("b").undo()).branch(PlanBuilder.sleep("no", "0s")), task("c")));
        RunDriver.Lease first = run.lease("a");
        run.offerSlots((of, execution) -> Optional.of(RunDriver.slot("w")));

        run.complete(first, "{}");

        assertThat(run.task("b").isInDoubt()).isFalse();
        assertThat(run.grants())
                .extracting(Grant::executionId)
                .doesNotContain(run.executionsOf("b").get(0).executionId());
        run.complete("c");
        assertThat(run.refuse(Operations.compensateSeen(run)).code()).isEqualTo(ErrorCode.ILLEGAL_STATE);
    }

    @Test
    void workOfABlockThatFailed_isUndone() {
        RunDriver run = RunDriver.start(workflow(
                PlanBuilder.all("p").branch(task("a")).branch(task("b").undo()).continueOnError(), task("c")));
        RunDriver.Lease dropped = run.lease("b");
        run.fail("a", FailureKind.FATAL);

        run.complete(dropped, "{}");

        assertThat(run.live()).containsExactlyInAnyOrder("c", "undo b");
    }

    /** The first attempt was given up, and says late that it happened; another worker has the second one. */
    private static RunDriver.Lease secondAttempt(RunDriver run) {
        RunDriver.Lease silent = run.lose("b");
        RunDriver.Lease second = run.lease("b");
        run.complete("a");
        run.refuse(RunDriver.completion(silent, "{\"late\":1}"));
        return second;
    }

    @Test
    void undo_waitsUntilNoWorkerHasTheWork_andIsOneForAllThatHappened() {
        RunDriver run = RunDriver.start(race());
        RunDriver.Lease second = secondAttempt(run);
        assertThat(run.live()).doesNotContain("undo b");

        run.complete(second, "{\"late\":2}");

        assertThat(run.live()).contains("undo b");
        assertThat(run.idempotencyKey(run.live("b"))).isEqualTo("shop/order/run-1/b:undo");
        run.complete("b", "c");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.task("b").shown()).isEqualTo(TaskState.UNDONE);
        assertThat(run.undone()).containsExactly("b");
    }

    @Test
    void undo_beginsWhenTheOtherAttemptHasFailed() {
        RunDriver run = RunDriver.start(race());
        RunDriver.Lease second = secondAttempt(run);

        run.fail(second, FailureKind.RETRYABLE);

        assertThat(run.live()).contains("undo b");
        run.complete("b", "c");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.undone()).containsExactly("b");
    }

    @Test
    void undo_beginsAtTheEndOfTheRun_whichTakesTheOtherAttemptAway() {
        RunDriver run = RunDriver.start(race());
        secondAttempt(run);

        run.complete("c");

        assertThat(run.live()).containsExactly("undo b");
        run.complete("b");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    /** That it happened was known before it had lost, while another attempt was to bring its success. */
    @Test
    void lateSuccess_ofWhatLosesLater_isUndone() {
        RunDriver run = RunDriver.start(race());
        RunDriver.Lease silent = run.lose("b");
        RunDriver.Lease second = run.lease("b");
        run.refuse(RunDriver.completion(silent, "{\"late\":1}"));

        run.complete("a");
        run.fail(second, FailureKind.FATAL);

        assertThat(run.live()).containsExactlyInAnyOrder("c", "undo b");
        run.complete("b", "c");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void answerOfAProbe_thatComesWhenTheLoserIsBeingUndone_changesNothing() {
        RunDriver run = RunDriver.start(
                workflow(any("p").branch(task("a")).branch(task("b").undo().verified()), task("c")));
        RunDriver.Lease silent = run.lose("b");
        RunDriver.Lease probe = run.lease("b");
        run.refuse(RunDriver.completion(silent, "{\"late\":1}"));
        run.complete("a");
        assertThat(run.live()).contains("undo b");

        run.complete(probe, "{\"happened\":true}");

        assertThat(run.count(UndoEvent.EffectUnwanted.class)).isEqualTo(1);
        run.complete("b", "c");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.undone()).containsExactly("b");
    }

    @Test
    void whatARunHasGivenBackWithItsEnd_itDoesNotHoldAnew() {
        Locks lock = new Locks(List.of(new KeyTemplate(Expressions.json("\"stock\""))), null);
        RunDriver run = RunDriver.start(workflow(
                any("p").branch(task("a")).branch(task("b").undo()), task("c").locks(lock)));
        run.gates(name -> new Gate(1, 0, List.of(), List.of()));
        RunDriver.Lease loser = run.lease("b");
        run.complete("a");
        assertThat(run.run().claims().standing()).hasSize(1);
        run.complete("c");

        run.refuse(RunDriver.completion(loser, "{\"late\":1}"));

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
        assertThat(run.run().claims().standing()).isEmpty();
    }
}
