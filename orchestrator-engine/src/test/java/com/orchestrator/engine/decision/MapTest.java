package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.any;
import static com.orchestrator.engine.decision.PlanBuilder.assign;
import static com.orchestrator.engine.decision.PlanBuilder.choice;
import static com.orchestrator.engine.decision.PlanBuilder.each;
import static com.orchestrator.engine.decision.PlanBuilder.signal;
import static com.orchestrator.engine.decision.PlanBuilder.sleep;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest.Then;
import com.orchestrator.engine.decision.rollback.CompensationPlan;
import com.orchestrator.engine.decision.task.LeaseTask;
import com.orchestrator.engine.decision.workflow.RetryTask;
import com.orchestrator.engine.decision.workflow.SkipTask;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.history.UndoTarget;
import com.orchestrator.engine.plan.Scope;
import com.orchestrator.engine.plan.Template;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.TaskRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Section 6, {@code map}: a block for each item of a list. */
class MapTest {

    private static final Template OUTPUT = Expressions.template(scope -> scope.taskOutput("m"), "m");

    private static NodeBuilder.Each three(NodeBuilder<?>... nodes) {
        return each("m", "[\"x\", \"y\", \"z\"]", nodes);
    }

    private static Template root(String name) {
        return Expressions.template(scope -> scope.root(name));
    }

    // ---- driving single items

    private static ExecutionRun live(RunDriver run, String key) {
        return run.run().liveExecutions().stream()
                .filter(execution -> execution.task().key().toString().equals(key))
                .findFirst()
                .orElseThrow(() -> new AssertionError(key + " is not among " + keys(run)));
    }

    private static RunDriver.Lease lease(RunDriver run, String key) {
        ExecutionRun execution = live(run, key);
        if (execution.state() == ExecutionState.READY) {
            run.accept(new LeaseTask(execution.executionId(), RunDriver.slot("w")));
        }
        return new RunDriver.Lease(execution.executionId(), String.valueOf(execution.holder()), execution.leaseToken());
    }

    private static void complete(RunDriver run, String... keys) {
        for (String key : keys) {
            run.complete(lease(run, key), "{\"did\":\"" + key + "\"}");
        }
    }

    private static void fail(RunDriver run, String key) {
        run.fail(lease(run, key), FailureKind.FATAL);
    }

    private static List<String> keys(RunDriver run) {
        return run.run().liveExecutions().stream()
                .map(execution -> execution.task().key().toString())
                .toList();
    }

    private static List<String> undone(RunDriver run) {
        List<String> undone = new ArrayList<>();
        while (!run.run().liveExecutions().isEmpty()) {
            String key = keys(run).get(0);
            complete(run, key);
            undone.add(key);
        }
        return undone;
    }

    private static Payload output(RunDriver run) {
        Long sequence = run.run().outputSequence();
        return run.history().get((int) (sequence - 1)).payload();
    }

    private static String numbers(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }

    // ---- forward

    @Test
    void everyItem_isGivenToItsOwnTask() {
        RunDriver run = RunDriver.start(workflow(three(task("a").input(root("m")))));

        assertThat(keys(run)).containsExactly("a#0", "a#1", "a#2");
        assertThat(run.run().liveExecutions().stream().map(run::inputOf).map(Payload::toString))
                .containsExactly("\"x\"", "\"y\"", "\"z\"");
        assertThat(run.idempotencyKey(live(run, "a#1"))).isEqualTo("shop/order/run-1/a#1");
    }

    @Test
    void index_countsFromZero() {
        RunDriver run = RunDriver.start(workflow(three(task("a").input(root("mIndex")))));

        assertThat(run.run().liveExecutions().stream().map(run::inputOf).map(Payload::toString))
                .containsExactly("0", "1", "2");
    }

    @Test
    void successors_waitForAllItems() {
        RunDriver run = RunDriver.start(workflow(three(task("a")), task("after")));

        complete(run, "a#2", "a#0");
        assertThat(keys(run)).containsExactly("a#1");
        complete(run, "a#1");

        assertThat(keys(run)).containsExactly("after");
    }

    @Test
    void tasksOfAnItem_runInOrderAndReadTheirOwnItemsOutputs() {
        Template ofA = Expressions.template(scope -> scope.taskOutput("a"), "a");
        RunDriver run = RunDriver.start(workflow(three(task("a"), task("b").input(ofA))));

        complete(run, "a#1");

        assertThat(keys(run)).containsExactly("a#0", "a#2", "b#1");
        assertThat(run.inputOf(live(run, "b#1"))).isEqualTo(Payload.ofJson("{\"did\":\"a#1\"}"));
    }

