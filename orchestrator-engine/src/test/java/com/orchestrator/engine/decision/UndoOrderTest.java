package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.any;
import static com.orchestrator.engine.decision.PlanBuilder.choice;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest.Then;
import com.orchestrator.engine.plan.SagaPlan.Order;
import org.junit.jupiter.api.Test;

/** 5.3 and the scope of 5.8: in which order undos run, how many at once, and how far back. */
class UndoOrderTest {

    private static PlanBuilder forked() {
        return workflow(
                task("a").undo(),
                all("p").branch(task("b").undo(), task("c").undo())
                        .branch(task("d").undo(), task("e").undo()),
                task("f").undo(),
                task("bad"));
    }

    private static RunDriver failedAtTheEnd(PlanBuilder plan) {
        RunDriver run = RunDriver.start(plan);
        run.complete("a", "b", "d", "c", "e", "f");
        run.fail("bad", FailureKind.FATAL);
        return run;
    }

    @Test
    void graph_undoesBranchesSideBySideAndEachBackwards() {
        RunDriver run = failedAtTheEnd(forked());

        assertThat(run.live()).containsExactly("undo f");
        run.complete("f");
        assertThat(run.live()).containsExactlyInAnyOrder("undo c", "undo e");
        run.complete("c");
        assertThat(run.live()).containsExactlyInAnyOrder("undo b", "undo e");
        run.complete("b");
        assertThat(run.live()).containsExactly("undo e");
        run.complete("e", "d");
        assertThat(run.live()).containsExactly("undo a");
    }

    @Test
    void graph_holdsATaskBackForSuccessorsOfItsSuccessors() {
        RunDriver run = RunDriver.start(
                workflow(task("a").undo(), task("plain"), task("b").undo(), task("bad")));
        run.complete("a", "plain", "b");

        run.fail("bad", FailureKind.FATAL);

        assertThat(run.live()).containsExactly("undo b");
    }

    @Test
    void graph_holdsATaskBackWhileASuccessorIsStillInAWorkersHands() {
        RunDriver run = RunDriver.start(
                workflow(task("a").undo(), all("p").branch(task("b").undo()).branch(task("bad")), task("z")));
        run.complete("a");
        run.lease("b");

        run.fail("bad", FailureKind.FATAL);

        assertThat(run.live()).containsExactly("b");
        run.complete("b");
        assertThat(run.undoAll()).containsExactly("b", "a");
    }

    @Test
    void graph_doesNotHoldABranchBackForAnother() {
        RunDriver run = RunDriver.start(workflow(
                all("p").branch(task("a").undo()).branch(task("b").undo()).branch(task("bad"))));
        run.complete("a");
        run.lease("b");

        run.fail("bad", FailureKind.FATAL);

        assertThat(run.live()).containsExactlyInAnyOrder("b", "undo a");
    }

    @Test
    void graph_followsDependsOn() {
        RunDriver run = RunDriver.start(workflow(
                task("a").dependsOn().undo(),
                task("b").dependsOn().undo(),
                task("c").dependsOn("a").undo(),
                task("bad").dependsOn("b", "c")));
        run.complete("a", "b", "c");

        run.fail("bad", FailureKind.FATAL);

        assertThat(run.live()).containsExactlyInAnyOrder("undo b", "undo c");
        run.complete("c");
        assertThat(run.live()).containsExactlyInAnyOrder("undo b", "undo a");
    }

    @Test
    void graph_looksIntoNestedBlocks() {
        RunDriver run = RunDriver.start(workflow(
                task("a").undo(),
                choice("s")
                        .otherwise(all("p").branch(task("b").undo())
                                .branch(choice("t").otherwise(task("c").undo()))),
                task("bad")));
        run.complete("a", "b", "c");

        run.fail("bad", FailureKind.FATAL);

        assertThat(run.live()).containsExactlyInAnyOrder("undo b", "undo c");
        run.complete("b");
        assertThat(run.live()).containsExactly("undo c");
    }

    @Test
    void graph_whileAnUndoBacksOff_holdsItsPredecessorsBack() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b").undo(), task("bad")));
        run.complete("a", "b");
        run.fail("bad", FailureKind.FATAL);

        run.fail("b", FailureKind.RETRYABLE);

