package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.Expressions.always;
import static com.orchestrator.engine.decision.Expressions.never;
import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.any;
import static com.orchestrator.engine.decision.PlanBuilder.choice;
import static com.orchestrator.engine.decision.PlanBuilder.each;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskState;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import org.junit.jupiter.api.Test;

/** A branch that is not taken is skipped, with all that is inside it, and what comes after it goes on. */
class SkippedBranchTest {

    private static TaskState shown(RunDriver run, String key) {
        return run.run().task(Operations.key(key)).shown();
    }

    @Test
    void everythingInsideACaseThatWasNotTaken_isSkipped() {
        RunDriver run = RunDriver.start(workflow(
                choice("s")
                        .when(
                                never(),
                                task("x"),
                                all("p").branch(task("y"), choice("t").otherwise(task("z"))))
                        .otherwise(task("taken"), task("next")),
                task("after")));

        assertThat(shown(run, "x")).isEqualTo(TaskState.SKIPPED);
        assertThat(shown(run, "p")).isEqualTo(TaskState.SKIPPED);
        assertThat(shown(run, "y")).isEqualTo(TaskState.SKIPPED);
        assertThat(shown(run, "z")).isEqualTo(TaskState.SKIPPED);
        assertThat(shown(run, "next")).isEqualTo(TaskState.PENDING);
        assertThat(shown(run, "after")).isEqualTo(TaskState.PENDING);

        run.complete("taken", "next");

        assertThat(run.live()).containsExactly("after");
        assertThat(shown(run, "x")).isEqualTo(TaskState.SKIPPED);
    }

    @Test
    void everythingInsideABlockThatWasSkipped_isSkipped() {
        RunDriver run = RunDriver.start(workflow(
                all("p").branch(task("x")).branch(each("m", "[1]", task("y"))).onlyIf(never()),
                choice("none").when(never(), task("z")),
                choice("byHand").otherwise(task("begun"), task("left")),
                task("after")));

        run.accept(Operations.skip("byHand"));

        assertThat(shown(run, "x")).isEqualTo(TaskState.SKIPPED);
        assertThat(shown(run, "m")).isEqualTo(TaskState.SKIPPED);
        assertThat(shown(run, "z")).isEqualTo(TaskState.SKIPPED);
        assertThat(shown(run, "begun")).isEqualTo(TaskState.CANCELLED);
        assertThat(shown(run, "left")).isEqualTo(TaskState.SKIPPED);
        assertThat(run.live()).containsExactly("after");
    }

    @Test
    void itemsOfAMap_areSkippedEachForItself() {
        RunDriver run = RunDriver.start(workflow(each(
                "m",
                "[1,2]",
                choice("s")
                        .when(Expressions.when(scope -> "1".equals(String.valueOf(scope.root("m")))), task("one"))
                        .otherwise(task("other")))));

        assertThat(shown(run, "one#0")).isEqualTo(TaskState.RUNNING);
        assertThat(shown(run, "other#0")).isEqualTo(TaskState.SKIPPED);
        assertThat(shown(run, "one#1")).isEqualTo(TaskState.SKIPPED);
        assertThat(shown(run, "other#1")).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void whatNobodyComesToInABranchThatIsOver_isCancelledWithIt() {
        RunDriver run = RunDriver.start(
                workflow(any("p").branch(task("won")).branch(task("lost"), task("behind")), task("after")));

        run.complete("won");

        assertThat(shown(run, "lost")).isEqualTo(TaskState.CANCELLED);
        assertThat(shown(run, "behind")).isEqualTo(TaskState.CANCELLED);
    }

    @Test
    void whatComesBehindAFailure_isCancelledWithItsBranch_andPendingInOthers() {
        RunDriver run = RunDriver.start(
                workflow(any("p").branch(task("x"), task("behind")).branch(task("y"), task("next"))));

        run.fail("x", FailureKind.FATAL);

        assertThat(shown(run, "behind")).isEqualTo(TaskState.CANCELLED);
        assertThat(shown(run, "next")).isEqualTo(TaskState.PENDING);
    }

    @Test
    void expressions_readSkippedAndNotPending_andSuccessorsInADagGoOn() {
        RunDriver run = RunDriver.start(workflow(
                        choice("s").when(never(), task("x")).otherwise(task("y").onlyIf(never())),
                        task("beside").dependsOn(),
                        task("z").dependsOn("s", "beside"))
                .output(Expressions.template(
                        scope -> Payload.ofJson("\"" + scope.taskState("x") + scope.taskState("y") + "\""))));

        run.complete("beside", "z");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(run.history().get(run.history().size() - 1).payload())
                .isEqualTo(Payload.ofJson("\"SKIPPEDSKIPPED\""));
    }

    @Test
    void aCaseIsOpenAgain_whenItsSwitchIsDoneAnew() {
        RunDriver run = RunDriver.start(workflow(
                task("a").savepoint("start"),
                choice("s")
                        .when(Expressions.when(scope -> scope.taskAttempts("b") > 0, "b"), task("x"))
                        .otherwise(task("y")),
                task("b").undo()));
        run.complete("a", "y");
        assertThat(shown(run, "x")).isEqualTo(TaskState.SKIPPED);
        run.lease("b");

        run.compensateTo("start", CompensateRequest.Then.RETRY);
        assertThat(shown(run, "x")).isEqualTo(TaskState.SKIPPED);
        run.complete("b", "b");

        assertThat(run.live()).containsExactly("x");
        assertThat(shown(run, "y")).isEqualTo(TaskState.SKIPPED);
    }

    @Test
    void aWideSwitch_costsNoMoreEventsThanANarrowOne() {
        assertThat(eventsOf(2)).isEqualTo(eventsOf(500));
    }

    private static int eventsOf(int cases) {
        NodeBuilder.Choice wide = choice("s");
        for (int i = 0; i < cases; i++) {
            wide.when(never(), task("x" + i), task("y" + i));
        }
        return RunDriver.start(workflow(wide.when(always(), task("taken"))))
                .history()
                .size();
    }
}
