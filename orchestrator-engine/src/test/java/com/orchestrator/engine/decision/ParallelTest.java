package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.Expressions.always;
import static com.orchestrator.engine.decision.Expressions.never;
import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.any;
import static com.orchestrator.engine.decision.PlanBuilder.atLeast;
import static com.orchestrator.engine.decision.PlanBuilder.choice;
import static com.orchestrator.engine.decision.PlanBuilder.signal;
import static com.orchestrator.engine.decision.PlanBuilder.sleep;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest.Then;
import com.orchestrator.engine.run.TaskRun;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Branches side by side: joins, losers, and failures that a join can or cannot bear. */
class ParallelTest {

    @Test
    void all_waitsForEveryBranch() {
        RunDriver run = RunDriver.start(workflow(all("p").branch(task("a")).branch(task("b"), task("c")), task("d")));

        assertThat(run.live()).containsExactly("a", "b");
        run.complete("b", "c");
        assertThat(run.live()).containsExactly("a");
        run.complete("a");

        assertThat(run.live()).containsExactly("d");
    }

    @Test
    void any_goesOnWithTheFirstBranchAndCancelsReadyLosers() {
        RunDriver run = RunDriver.start(workflow(any("p").branch(task("a")).branch(task("b")), task("c")));

        run.complete("a");

        assertThat(run.live()).containsExactly("c");
        assertThat(run.executionsOf("b").get(0).state()).isEqualTo(ExecutionState.CANCELLED);
        assertThat(run.taskState("b")).isEqualTo(TaskRun.State.CANCELLED);
    }

    @Test
    void any_asksLeasedLosersToStopAndGoesOnWithoutThem() {
        RunDriver run = RunDriver.start(workflow(any("p").branch(task("a")).branch(task("b"), task("x")), task("c")));
        RunDriver.Lease loser = run.lease("b");

        run.complete("a");

        assertThat(run.live("b").cancelDeadline()).isEqualTo(run.now().plusSeconds(30));
        run.complete(loser, "{}");
        assertThat(run.live()).containsExactly("c");
        assertThat(run.taskState("b")).isEqualTo(TaskRun.State.CANCELLED);
    }

    @Test
    void loserThatSucceedsAfterAll_isUndoneByALaterRollback() {
        RunDriver run = RunDriver.start(
                workflow(any("p").branch(task("a")).branch(task("b").undo()), task("c")));
        RunDriver.Lease loser = run.lease("b");
        run.complete("a");
        run.complete(loser, "{}");

        run.fail("c", FailureKind.FATAL);

        assertThat(run.undoAll()).containsExactly("b");
    }