    @Test
    void output_hasTheLastTasksOutputs_inTheOrderOfTheItems() {
        RunDriver run = RunDriver.start(workflow(three(task("a"), task("b"))).output(OUTPUT));

        complete(run, "a#2", "a#1", "a#0", "b#1", "b#2", "b#0");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(output(run).toString()).isEqualTo("[{\"did\":\"b#0\"},{\"did\":\"b#1\"},{\"did\":\"b#2\"}]");
    }

    @Test
    void output_isWhatTheTemplateMakesOfEachItem() {
        Template each = Expressions.template(MapTest::indexAndOutput, "a");
        RunDriver run = RunDriver.start(
                workflow(three(task("a"), task("b")).itemOutput(each)).output(OUTPUT));

        complete(run, "a#0", "a#1", "a#2", "b#2", "b#1", "b#0");

        assertThat(output(run).toString())
                .isEqualTo("[[0,{\"did\":\"a#0\"}],[1,{\"did\":\"a#1\"}],[2,{\"did\":\"a#2\"}]]");
    }

    private static Payload indexAndOutput(Scope scope) {
        return Payload.ofJson("[" + scope.root("mIndex") + "," + scope.taskOutput("a") + "]");
    }

    @Test
    void outputThatCannotBeEvaluated_failsTheMap() {
        RunDriver run = RunDriver.start(
                workflow(three(task("a")).itemOutput(Expressions.broken())).output(OUTPUT));

        complete(run, "a#0");

        assertThat(run.cause()).returns("EXPRESSION_FAILED", Cause::code).returns("m", Cause::taskId);
    }

    @Test
    void emptyList_isDoneAtOnce() {
        RunDriver run = RunDriver.start(workflow(each("m", "[]", task("a"))).output(OUTPUT));

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(output(run).toString()).isEqualTo("[]");
    }

    @Test
    void itemsThatAreNoList_failTheMapAndSaySo() {
        RunDriver run = RunDriver.start(workflow(each("m", "{\"x\":1}", task("a"))));

        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
        assertThat(run.cause())
                .isEqualTo(new Cause(Cause.Kind.FAILED, "ITEMS_NOT_A_LIST", "'items' of map m is not a list", "m", 1));
    }

    @Test
    void itemsThatCannotBeEvaluated_failTheMap() {
        RunDriver run = RunDriver.start(workflow(each("m", Expressions.broken(), task("a"))));

        assertThat(run.cause()).returns("EXPRESSION_FAILED", Cause::code);
    }

    @Test
    void moreItemsThanTheServerAllows_failTheMapAndSaySo() {
        RunDriver run = RunDriver.start(workflow(each("m", numbers(10_001), task("a"))));

        assertThat(run.cause()).returns("TOO_MANY_ITEMS", Cause::code);
        assertThat(run.cause().message()).isEqualTo("Map m has 10001 items; this server allows 10000");
    }

    @Test
    void concurrency_isBounded_andAnEndedItemMakesRoomForTheNext() {
        RunDriver run = RunDriver.start(
                workflow(each("m", numbers(5), task("a"), task("b")).concurrencyMax(2)));

        assertThat(keys(run)).containsExactly("a#0", "a#1");
        complete(run, "a#1");
        assertThat(keys(run)).containsExactly("a#0", "b#1");
        complete(run, "b#1");
        assertThat(keys(run)).containsExactly("a#0", "a#2");
    }

