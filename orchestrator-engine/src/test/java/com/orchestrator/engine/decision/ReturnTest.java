package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.child;
import static com.orchestrator.engine.decision.PlanBuilder.choice;
import static com.orchestrator.engine.decision.PlanBuilder.each;
import static com.orchestrator.engine.decision.PlanBuilder.end;
import static com.orchestrator.engine.decision.PlanBuilder.signal;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest.Then;
import com.orchestrator.engine.history.ChildEvent;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.history.UndoEvent;
import com.orchestrator.engine.run.TaskRun;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A {@code return} completes the run at once; what is under way beside it has lost. */
class ReturnTest {

    private static @Nullable Payload output(RunDriver run) {
        Entry end = run.history().get(run.history().size() - 1);
        assertThat(end.event()).isInstanceOf(LifecycleEvent.WorkflowCompleted.class);
        return end.payload();
    }

    @Test
    void run_completesWithWhatItReturns_andWhatComesLaterIsSkipped() {
        RunDriver run =
                RunDriver.start(workflow(task("a"), end("enough", "{\"n\":1}"), task("b"), all("p").branch(task("c")))
                        .output(Expressions.broken()));

        run.complete("a");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(output(run)).hasToString("{\"n\":1}");
        assertThat(run.cause()).isNull();
        assertThat(run.taskState("enough")).isEqualTo(TaskRun.State.COMPLETED);
        assertThat(run.task("b").standing()).isEqualTo(TaskRun.State.SKIPPED);
        assertThat(run.task("c").standing()).isEqualTo(TaskRun.State.SKIPPED);
    }

    @Test
    void returnThatIsNotTaken_changesNothing() {
        RunDriver run = RunDriver.start(workflow(end("enough", "{}").onlyIf(Expressions.never()), task("b")));

        run.complete("b");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(output(run)).isNull();
    }

    @Test
    void whatIsUnderWayBeside_isDropped_andALateSuccessIsUndone() {
        RunDriver run = RunDriver.start(workflow(
                all("p").branch(task("a"), choice("s").otherwise(end("enough", "1")))
                        .branch(task("b").undo()),
                task("c")));
        RunDriver.Lease loser = run.lease("b");

        run.complete("a");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.live()).isEmpty();
        assertThat(run.taskState("p")).isEqualTo(TaskRun.State.CANCELLED);
        assertThat(run.taskState("s")).isEqualTo(TaskRun.State.CANCELLED);
        run.refuse(RunDriver.completion(loser, "{}"));
        assertThat(run.live()).containsExactly("undo b");
        run.complete("b");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.count(UndoEvent.EffectUnwanted.class)).isEqualTo(1);
    }

    @Test
    void signalsAndItemsAndChildren_endWithIt() {
        RunDriver run = new RunDriver(
                workflow(all("p").branch(signal("wait", "go"))
                                .branch(each("m", "[1,2]", task("t")).concurrencyMax(1))
                                .branch(child("sub", "other"))
                                .branch(task("last"), end("enough", "1")))
                        .build(),
                1);
        run.accept(Starts.withChild("sub"));

        run.complete("last");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.run().waitingTasks()).isEmpty();
        assertThat(run.live()).isEmpty();
        assertThat(run.count(ChildEvent.ChildCloseRequested.class)).isEqualTo(1);
    }

    @Test
    void itemThatReturns_endsTheMap_andBeginsNoFurtherItem() {
        RunDriver run = RunDriver.start(workflow(each("m", "[1,2,3]", end("enough", "1")), task("b")));

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.count(LifecycleEvent.WorkflowCompleted.class)).isEqualTo(1);
        assertThat(run.events().stream().filter(TaskEvent.TaskPassed.class::isInstance))
                .hasSize(1);
    }

    @Test
    void whatWasDone_canBeUndoneByAPerson_asAfterAnyCompletion() {
        RunDriver run = RunDriver.start(
                workflow(task("a").undo(), end("enough", "1"), task("b").undo()));
        run.complete("a");

        run.accept(Operations.compensateSeen(run));

        assertThat(run.undoAll()).containsExactly("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(run.refuse(Operations.compensate("a", Then.RETRY)).code()).isEqualTo(ErrorCode.ILLEGAL_STATE);
    }

    @Test
    void whatAWorkerHadInItsHands_isInDoubt_andUndoneByWhoUndoesTheRun() {
        RunDriver run = RunDriver.start(workflow(
                all("p").branch(task("a"), end("enough", "1")).branch(task("b").undo())));
        run.lease("b");
        run.complete("a");

        run.accept(Operations.compensateSeen(run));

        assertThat(run.live()).containsExactly("undo b");
        assertThat(run.undoAll()).containsExactly("b");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void outputThatCannotBeEvaluated_failsTheTask() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), end("enough", Expressions.broken())));

        run.complete("a");

        assertThat(run.undoAll()).containsExactly("a");
        assertThat(run.cause().code()).isEqualTo("EXPRESSION_FAILED");
        assertThat(run.cause().taskId()).isEqualTo("enough");
    }

    @Test
    void pausedRun_returnsAsItWouldComplete() {
        RunDriver run = RunDriver.start(workflow(task("a"), end("enough", "1"), task("b")));
        run.lease("a");
        run.accept(Operations.pause());

        run.complete("a");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void afterAFailureThatIsPassedOver_itIsASuccess() {
        RunDriver run = RunDriver.start(workflow(task("a").continueOnError(), end("enough", "1")));

        run.fail("a", FailureKind.FATAL);

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }
}