        assertThat(run.live()).containsExactly("undo b");
    }

    @Test
    void reverse_undoesStrictlyOneAtATimeTheLastFirst() {
        RunDriver run = failedAtTheEnd(forked().order(Order.REVERSE));

        assertThat(run.live()).containsExactly("undo f");
        assertThat(run.undoAll()).containsExactly("f", "e", "c", "d", "b", "a");
    }

    @Test
    void reverse_waitsForAllForwardWork() {
        RunDriver run = RunDriver.start(workflow(all("p").branch(task("a").undo())
                        .branch(task("b").undo())
                        .branch(task("bad")))
                .order(Order.REVERSE));
        run.complete("a");
        run.lease("b");

        run.fail("bad", FailureKind.FATAL);

        assertThat(run.live()).containsExactly("b");
        run.complete("b");
        assertThat(run.undoAll()).containsExactly("b", "a");
    }

    @Test
    void parallel_undoesAllAtOnce() {
        RunDriver run = failedAtTheEnd(forked().order(Order.PARALLEL));

        assertThat(run.live()).containsExactlyInAnyOrder("undo a", "undo b", "undo c", "undo d", "undo e", "undo f");
    }

    @Test
    void parallel_isBounded() {
        RunDriver run = failedAtTheEnd(forked().order(Order.PARALLEL).parallelismMax(2));

        assertThat(run.live()).hasSize(2);
        run.complete(run.run().liveExecutions().get(0).task().key().taskId());
        assertThat(run.live()).hasSize(2);
        run.undoAll();

        assertThat(run.undone()).containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f");
    }

    @Test
    void graph_isBoundedAndCountsAnUndoThatBacksOff() {
        RunDriver run = RunDriver.start(
                workflow(all("p").branch(task("a").undo()).branch(task("b").undo()), task("bad"))
                        .parallelismMax(1));
        run.complete("a", "b");
        run.fail("bad", FailureKind.FATAL);
        String first = run.run().liveExecutions().get(0).task().key().taskId();

        run.fail(first, FailureKind.RETRYABLE);

        assertThat(run.live()).containsExactly("undo " + first);
    }

    // ---- from a task

    @Test
    void from_undoesDownToAndIncludingThatTask() {
        RunDriver run = RunDriver.start(
                workflow(task("a").undo(), task("b").undo(), task("c").undo(), task("d")));
        run.complete("a", "b", "c");

        run.compensate("b", Then.STOP);

        assertThat(run.undoAll()).containsExactly("c", "b");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void from_insideABranch_leavesTheOtherBranchesAlone() {
        RunDriver run = RunDriver.start(forked());
        run.complete("a", "b", "d", "c", "e", "f");

        run.compensate("c", Then.STOP);

        assertThat(run.undoAll()).containsExactly("f", "c");
    }

    @Test
    void from_aBlock_undoesAllInsideIt() {
        RunDriver run = RunDriver.start(forked());
        run.complete("a", "b", "d", "c", "e", "f");

        run.compensate("p", Then.STOP);
        run.undoAll();

        assertThat(run.undone()).containsExactlyInAnyOrder("f", "c", "b", "e", "d");
    }

    @Test
    void from_inADag_undoesWhatDependsOnIt() {
        RunDriver run = RunDriver.start(workflow(
                task("a").dependsOn().undo(),
                task("b").dependsOn().undo(),
                task("c").dependsOn("a").undo(),
                task("d").dependsOn("b").undo(),
                task("e").dependsOn("c", "d")));
        run.complete("a", "b", "c", "d");

        run.compensate("a", Then.STOP);

        assertThat(run.undoAll()).containsExactly("c", "a");
    }

    @Test
    void from_whereNothingIsToBeUndone_endsFailed() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b"), task("c")));
        run.complete("a", "b");

        run.compensate("b", Then.STOP);

        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
        assertThat(run.undone()).isEmpty();
    }

    @Test
    void loserThatRanBesideTheWinner_isUndoneAfterWhatCameAfterTheJoin() {
        RunDriver run = RunDriver.start(workflow(
                any("p").branch(task("a").undo()).branch(task("b").undo()),
                task("c").undo(),
                task("bad")));
        RunDriver.Lease loser = run.lease("b");
        run.complete("a");
        run.complete("c");
        run.fail("bad", FailureKind.FATAL);

        run.complete(loser, "{}");

        assertThat(run.live()).containsExactly("undo c");
        run.complete("c");
        assertThat(run.live()).containsExactlyInAnyOrder("undo a", "undo b");
    }
}