    @Test
    void itemsThatEndAtOnce_areSpreadOverSeveralTransactions() {
        RunDriver run = RunDriver.start(workflow(each("m", numbers(2_500), assign("v", "{\"v\":1}"))));

        assertThat(run.count(TaskEvent.VariablesSet.class)).isEqualTo(1_000);
        assertThat(run.run().timerDueAt()).isEqualTo(run.now());
        run.pass(Duration.ZERO);
        assertThat(run.count(TaskEvent.VariablesSet.class)).isEqualTo(2_000);
        run.pass(Duration.ZERO);

        assertThat(run.count(TaskEvent.VariablesSet.class)).isEqualTo(2_500);
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void itemsThatSkipAllTheirTasks_areDone() {
        RunDriver run = RunDriver.start(
                workflow(three(task("a").onlyIf(Expressions.never()))).output(OUTPUT));

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(output(run).toString()).isEqualTo("[null,null,null]");
    }

    @Test
    void condition_isAskedForEachItem() {
        RunDriver run = RunDriver.start(workflow(three(task("a")
                .onlyIf(Expressions.when(scope -> !"1".equals(String.valueOf(scope.root("mIndex"))))))));

        assertThat(keys(run)).containsExactly("a#0", "a#2");
    }

    @Test
    void blocksInsideAnItem_areItsOwn() {
        RunDriver run = RunDriver.start(workflow(
                three(any("p").branch(task("a")).branch(task("b")), choice("s").otherwise(task("c")))));

        complete(run, "b#1");

        assertThat(keys(run)).containsExactlyInAnyOrder("a#0", "b#0", "a#2", "b#2", "c#1");
    }

    @Test
    void mapsInMaps_numberItemsFromTheOutside() {
        Template both =
                Expressions.template(scope -> Payload.ofJson("[" + scope.root("m") + "," + scope.root("inner") + "]"));
        RunDriver run =
                RunDriver.start(workflow(three(each("inner", "[1,2]", task("a").input(both)), task("b")), task("c")));

        assertThat(keys(run)).containsExactly("a#0.0", "a#0.1", "a#1.0", "a#1.1", "a#2.0", "a#2.1");
        assertThat(run.inputOf(live(run, "a#1.0")).toString()).isEqualTo("[\"y\",1]");
        complete(run, "a#1.0", "a#1.1");
        assertThat(keys(run)).contains("b#1").doesNotContain("b#0");
        complete(run, "b#1", "a#0.0", "a#0.1", "b#0", "a#2.0", "a#2.1", "b#2");
        assertThat(keys(run)).containsExactly("c");
    }

    @Test
    void signalsAndWaits_workInsideItems() {
        RunDriver run = RunDriver.start(workflow(three(signal("s", "go"), sleep("w", "10s"))));

        run.accept(Operations.signal("go", "1"));
        run.accept(Operations.signal("go", "2"));
        run.accept(Operations.signal("go", "3"));
        run.pass(Duration.ofSeconds(10));

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void signalsThatCameEarly_areConsumedItemByItem() {
        RunDriver run = RunDriver.start(
                workflow(task("first"), each("m", numbers(3), signal("s", "go")).concurrencyMax(1)));
        run.accept(Operations.signal("go", "1"));
        run.accept(Operations.signal("go", "2"));

        run.complete("first");

        assertThat(run.run().waitingTasks())
                .extracting(task -> task.key().toString())
                .containsExactly("s#2");
    }

    // ---- failures

    @Test
    void failureOfAnItem_cancelsTheOthersAndFailsTheRun() {
        RunDriver run = RunDriver.start(workflow(three(task("a"))));
        lease(run, "a#0");

        fail(run, "a#1");

        assertThat(run.cause()).isEqualTo(new Cause(Cause.Kind.FAILED, "BROKEN", null, "a", 1, "1"));
        assertThat(keys(run)).containsExactly("a#0");
        assertThat(live(run, "a#0").cancelDeadline()).isNotNull();
    }

    @Test
    void failureThatIsTolerated_endsItsItemAlone_andIsNullInTheOutput() {
        RunDriver run = RunDriver.start(
                workflow(three(task("a"), task("b")).tolerate(1)).output(OUTPUT));

        fail(run, "a#1");
        assertThat(keys(run)).containsExactly("a#0", "a#2");
        complete(run, "a#0", "a#2", "b#0", "b#2");

        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(output(run).toString()).isEqualTo("[{\"did\":\"b#0\"},null,{\"did\":\"b#2\"}]");
    }

    @Test
    void failureBeyondWhatIsTolerated_failsTheRun() {
        RunDriver run = RunDriver.start(workflow(three(task("a")).tolerate(1)));

        fail(run, "a#1");
        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        fail(run, "a#2");

        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
    }

    @Test
    void percentage_isRoundedDown() {
        RunDriver run = RunDriver.start(workflow(three(task("a")).toleratePercentage(66)));

        fail(run, "a#0");
        assertThat(run.state()).isEqualTo(WorkflowState.RUNNING);
        fail(run, "a#1");

        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
    }

    @Test
    void failedItem_makesRoomForTheNext_andTheLastOneClosesTheMap() {
        RunDriver run = RunDriver.start(workflow(three(task("a")).tolerate(2).concurrencyMax(1), task("after")));

        fail(run, "a#0");
        assertThat(keys(run)).containsExactly("a#1");
        complete(run, "a#1");
        fail(run, "a#2");

        assertThat(keys(run)).containsExactly("after");
    }

    @Test
    void failedItem_takesWhatElseItWasDoingWithIt() {
        RunDriver run = RunDriver.start(
                workflow(three(all("p").branch(task("a")).branch(task("b"))).tolerate(1)));

        fail(run, "a#1");

        assertThat(keys(run)).containsExactly("a#0", "b#0", "a#2", "b#2");
    }

    @Test
    void mapThatMayFail_lettsTheRunGoOn() {
        RunDriver run = RunDriver.start(workflow(three(task("a")).continueOnError(), task("after")));

        fail(run, "a#1");

        assertThat(keys(run)).containsExactly("after");
        assertThat(run.taskState("m")).isEqualTo(TaskRun.State.FAILED);
    }

    @Test
    void mapInALosingBranch_isDroppedWithItsItems() {
        RunDriver run =
                RunDriver.start(workflow(any("p").branch(three(task("a"))).branch(task("b")), task("after")));
        lease(run, "a#0");

        complete(run, "b");

        assertThat(run.taskState("m")).isEqualTo(TaskRun.State.CANCELLED);
        assertThat(keys(run)).containsExactlyInAnyOrder("a#0", "after");
    }

    @Test
    void taskInsideAnItem_isTriedAgainByItself() {
        RunDriver run = RunDriver.start(workflow(three(task("a").attempts(2))));

        run.fail(lease(run, "a#1"), FailureKind.RETRYABLE);

        assertThat(live(run, "a#1").attempt()).isEqualTo(2);
        assertThat(live(run, "a#0").attempt()).isEqualTo(1);
    }

    // ---- undo

    @Test
    void rollback_undoesEachItemsTasksOnce_withTheItemTheyHad() {
        Template item = root("m");
        RunDriver run =
                RunDriver.start(workflow(three(task("a").undo(item), task("b").undo(item)), task("bad")));
        complete(run, "a#0", "a#1", "a#2", "b#0", "b#1", "b#2");

        fail(run, "bad");

        assertThat(run.run().liveExecutions().stream().map(run::inputOf).map(Payload::toString))
                .containsExactlyInAnyOrder("\"x\"", "\"y\"", "\"z\"");
        assertThat(keys(run)).containsExactlyInAnyOrder("b#0", "b#1", "b#2");
        complete(run, "b#1");
        assertThat(keys(run)).containsExactlyInAnyOrder("b#0", "b#2", "a#1");
        assertThat(undone(run)).containsExactlyInAnyOrder("b#0", "b#2", "a#0", "a#1", "a#2");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void rollback_beforeTheMap_waitsForAllItems() {
        RunDriver run =
                RunDriver.start(workflow(task("first").undo(), three(task("a").undo()), task("bad")));
        complete(run, "first", "a#0", "a#1", "a#2");

        fail(run, "bad");
        complete(run, "a#0", "a#2");

        assertThat(keys(run)).containsExactly("a#1");
        complete(run, "a#1");
        assertThat(keys(run)).containsExactly("first");
    }

    @Test
    void rollback_inReverseOrder_isLastFirstAcrossItems() {
        RunDriver run = RunDriver.start(workflow(three(task("a").undo()), task("bad"))
                .order(com.orchestrator.engine.plan.SagaPlan.Order.REVERSE));
        complete(run, "a#1", "a#0", "a#2");

        fail(run, "bad");

        assertThat(undone(run)).containsExactly("a#2", "a#0", "a#1");
    }

    @Test
    void rollback_inTheMiddle_undoesTheItemsThatWereDone() {
        RunDriver run =
                RunDriver.start(workflow(each("m", numbers(6), task("a").undo()).concurrencyMax(2)));
        complete(run, "a#0", "a#1");

        fail(run, "a#2");

        assertThat(undone(run)).containsExactlyInAnyOrder("a#0", "a#1");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void tolerated_failureKeepsWhatItsItemHadDone_untilTheRunIsRolledBack() {
        RunDriver run =
                RunDriver.start(workflow(three(task("a").undo(), task("b")).tolerate(1), task("bad")));
        complete(run, "a#0", "a#1", "a#2", "b#0", "b#2");
        fail(run, "b#1");

        fail(run, "bad");

        assertThat(undone(run)).containsExactlyInAnyOrder("a#0", "a#1", "a#2");
    }

    @Test
    void plan_saysWhatWillBeUndone_itemByItem() {
        RunDriver run =
                RunDriver.start(workflow(task("first").undo(), three(task("a").undo()), task("after")));
        complete(run, "first", "a#0", "a#1", "a#2");

        CompensationPlan plan = CompensationPlan.of(run.run(), UndoTarget.EVERYTHING);

        assertThat(plan.items())
                .extracting(item -> item.task().key().toString())
                .hasSize(4)
                .endsWith("first");
        assertThat(plan.items().get(3).after())
                .extracting(NodeKey::toString)
                .containsExactlyInAnyOrder("a#0", "a#1", "a#2");
    }

    // ---- forward again

    @Test
    void thenRetry_fromTheMap_evaluatesItsItemsAnew() {
        Template items = Expressions.template(scope -> scope.taskOutput("first"), "first");
        RunDriver run = RunDriver.start(
                workflow(task("first"), each("m", items, task("a").undo()), task("after")));
        run.complete(lease(run, "first"), "[1,2]");
        complete(run, "a#0", "a#1");

        run.compensate("first", Then.RETRY);
        complete(run, "a#1", "a#0");
        run.complete(lease(run, "first"), "[7]");

        assertThat(keys(run)).containsExactly("a#0");
        assertThat(run.idempotencyKey(live(run, "a#0"))).isEqualTo("shop/order/run-1/a#0@2");
        complete(run, "a#0");
        assertThat(keys(run)).containsExactly("after");
    }

    @Test
    void thenRetry_fromInsideAMap_doesTheTaskAnewInEveryItem_notMoreAtOnceThanAllowed() {
        RunDriver run = RunDriver.start(
                workflow(each("m", numbers(4), task("a"), task("b").undo()).concurrencyMax(2), task("after")));
        complete(run, "a#0", "a#1", "b#0", "b#1", "a#2", "a#3", "b#2", "b#3");

        run.compensate("b", Then.RETRY);
        complete(run, "b#0", "b#1", "b#2", "b#3");

        assertThat(keys(run)).containsExactly("b#0", "b#1");
        complete(run, "b#0", "b#1", "b#2", "b#3");
        assertThat(keys(run)).containsExactly("after");
    }

    @Test
    void compensation_fromATaskThatNoItemHasCome_isRefused() {
        RunDriver run = RunDriver.start(workflow(three(task("a"), task("b"))));

        run.refuse(Operations.compensate("b", Then.STOP));
    }

    // ---- operators

    private static NodeKey key(String taskId, String iteration) {
        return new NodeKey(taskId, iteration);
    }

    @Test
    void retry_revivesTheItemTheRunFailedOf_andTheOthersGoOn() {
        RunDriver run = RunDriver.start(
                workflow(each("m", numbers(5), task("a")).concurrencyMax(2).tolerate(1))
                        .compensateOn());
        fail(run, "a#0");
        fail(run, "a#1");

        run.refuse(new RetryTask(key("a", "0"), null, "test"));
        run.accept(new RetryTask(key("a", "1"), null, "test"));

        assertThat(keys(run)).containsExactlyInAnyOrder("a#1", "a#2");
        complete(run, "a#1", "a#2", "a#3", "a#4");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void skip_endsTheTaskOfOneItem() {
        RunDriver run = RunDriver.start(workflow(three(task("a"), task("b"))));

        run.accept(new SkipTask(key("a", "1"), null, "test"));

        assertThat(keys(run)).containsExactly("a#0", "a#2", "b#1");
    }

    @Test
    void skip_ofTheMap_dropsItsItems() {
        RunDriver run = RunDriver.start(workflow(three(task("a")), task("after")));

        run.accept(Operations.skip("m"));

        assertThat(keys(run)).containsExactly("after");
    }

    @Test
    void taskInsideAMap_hasToBeNamedWithItsItem() {
        RunDriver run = RunDriver.start(workflow(three(task("a")), task("b")));

        assertThat(run.refuse(Operations.skip("a")).message())
                .contains("inside a map or a loop a task has an 'iteration'");
        assertThat(run.refuse(new SkipTask(key("a", "9"), null, null)).message())
                .contains("'a#9'");
        assertThat(run.refuse(new SkipTask(key("a", "no"), null, null)).message())
                .contains("'a#no'");
        assertThat(run.refuse(new SkipTask(key("b", "0"), null, null)).message())
                .contains("outside of maps");
    }
}