    @Test
    void loserOfAJoinThatIsWonAtOnce_isHandedToNobody() {
        RunDriver run = new RunDriver(
                workflow(any("p").branch(task("loser")).branch(signal("s", "go")))
                        .build(),
                1);
        run.offerSlots((of, execution) -> Optional.of(RunDriver.slot("eager")));
        run.accept(Starts.at(RunDriver.START.plusSeconds(1)));
        run.accept(Operations.signal("go", "1"));

        run.pass(Duration.ofSeconds(1));

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.executionsOf("loser")).hasSize(1);
        assertThat(run.grants()).isEmpty();
    }

    @Test
    void loserInBackOff_isCancelledAndNotTriedAgain() {
        RunDriver run = RunDriver.start(workflow(any("p").branch(task("a")).branch(task("b")), task("c")));
        run.fail("b", FailureKind.RETRYABLE);

        run.complete("a");

        assertThat(run.live()).containsExactly("c");
    }

    @Test
    void loserThatIsReleased_isNotOfferedAgain() {
        RunDriver run = RunDriver.start(workflow(any("p").branch(task("a")).branch(task("b")), task("c")));
        RunDriver.Lease loser = run.lease("b");
        run.complete("a");

        run.release(loser);

        assertThat(run.live()).containsExactly("c");
    }

    @Test
    void loserWhoseWorkerIsLost_isNotTriedAgain() {
        RunDriver run = RunDriver.start(workflow(any("p").branch(task("a")).branch(task("b")), task("c")));
        run.lease("b");
        run.complete("a");

        run.expire("b");

        assertThat(run.live()).containsExactly("c");
    }

    @Test
    void losersThatWait_areForgottenWithTheirTimers() {
        RunDriver run = RunDriver.start(workflow(
                any("p").branch(task("a"))
                        .branch(sleep("w", "1h"))
                        .branch(signal("m", "go").timeout(Duration.ofHours(2))),
                task("c")));

        run.complete("a");

        assertThat(run.run().waitingTasks()).isEmpty();
        assertThat(run.run().timerDueAt()).isNull();
        run.accept(Operations.signal("go", "1"));
        run.pass(Duration.ofHours(3));
        assertThat(run.live()).containsExactly("c");
    }

    @Test
    void leasedLoser_isCancelledWhenTheRunCompletes() {
        RunDriver run = RunDriver.start(
                workflow(any("p").branch(task("a")).branch(task("b").undo())));
        run.lease("b");

        run.complete("a");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.run().liveExecutions()).isEmpty();
    }

    @Test
    void atLeast_goesOnWithThatMany() {
        RunDriver run = RunDriver.start(
                workflow(atLeast(2, "p").branch(task("a")).branch(task("b")).branch(task("c")), task("d")));

        run.complete("a");
        assertThat(run.live()).containsExactly("b", "c");
        run.complete("c");

        assertThat(run.live()).containsExactly("d");
    }

    @Test
    void atLeast_bearsFailuresUntilTheJoinIsOutOfReach() {
        RunDriver run = RunDriver.start(workflow(
                atLeast(2, "p").branch(task("a").undo()).branch(task("b")).branch(task("c"))));
        run.complete("a");

        run.fail("b", FailureKind.FATAL);
        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        run.fail("c", FailureKind.FATAL);

        assertThat(run.cause().taskId()).isEqualTo("c");
        assertThat(run.undoAll()).containsExactly("a");
    }

    @Test
    void all_failsTheRunWithItsFirstFailure() {
        RunDriver run = RunDriver.start(
                workflow(all("p").branch(task("a")).branch(task("b").undo(), task("c"))));
        run.complete("b");

        run.fail("a", FailureKind.FATAL);

        assertThat(run.live()).containsExactly("undo b");
        assertThat(run.executionsOf("c").get(0).state()).isEqualTo(ExecutionState.CANCELLED);
    }

    @Test
    void failureInASwitchInABranch_losesOnlyThatBranch() {
        RunDriver run = RunDriver.start(workflow(
                any("p").branch(choice("s").when(always(), task("a"), task("x")), task("y"))
                        .branch(task("b")),
                task("c")));

        run.fail("a", FailureKind.FATAL);

        assertThat(run.live()).containsExactly("b");
        assertThat(run.taskState("s")).isEqualTo(TaskRun.State.CANCELLED);
        run.complete("b", "c");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void lastBranchThatFails_failsAJoinThatOthersCouldNotReach() {
        RunDriver run = RunDriver.start(workflow(any("p").branch(choice("s").otherwise(task("a")))
                .branch(all("q").branch(task("b")).branch(task("x")))));

        run.fail("a", FailureKind.FATAL);
        run.fail("x", FailureKind.FATAL);

        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
        assertThat(run.cause().taskId()).isEqualTo("x");
        assertThat(run.run().liveExecutions()).isEmpty();
    }

    @Test
    void incidentInABranchThatLoses_isGone() {
        RunDriver run = RunDriver.start(workflow(any("p").branch(task("a")).branch(task("b")), task("c")));
        run.lease("b");
        run.fail("a", FailureKind.SUSPEND);
        assertThat(run.state()).isEqualTo(WorkflowState.SUSPENDED);

        run.complete("b");

        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        run.complete("c");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void failureOfASibling_endsAnIncident() {
        RunDriver run =
                RunDriver.start(workflow(all("p").branch(task("a").undo()).branch(task("b"))));
        run.lease("b");
        run.fail("a", FailureKind.SUSPEND);

        run.fail("b", FailureKind.FATAL);

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
        assertThat(run.undoAll()).containsExactly("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void branchWithoutWork_countsAsDone() {
        RunDriver run = RunDriver.start(
                workflow(any("p").branch(task("a")).branch(task("b").onlyIf(never())), task("c")));

        assertThat(run.live()).containsExactly("c");
    }

    @Test
    void branchThatIsDoneAtOnce_keepsTheOthersFromStarting() {
        RunDriver run = RunDriver.start(workflow(any("p").branch().branch(task("b")), task("c")));

        assertThat(run.live()).containsExactly("c");
        assertThat(run.executionsOf("b")).isEmpty();
    }

    @Test
    void losersOfANestedJoin_areDroppedWithTheirBlocks() {
        RunDriver run = RunDriver.start(workflow(
                any("p").branch(task("a"))
                        .branch(all("q").branch(task("b")).branch(choice("s").otherwise(task("c")))),
                task("d")));

        run.complete("a");

        assertThat(run.live()).containsExactly("d");
        assertThat(run.taskState("q")).isEqualTo(TaskRun.State.CANCELLED);
        assertThat(run.taskState("s")).isEqualTo(TaskRun.State.CANCELLED);
    }

    @Test
    void winnerOfAnyJoin_undoneAndRetried_races_again() {
        RunDriver run =
                RunDriver.start(workflow(any("p").branch(task("a").undo()).branch(task("b")), task("c")));
        run.complete("a");

        run.compensate("a", Then.RETRY);
        run.complete("a");

        assertThat(run.live()).containsExactlyInAnyOrder("a", "b");
        run.complete("b", "c");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }
}
