package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.CycleBuilder.turns;
import static com.orchestrator.engine.decision.CycleBuilder.until;
import static com.orchestrator.engine.decision.PlanBuilder.assign;
import static com.orchestrator.engine.decision.PlanBuilder.each;
import static com.orchestrator.engine.decision.PlanBuilder.rescue;
import static com.orchestrator.engine.decision.PlanBuilder.sleep;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.api.request.CompensateRequest.Then;
import com.orchestrator.engine.decision.rollback.CompensationPlan;
import com.orchestrator.engine.decision.workflow.CompensateWorkflow;
import com.orchestrator.engine.decision.workflow.TakeClaims;
import com.orchestrator.engine.history.ClaimEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.history.UndoTarget;
import com.orchestrator.engine.plan.Caught;
import com.orchestrator.engine.plan.Condition;
import com.orchestrator.engine.plan.Handler;
import com.orchestrator.engine.plan.KeyTemplate;
import com.orchestrator.engine.plan.Locks;
import com.orchestrator.engine.plan.Loop;
import com.orchestrator.engine.plan.Template;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.TaskRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Section 6, {@code loop}: a block that is done again and again. */
class LoopTest {

    private static final Template OUTPUT = Expressions.template(scope -> scope.taskOutput("l"), "l");

    private static final Locks LOCK = new Locks(List.of(new KeyTemplate(Expressions.json("\"stock\""))), null);

    private static Template root(String name) {
        return Expressions.template(scope -> scope.root(name));
    }

    private static Condition done() {
        return Expressions.when(
                scope -> {
                    Payload output = scope.taskOutput("a");
                    return output != null && output.tree().path("done").asBoolean();
                },
                "a");
    }

    private static List<String> keys(RunDriver run) {
        return run.run().liveExecutions().stream()
                .map(execution -> execution.task().key().toString())
                .toList();
    }

    private static List<String> undoKeys(RunDriver run) {
        List<String> undone = new ArrayList<>();
        while (!run.run().liveExecutions().isEmpty()) {
            ExecutionRun first = run.run().liveExecutions().get(0);
            assertThat(first.kind()).isEqualTo(ExecutionKind.COMPENSATION);
            undone.add(first.task().key().toString());
            run.complete(first.task().key().taskId());
        }
        return undone;
    }

    private static String output(RunDriver run) {
        long sequence = Objects.requireNonNull(run.run().outputSequence());
        return String.valueOf(run.history().get((int) (sequence - 1)).payload());
    }

    // ---- forward

    @Test
    void aTurnFollowsTheOther() {
        RunDriver run = RunDriver.start(workflow(turns("l", 3, task("a").input(root("l")), task("b")), task("after")));

        assertThat(keys(run)).containsExactly("a#0");
        assertThat(run.inputOf(run.live("a"))).hasToString("{\"index\":0}");
        run.complete("a", "b");
        assertThat(keys(run)).containsExactly("a#1");
        assertThat(run.idempotencyKey(run.live("a"))).isEqualTo("shop/order/run-1/a#1");
        run.complete("a", "b", "a", "b");

        assertThat(keys(run)).containsExactly("after");
        assertThat(run.taskState("l")).isEqualTo(TaskRun.State.COMPLETED);
    }

    @Test
    void whileThatNeverHolds_hasNoTurn() {
        RunDriver run = RunDriver.start(workflow(turns("l", 0, task("a")), task("after")));

        assertThat(keys(run)).containsExactly("after");
        assertThat(run.taskState("l")).isEqualTo(TaskRun.State.COMPLETED);
    }

    @Test
    void until_seesTheTurnThatIsOver() {
        RunDriver run = RunDriver.start(workflow(until("l", done(), task("a")), task("after")));

        run.answer("a", "{\"done\":false}");
        assertThat(keys(run)).containsExactly("a#1");
        run.answer("a", "{\"done\":true}");

        assertThat(keys(run)).containsExactly("after");
    }

    @Test
    void moreTurnsThanItMayHave_failIt() {
        RunDriver run = RunDriver.start(workflow(until("l", done(), task("a")).turnsMax(2)));

        run.complete("a", "a");

        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
        assertThat(Objects.requireNonNull(run.cause()).code()).isEqualTo(Loop.TOO_MANY_TURNS);
        assertThat(run.cause().message()).isEqualTo("Loop l is not over after 2 turns");
    }

