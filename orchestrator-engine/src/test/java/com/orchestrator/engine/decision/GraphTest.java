package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.Expressions.always;
import static com.orchestrator.engine.decision.Expressions.brokenCondition;
import static com.orchestrator.engine.decision.Expressions.json;
import static com.orchestrator.engine.decision.Expressions.never;
import static com.orchestrator.engine.decision.Expressions.template;
import static com.orchestrator.engine.decision.Expressions.when;
import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.assign;
import static com.orchestrator.engine.decision.PlanBuilder.choice;
import static com.orchestrator.engine.decision.PlanBuilder.fail;
import static com.orchestrator.engine.decision.PlanBuilder.sleep;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.run.TaskRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a run moves along its graph while all goes well, and how far expressions that fail reach. */
class GraphTest {

    @Test
    void tasks_runOneAfterTheOther() {
        RunDriver run = RunDriver.start(workflow(task("a"), task("b")));

        assertThat(run.live()).containsExactly("a");
        run.complete("a");
        assertThat(run.live()).containsExactly("b");
        run.complete("b");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.run().timerDueAt()).isNull();
    }

    @Test
    void emptyWorkflow_isCompleteAtOnce() {
        RunDriver run = RunDriver.start(workflow());

        assertThat(run.eventNames()).containsExactly("WorkflowStarted", "WorkflowBegan", "WorkflowCompleted");
    }

    @Test
    void dependsOn_startsATaskWhenAllItWaitsForAreDone() {
        RunDriver run = RunDriver.start(workflow(
                task("a").dependsOn(),
                task("b").dependsOn(),
                task("c").dependsOn("a", "b"),
                task("d").dependsOn("a")));

        assertThat(run.live()).containsExactly("a", "b");
        run.complete("a");
        assertThat(run.live()).containsExactly("b", "d");
        run.complete("b");

        assertThat(run.live()).containsExactly("d", "c");
    }

    @Test
    void falseCondition_skipsTheTaskAndLetsItsSuccessorsGo() {
        RunDriver run = RunDriver.start(workflow(task("a").onlyIf(never()), task("b")));

        assertThat(run.taskState("a")).isEqualTo(TaskRun.State.SKIPPED);
        assertThat(run.live()).containsExactly("b");
    }

    @Test
    void condition_readsOutputsAndVariables() {
        RunDriver run = RunDriver.start(workflow(
                task("a"),
                assign("set", "{\"n\":7}"),
                task("b")
                        .onlyIf(when(
                                scope -> scope.taskOutput("a")
                                                .tree()
                                                .path("did")
                                                .asText()
                                                .equals("a")
                                        && scope.root("vars").tree().path("n").asInt() == 7,
                                "a"))));

        run.complete("a");

        assertThat(run.live()).containsExactly("b");
    }

    @Test
    void blockWithAllNodesSkipped_isDone() {
        RunDriver run = RunDriver.start(workflow(
                choice("s").otherwise(task("a").onlyIf(never()), task("b").onlyIf(never())),
                all("p").branch(task("c").onlyIf(never())).branch(task("d").onlyIf(never())),
                task("e")));

        assertThat(run.live()).containsExactly("e");
    }

    @Test
    void switch_takesTheFirstCaseThatHolds() {
        RunDriver run = RunDriver.start(workflow(
                choice("s").when(never(), task("a")).when(always(), task("b")).otherwise(task("c")), task("d")));

        assertThat(run.live()).containsExactly("b");
        run.complete("b", "d");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.executionsOf("a")).isEmpty();
    }

    @Test
    void switch_withoutACaseThatHolds_isPassed() {
        RunDriver run = RunDriver.start(workflow(choice("s").when(never(), task("a")), task("b")));

        assertThat(run.taskState("s")).isEqualTo(TaskRun.State.COMPLETED);
        assertThat(run.live()).containsExactly("b");
    }

    @Test
    void switch_withAnEmptyCase_isPassed() {
        RunDriver run = RunDriver.start(workflow(choice("s").otherwise(), task("b")));

        assertThat(run.live()).containsExactly("b");
    }

    @Test
    void nestedBlocks_endOnceEach() {
        RunDriver run = RunDriver.start(workflow(choice("s")
                .otherwise(choice("t").otherwise(all("p").branch(task("a")).branch(task("b"))))));

        run.complete("a", "b");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.count(TaskEvent.TaskPassed.class)).isEqualTo(3);
        assertThat(run.count(LifecycleEvent.WorkflowCompleted.class)).isEqualTo(1);
    }

    @Test
    void set_mergesIntoTheVariables() {
        RunDriver run =
                RunDriver.start(workflow(assign("a", "{\"x\":1,\"y\":1}"), assign("b", "{\"y\":2}"), task("c")));

        assertThat(run.run().variables()).isEqualTo(Payload.ofJson("{\"x\":1,\"y\":2}"));
    }

    @Test
    void set_toSomethingThatIsNoObject_failsTheRun() {
        RunDriver run = RunDriver.start(workflow(assign("a", "[1]")));

        assertThat(run.cause()).isEqualTo(expressionFailed("a", "'set' of task a is not an object"));
    }

    @Test
    void fail_failsTheRunWithItsCode() {
        RunDriver run = RunDriver.start(workflow(task("a").undo(), fail("no", "NOT_WANTED")));

        run.complete("a");

        assertThat(run.cause()).isEqualTo(new Cause(Cause.Kind.FAILED, "NOT_WANTED", null, "no", 1));
        assertThat(run.live()).containsExactly("undo a");
    }

    @Test
    void taskInput_isTheWorkflowsUnlessItSaysOtherwise() {
        RunDriver run = RunDriver.start(
                workflow(task("a").dependsOn(), task("b").dependsOn().input(json("{\"own\":1}"))), "{\"n\":1.50}");

        assertThat(run.inputOf(run.live("a"))).isEqualTo(Payload.ofJson("{\"n\":1.50}"));
        assertThat(run.inputOf(run.live("b"))).isEqualTo(Payload.ofJson("{\"own\":1}"));
    }

    @Test
    void taskInput_thatCannotBeEvaluated_failsTheRun() {
        RunDriver run = RunDriver.start(workflow(task("a").input(Expressions.broken())));

        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
        assertThat(run.cause()).isEqualTo(expressionFailed("a", "'tasks.nobody.output' does not exist"));
    }

    @Test
    void condition_thatCannotBeEvaluated_failsTheTaskAndSparesTheRunIfItMay() {
        RunDriver run =
                RunDriver.start(workflow(task("a").onlyIf(brokenCondition()).continueOnError(), task("b")));

        assertThat(run.taskState("a")).isEqualTo(TaskRun.State.FAILED);
        assertThat(run.live()).containsExactly("b");
    }

    @Test
    void caseCondition_thatCannotBeEvaluated_failsTheSwitch() {
        RunDriver run = RunDriver.start(workflow(choice("s").when(brokenCondition(), task("a"))));

        assertThat(run.cause()).isEqualTo(expressionFailed("s", "'vars.missing' does not exist"));
    }

    @Test
    void output_isWhatTheDefinitionSays() {
        RunDriver run = RunDriver.start(workflow(task("a")).output(template(scope -> scope.taskOutput("a"), "a")));

        run.complete("a");

        Entry last = run.history().get(run.history().size() - 1);
        assertThat(last.event()).isInstanceOf(LifecycleEvent.WorkflowCompleted.class);
        assertThat(last.payload()).isEqualTo(Payload.ofJson("{\"did\":\"a\"}"));
        assertThat(run.run().outputSequence()).isEqualTo(last.sequenceNumber());
    }

    @Test
    void output_thatCannotBeEvaluated_rollsTheRunBack() {
        RunDriver run = RunDriver.start(workflow(task("a").undo()).output(Expressions.broken()));

        run.complete("a");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATING);
        assertThat(run.cause().code()).isEqualTo("OUTPUT_FAILED");
        assertThat(run.undoAll()).containsExactly("a");
    }

    @Test
    void wait_endsNotEarlyAndOnce() {
        RunDriver run = RunDriver.start(workflow(sleep("w", "10s"), task("a")));

        run.pass(Duration.ofMillis(9_999));
        assertThat(run.live()).isEmpty();
        assertThat(run.run().timerDueAt()).isEqualTo(RunDriver.START.plusSeconds(10));
        run.pass(Duration.ofMillis(1));
        run.pass(Duration.ofHours(1));

        assertThat(run.live()).containsExactly("a");
        assertThat(run.count(TaskEvent.TaskPassed.class)).isEqualTo(1);
    }

    @Test
    void wait_forAMomentThatHasPassed_doesNotWait() {
        RunDriver run = RunDriver.start(workflow(sleep("w", "2001-01-01T00:00:00Z"), task("a")));

        assertThat(run.live()).containsExactly("a");
    }

    @Test
    void wait_forSomethingThatIsNoTime_failsTheRun() {
        RunDriver run = RunDriver.start(workflow(sleep("w", "soon")));

        assertThat(run.cause().code()).isEqualTo("EXPRESSION_FAILED");
    }

    @Test
    void readyTask_isLeasedAtOnceWhenAWorkerWaits() {
        RunDriver run = new RunDriver(workflow(task("a"), task("b")).build(), 1);
        run.offerSlots((of, execution) -> java.util.Optional.of(RunDriver.slot("eager")));

        run.accept(Starts.now());

        assertThat(run.live("a").holder()).isEqualTo("eager");
        assertThat(run.grants()).hasSize(1);
        run.complete("a");
        assertThat(run.live("b").holder()).isEqualTo("eager");
    }

    @Test
    void thousandTasksThatNobodyWorksOn_doNotExhaustTheStack() {
        List<NodeBuilder<?>> nodes = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            nodes.add(task("t" + i).onlyIf(never()));
        }

        RunDriver run = RunDriver.start(workflow(nodes));

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void failureOfOneBranch_whenItHappensAtTheStart_startsNothingElseInIt() {
        RunDriver run = RunDriver.start(
                workflow(PlanBuilder.any("p").branch(fail("a", "NO"), task("x")).branch(task("b"))));
        assertThat(run.live()).containsExactly("b");

        RunDriver dag = RunDriver.start(workflow(PlanBuilder.any("p")
                .branch(fail("a", "NO"), task("x").dependsOn())
                .branch(task("b"))));

        assertThat(dag.live()).containsExactly("b");
    }

    @Test
    void kindOfFailure_compensate_failsTheRunWithoutRetry() {
        RunDriver run =
                RunDriver.start(workflow(task("a").undo(), task("b").undo().attempts(5)));
        run.complete("a");

        run.fail("b", FailureKind.COMPENSATE);

        assertThat(run.undoAll()).containsExactly("a");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(run.cause()).isEqualTo(new Cause(Cause.Kind.FAILED, "BROKEN", null, "b", 1));
    }

    private static Cause expressionFailed(String taskId, String message) {
        return new Cause(Cause.Kind.FAILED, "EXPRESSION_FAILED", message, taskId, 1);
    }
}
