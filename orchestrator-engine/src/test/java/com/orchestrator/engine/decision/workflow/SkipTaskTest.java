package com.orchestrator.engine.decision.workflow;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.any;
import static com.orchestrator.engine.decision.PlanBuilder.choice;
import static com.orchestrator.engine.decision.PlanBuilder.fail;
import static com.orchestrator.engine.decision.PlanBuilder.signal;
import static com.orchestrator.engine.decision.PlanBuilder.sleep;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.LateOutcome;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.Expressions;
import com.orchestrator.engine.decision.Operations;
import com.orchestrator.engine.decision.RunDriver;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.run.TaskRun;
import org.junit.jupiter.api.Test;

class SkipTaskTest {

    @Test
    void skip_putsAnOutputInThePlaceOfTheWork() {
        RunDriver run = RunDriver.start(workflow(
                task("a"), task("b").input(Expressions.template(scope -> scope.taskOutput("a"), "a"))));

        run.accept(Operations.skip("a"));

        assertThat(run.taskState("a")).isEqualTo(TaskRun.State.SKIPPED);
        assertThat(run.inputOf(run.live("b"))).isEqualTo(Payload.ofJson("{\"skipped\":true}"));
    }

    @Test
    void skip_takesTheTaskFromItsWorker_whoseReportComesLate() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        RunDriver.Lease held = run.lease("a");

        run.accept(Operations.skip("a"));
        run.refuse(RunDriver.completion(held, "{}"));

        assertThat(run.executionsOf("a").get(0).state()).isEqualTo(ExecutionState.CANCELLED);
        assertThat(run.executionsOf("a").get(0).late()).isEqualTo(LateOutcome.LATE_SUCCESS);
        run.fail("b", FailureKind.FATAL);
        assertThat(run.live("a").mayNotHaveHappened()).isFalse();
        assertThat(run.undoAll()).containsExactly("a");
    }

    @Test
    void skip_ofWorkThatMayHaveHappened_isStillUndoneLater() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        run.fail("a", FailureKind.RETRYABLE);

        run.accept(Operations.skip("a"));
        run.fail("b", FailureKind.FATAL);

        assertThat(run.live("a").mayNotHaveHappened()).isTrue();
        assertThat(run.undoAll()).containsExactly("a");
    }

    @Test
    void skip_ofWorkNobodyEverTook_isNotUndone() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));

        run.accept(Operations.skip("a"));
        run.fail("b", FailureKind.FATAL);

        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
    }

    @Test
    void skip_endsAnIncident() {
        RunDriver run = RunDriver.start(workflow(task("a"), task("b")));
        run.fail("a", FailureKind.SUSPEND);

        run.accept(Operations.skip("a"));

        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        assertThat(run.live()).containsExactly("b");
        assertThat(run.live("b").held()).isFalse();
    }

    @Test
    void skip_ofAWaitOrSignal_endsTheWaiting() {
        RunDriver run = RunDriver.start(workflow(sleep("w", "1h"), signal("m", "go"), task("a")));

        run.accept(Operations.skip("w"));
        run.accept(Operations.skip("m"));

        assertThat(run.live()).containsExactly("a");
        assertThat(run.run().timerDueAt()).isNull();
    }

    @Test
    void skip_ofABlock_dropsWhatRunsInsideIt() {
        RunDriver run = RunDriver.start(workflow(
                all("p").branch(task("a"))
                        .branch(choice("s").otherwise(task("b")))
                        .branch(signal("m", "go")),
                task("c")));
        run.lease("b");

        run.accept(Operations.skip("p"));

        assertThat(run.executionsOf("a").get(0).state()).isEqualTo(ExecutionState.CANCELLED);
        assertThat(run.live("b").cancelDeadline()).isNotNull();
        assertThat(run.run().waitingTasks()).isEmpty();
        assertThat(run.taskState("s")).isEqualTo(TaskRun.State.CANCELLED);
        run.complete("b");
        assertThat(run.live()).containsExactly("c");
    }

    @Test
    void skip_ofABlockWithAnIncidentInside_endsTheIncident() {
        RunDriver run = RunDriver.start(workflow(choice("s").otherwise(task("a")), task("b")));
        run.fail("a", FailureKind.SUSPEND);

        run.accept(Operations.skip("s"));

        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        assertThat(run.live()).containsExactly("b");
    }

    @Test
    void skip_ofTheLastTaskOfNestedBlocks_endsEachBlockOnce() {
        RunDriver run = RunDriver.start(workflow(
                choice("s").otherwise(choice("t").otherwise(choice("u").otherwise(task("a")))), task("b")));

        run.accept(Operations.skip("a"));

        assertThat(run.count(TaskEvent.TaskPassed.class)).isEqualTo(3);
        assertThat(run.live()).containsExactly("b");
    }

    @Test
    void skip_ofTheLastTask_completesTheRunOnce() {
        RunDriver run = RunDriver.start(workflow(any("p").branch(task("a")).branch(task("b"))));

        run.accept(Operations.skip("a"));

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.count(LifecycleEvent.WorkflowCompleted.class)).isEqualTo(1);
        assertThat(run.count(TaskEvent.TaskPassed.class)).isEqualTo(1);
    }

    @Test
    void skip_ofTheTaskARunFailedOf_letsItGoOn() {
        RunDriver run = RunDriver.start(workflow(task("a"), fail("no", "NO"), task("b")));
        run.complete("a");
        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);

        run.accept(Operations.skip("no"));

        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        assertThat(run.live()).containsExactly("b");
    }

    @Test
    void skip_ofAnotherFailedTask_isRefused() {
        RunDriver run = RunDriver.start(workflow(task("a").continueOnError(), task("b")));
        run.fail("a", FailureKind.FATAL);
        run.fail("b", FailureKind.FATAL);

        assertThat(run.refuse(Operations.skip("a")).message())
                .isEqualTo("Expected to skip task b, which the run failed of, but it is a");
    }

    @Test
    void skip_ofATaskThatIsDoneOrNotYetDue_isRefused() {
        RunDriver run = RunDriver.start(workflow(task("a"), task("b"), task("c")));
        run.complete("a");

        assertThat(run.refuse(Operations.skip("a")).message())
                .isEqualTo("Expected to skip task a in state RUNNING, WAITING or FAILED, but it is COMPLETED");
        assertThat(run.refuse(Operations.skip("c")).code()).isEqualTo(ErrorCode.ILLEGAL_STATE);
        assertThat(run.refuse(new SkipTask(NodeKey.of("nobody"), null, null)).code())
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void skip_duringARollback_isRefused() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), task("b")));
        run.complete("a");
        run.fail("b", FailureKind.FATAL);

        run.refuse(Operations.skip("b"));
        run.refuse(Operations.skip("a"));
    }

    @Test
    void skip_whilePaused_startsSuccessorsThatWait() {
        RunDriver run = RunDriver.start(workflow(task("a"), task("b")));
        run.accept(Operations.pause());

        run.accept(Operations.skip("a"));

        assertThat(run.live("b").held()).isTrue();
    }
}