    @Test
    void tooManyTurns_canBeHandled() {
        RunDriver run = RunDriver.start(workflow(
                until("l", done(), task("a")).turnsMax(1).caught(new Caught(false, Set.of(Loop.TOO_MANY_TURNS))),
                rescue("l").when(Caught.EVERYTHING, Handler.Then.CONTINUE, task("h")),
                task("after").dependsOn("l.onError")));

        run.complete("a");
        assertThat(keys(run)).containsExactly("h");
        run.complete("h", "after");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void aBrokenCondition_failsIt() {
        RunDriver run = RunDriver.start(workflow(until("l", Expressions.brokenCondition(), task("a"))));

        run.complete("a");

        assertThat(Objects.requireNonNull(run.cause()).code()).isEqualTo("EXPRESSION_FAILED");
    }

    // ---- what it comes to

    @Test
    void output_isThatOfTheLastTurn() {
        RunDriver run = RunDriver.start(workflow(turns("l", 2, task("a"))).output(OUTPUT));

        run.answer("a", "1");
        run.answer("a", "2");

        assertThat(output(run)).isEqualTo("2");
    }

    @Test
    void withoutATurn_thereIsNoOutput() {
        assertThat(output(RunDriver.start(workflow(turns("l", 0, task("a"))).output(OUTPUT))))
                .isEqualTo("null");
    }

    @Test
    void allResults_areAListInOrder() {
        Template turn = Expressions.template(scope -> Payload.ofJson("[" + scope.taskOutput("a") + "]"), "a");
        RunDriver run = RunDriver.start(
                workflow(turns("l", 3, task("a")).allResults().turnOutput(turn)).output(OUTPUT));

        run.answer("a", "1");
        run.answer("a", "2");
        run.answer("a", "3");

        assertThat(output(run)).isEqualTo("[[1],[2],[3]]");
    }

    @Test
    void aTurn_seesWhatTheOneBeforeHasComeTo() {
        RunDriver run = RunDriver.start(
                workflow(turns("l", 2, task("a").input(root("l"))).remembers()));

        run.answer("a", "{\"cursor\":\"x\"}");

        assertThat(run.inputOf(run.live("a"))).hasToString("{\"index\":1,\"last\":{\"cursor\":\"x\"}}");
    }

    @Test
    void whereNobodyReadsIt_aTurnKeepsNothing() {
        RunDriver run = RunDriver.start(workflow(turns("l", 2, task("a"))));

        run.complete("a", "a");

        assertThat(run.count(TaskEvent.ItemPassed.class)).isZero();
        assertThat(Objects.requireNonNull(run.task("l").passes()).hasPassed(0)).isFalse();
    }

    // ---- many turns

    @Test
    void turnsThatEndAtOnce_areNotAllInOnePage() {
        RunDriver run = RunDriver.start(workflow(turns("l", 2_500, assign("s", "{\"v\":1}")), task("after")));

        int first = run.history().size();
        assertThat(first).isBetween(1_000, 1_010);
        run.pass(Duration.ZERO);
        run.pass(Duration.ZERO);

        assertThat(keys(run)).containsExactly("after");
        assertThat(run.history().size() - first).isBetween(1_500, 1_520);
    }

    @Test
    void aTurnMayWait() {
        RunDriver run = RunDriver.start(workflow(turns("l", 2, sleep("w", "10s"), task("a"))));

        run.pass(Duration.ofSeconds(10));
        run.complete("a");
        assertThat(keys(run)).isEmpty();
        run.pass(Duration.ofSeconds(10));

        assertThat(keys(run)).containsExactly("a#1");
    }

    // ---- undone

    @Test
    void undo_goesTurnByTurnBackwards() {
        RunDriver run = RunDriver.start(workflow(
                task("first").undo(), turns("l", 3, task("a").undo(), task("b").undo()), task("c")));
        run.complete("first", "a", "b", "a", "b", "a", "b");

        run.fail("c", FailureKind.FATAL);

        assertThat(undoKeys(run)).containsExactly("b#2", "a#2", "b#1", "a#1", "b#0", "a#0", "first");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void undo_waitsForTheTurnBehind_thoughTasksBetweenHaveNone() {
        RunDriver run = RunDriver.start(workflow(turns("l", 4, task("a").undo(), task("b")), task("c")));
        run.complete("a", "b", "a", "b", "a", "b", "a", "b");

        run.fail("c", FailureKind.FATAL);

        assertThat(keys(run)).containsExactly("a#3");
        assertThat(undoKeys(run)).containsExactly("a#3", "a#2", "a#1", "a#0");
    }

    @Test
    void plan_namesTheNextTurnThatHasSomethingToUndo() {
        RunDriver run = RunDriver.start(
                workflow(turns("l", 9, task("a").undo(), task("b").undo())));
        run.complete("a", "b", "a", "b", "a");

        List<CompensationPlan.Item> items =
                CompensationPlan.of(run.run(), UndoTarget.EVERYTHING).items();

        assertThat(items)
                .extracting(item -> item.task().key().toString())
                .containsExactly("a#2", "b#1", "a#1", "b#0", "a#0");
        assertThat(items.get(1).after()).containsExactly(new NodeKey("a", "2"));
        assertThat(items.get(4).after())
                .containsExactly(new NodeKey("b", "0"), new NodeKey("a", "1"), new NodeKey("b", "1"));
    }

    @Test
    void aTurnThatFails_failsTheLoop() {
        RunDriver run = RunDriver.start(workflow(turns("l", 3, task("a").undo(), task("b"))));
        run.complete("a", "b", "a");

        run.fail("b", FailureKind.FATAL);

        assertThat(undoKeys(run)).containsExactly("a#1", "a#0");
        assertThat(Objects.requireNonNull(run.cause()).iteration()).isEqualTo("1");
    }

    // ---- back and forward again

    @Test
    void savepointInALoop_isThatOfTheSameTurn() {
        RunDriver run = RunDriver.start(workflow(turns(
                "l",
                3,
                task("a").undo().savepoint("here"),
                task("b").undo(),
                task("c").onFailure("here", 1))));
        run.complete("a", "b", "c", "a", "b");

        run.fail("c", FailureKind.FATAL);
        assertThat(keys(run)).containsExactly("b#1");
        run.complete("b");

        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        assertThat(keys(run)).containsExactly("b#1");
        assertThat(run.idempotencyKey(run.live("b"))).isEqualTo("shop/order/run-1/b#1@2");
        run.complete("b", "c", "a", "b", "c");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void savepointBeforeALoop_undoesAllTurns_andItBeginsAnew() {
        RunDriver run = RunDriver.start(workflow(
                task("first").undo().savepoint("here"),
                turns("l", 3, task("a").undo(), task("b").onFailure("here", 1))));
        run.complete("first", "a", "b", "a");

        run.fail("b", FailureKind.FATAL);
        run.complete("a");
        run.complete("a");

        assertThat(keys(run)).containsExactly("a#0");
        assertThat(Objects.requireNonNull(run.task("l").passes()).begun()).isEqualTo(1);
        run.complete("a", "b", "a", "b", "a", "b");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void retryFromATurn() {
        RunDriver run = RunDriver.start(
                workflow(turns("l", 4, task("a").undo(), task("b").undo()), task("c")));
        run.complete("a", "b", "a", "b", "a", "b", "a");

        run.compensate("b#1", Then.RETRY);
        List<String> undone = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            undone.addAll(keys(run));
            run.complete(run.run().liveExecutions().get(0).task().key().taskId());
        }

        assertThat(undone).containsExactly("a#3", "b#2", "a#2", "b#1");
        assertThat(keys(run)).containsExactly("b#1");
        run.complete("b", "a", "b", "a", "b");
        assertThat(keys(run)).containsExactly("c");
        assertThat(run.executionsOf("a")).hasSize(4 + 2 + 2);
    }

    @Test
    void backToALaterTurn_theConditionMayComeOutOtherwise() {
        RunDriver run = RunDriver.start(
                workflow(until("l", done(), task("a").undo()), task("c")).output(OUTPUT));
        run.answer("a", "{}");
        run.answer("a", "{}");
        run.answer("a", "{\"done\":true}");

        run.compensate("a#1", Then.RETRY);
        run.complete("a");
        run.complete("a");
        assertThat(keys(run)).containsExactly("a#1");
        run.answer("a", "{\"done\":true,\"n\":2}");
        run.complete("c");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(output(run)).isEqualTo("{\"done\":true,\"n\":2}");
    }

    @Test
    void withoutATurn_itMeansAllOfThem() {
        RunDriver run = RunDriver.start(
                workflow(turns("l", 2, task("a").undo(), task("b").undo()), task("c")));
        run.complete("a", "b", "a", "b");

        assertThat(CompensationPlan.of(run.run(), UndoTarget.from("b")).items())
                .extracting(item -> item.task().key().toString())
                .containsExactly("b#1", "a#1", "b#0");
    }

    @Test
    void toASavepoint_meansTheLastTurnThatHasComeBy() {
        RunDriver run = RunDriver.start(workflow(
                turns("l", 3, task("a").undo().savepoint("here"), task("b").undo()), task("c")));
        run.complete("a", "b", "a", "b");

        run.compensateTo("here", Then.STOP);

        assertThat(undoKeys(run)).containsExactly("b#1");
    }

    @Test
    void turnsThatCannotBe_areRefused() {
        RunDriver run =
                RunDriver.start(workflow(turns("l", 3, task("a").savepoint("here")), each("m", "[1]", task("b"))));

        for (String place : List.of("a#x", "a#0.0", "b#0", "a#", "l#0")) {
            assertThat(run.refuse(to(place, null)).code()).as(place).isEqualTo(ErrorCode.NOT_FOUND);
        }
        assertThat(run.refuse(to("a#5", null)).code()).isEqualTo(ErrorCode.ILLEGAL_STATE);
        assertThat(run.refuse(to(null, "here#2")).code()).isEqualTo(ErrorCode.ILLEGAL_STATE);
    }

    private static CompensateWorkflow to(String from, String savepoint) {
        return new CompensateWorkflow(new CompensateRequest(from, savepoint, Then.STOP, null, false, "test"));
    }

    // ---- in maps, and maps in it

    @Test
    void inAMap_eachItemHasItsOwnTurns() {
        RunDriver run = RunDriver.start(
                workflow(each("m", "[1, 2]", turns("l", 2, task("a").undo())), task("c")));

        assertThat(keys(run)).containsExactlyInAnyOrder("a#0.0", "a#1.0");
        for (int i = 0; i < 4; i++) {
            run.complete("a");
        }
        run.fail("c", FailureKind.FATAL);

        assertThat(keys(run)).containsExactlyInAnyOrder("a#0.1", "a#1.1");
        run.complete("a", "a");
        assertThat(keys(run)).containsExactlyInAnyOrder("a#0.0", "a#1.0");
    }

    @Test
    void aMapInIt_isUndoneBeforeTheTurnBefore() {
        RunDriver run = RunDriver.start(
                workflow(turns("l", 2, each("m", "[1, 2]", task("a").undo())), task("c")));
        run.complete("a", "a", "a", "a");

        run.fail("c", FailureKind.FATAL);

        assertThat(keys(run)).containsExactlyInAnyOrder("a#1.0", "a#1.1");
        run.complete("a");
        assertThat(keys(run)).hasSize(1).allMatch(key -> key.startsWith("a#1."));
        run.complete("a");
        assertThat(keys(run)).containsExactlyInAnyOrder("a#0.0", "a#0.1");
    }

    @Test
    void aLoopInALoop() {
        RunDriver run = RunDriver.start(workflow(
                turns("l", 2, turns("i", 2, task("a").undo()), task("b").undo()), task("c")));
        run.complete("a", "a", "b", "a", "a", "b");

        run.fail("c", FailureKind.FATAL);

        assertThat(undoKeys(run)).containsExactly("b#1", "a#1.1", "a#1.0", "b#0", "a#0.1", "a#0.0");
    }

    // ---- what waits before its first task

    @Test
    void aTurnThatWaitsForALock_isAskedForOnce() {
        RunDriver run = RunDriver.start(workflow(turns("l", 3, task("a").locks(LOCK))));
        assertThat(run.live()).isEmpty();
        assertThat(run.count(ClaimEvent.ClaimsRequested.class)).isOne();

        run.gates(name -> new Gate(1, 0, List.of(), List.of()));
        run.accept(new TakeClaims(null));
        run.complete("a", "a", "a");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void itemsThatWaitForALock_doNotKeepTheRunBusy() {
        RunDriver run =
                RunDriver.start(workflow(each("m", "[1, 2, 3]", task("a").locks(LOCK))));

        assertThat(run.count(TaskEvent.MapRested.class)).isZero();
        assertThat(run.count(ClaimEvent.ClaimsRequested.class)).isEqualTo(3);
    }
}
