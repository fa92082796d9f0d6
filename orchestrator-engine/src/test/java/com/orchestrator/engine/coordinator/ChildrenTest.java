package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskRepair;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.service.CompensationPreview;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Runs that are started by tasks of other runs: one engine, moved by hand, over a store that can fail. */
class ChildrenTest extends ChildStory {

    // ---- forward

    @Test
    void child_isARunOfItsOwn_andItsOutputIsTheTasks() {
        register(CHILD, HEAD + """
                name: parent
                tasks:
                  - {id: sub, workflow: {name: child, input: {n: 7}}}
                output: {got: "${ tasks.sub.output.did }"}
                """);
        UUID parent = start();
        WorkflowInstance child = get(child(parent));

        assertThat(child.parentInstanceId()).isEqualTo(parent);
        assertThat(child.runId()).isEqualTo("shop/parent/p/sub");
        assertThat(child.input()).hasToString("{\"n\":7}");
        complete("one", "two");

        assertThat(state(child.instanceId())).isEqualTo(WorkflowState.COMPLETED);
        assertThat(get(parent).state()).isEqualTo(WorkflowState.COMPLETED);
        assertThat(get(parent).output()).hasToString("{\"got\":7}");
        assertNothingIsUnheard();
    }

    @Test
    void childThatFails_rollsItselfBack_andTheParentFailsOfTheSame() {
        register(CHILD, parent("", AFTER));
        UUID parent = start();
        complete("before", "one");
        fail("two");
        workOff();

        assertThat(done).containsExactly("before", "one", "undo-one", "undo-before");
        assertThat(state(child(parent))).isEqualTo(WorkflowState.COMPENSATED);
        WorkflowInstance ended = get(parent);
        assertThat(ended.state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(ended.cause().code()).isEqualTo("BROKEN");
        assertThat(ended.cause().taskId()).isEqualTo("sub");
    }

    @Test
    void childThatFails_whereErrorsGoOn_isPassedOver() {
        register(CHILD, HEAD + """
                name: parent
                tasks:
                  - {id: sub, workflow: {name: child}, onError: continue}
                  - {id: after, task: after}
                """);
        UUID parent = start();
        fail("one");
        workOff();

        assertThat(done).containsExactly("after");
        assertThat(state(parent)).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void taskThatDoesNotWait_isDoneWhenTheChildHasStarted() {
        register(CHILD, parent(", wait: false", AFTER));
        UUID parent = start();
        complete("before", "after");

        assertThat(state(parent)).isEqualTo(WorkflowState.COMPLETED);
        assertThat(state(child(parent))).isEqualTo(WorkflowState.RUNNING);
        complete("one", "two");
        assertThat(state(child(parent))).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void runIdThatIsTaken_failsTheTask() {
        register(CHILD, parent(", runId: taken", AFTER));
        now(engine.workflows()
                .startWorkflow(new StartWorkflowRequest(
                        "shop", "child", "taken", Payload.ofJson("{\"n\":1}"), Map.of(), null, null, null, null)));
        UUID parent = start();
        complete("before");
        complete("undo-before");

        assertThat(get(parent).cause().code()).isEqualTo("RUN_ID_CONFLICT");
        assertThat(childrenOf(parent)).isEmpty();
        assertNothingIsUnheard();
    }

    /** The parent ends in the transaction that tells the child to start; so nobody listens when the child is refused. */
    @Test
    void startThatWasRefused_isNothingToUndo_alsoWhenNobodyHeardOfIt() {
        register(CHILD, HEAD + """
                name: parent
                tasks:
                  - {id: before, task: before, compensate: {task: undo-before}}
                  - id: race
                    parallel:
                      join: any
                      branches:
                        - [{id: sub, workflow: {name: child, input: {n: 7}, runId: taken}}]
                        - [{id: nothing, set: {x: 1}}]
                """);
        now(engine.workflows()
                .startWorkflow(new StartWorkflowRequest(
                        "shop", "child", "taken", Payload.ofJson("{\"n\":1}"), Map.of(), null, null, null, null)));
        UUID parent = start();
        complete("before");
        assertThat(state(parent)).isEqualTo(WorkflowState.COMPLETED);

        String hash = engine.workflows().getCompensationPlan(parent, EVERYTHING).planHash();
        now(engine.workflows()
                .triggerCompensation(on(
                        parent, new CompensateRequest(null, null, CompensateRequest.Then.STOP, hash, false, "test"))));
        workOff();

        assertThat(state(parent)).isEqualTo(WorkflowState.COMPENSATED);
        assertNothingIsUnheard();
    }

    @Test
    void inputThatTheChildDoesNotTake_failsTheTask() {
        register(CHILD.replace("tasks:", "input: {schema: {type: object, required: [m]}}\ntasks:"), parent("", AFTER));
        UUID parent = start();
        complete("before", "undo-before");

        assertThat(get(parent).cause().code()).isEqualTo("INPUT_INVALID");
    }

    @Test
    void workflowThatIsNotThere_refusesTheStartOfTheParent() {
        register(parent("", AFTER));
        CompletableFuture<?> answer = engine.workflows()
                .startWorkflow(new StartWorkflowRequest(
                        "shop", "parent", "p", Payload.EMPTY_OBJECT, Map.of(), null, null, null, null));

        assertThatThrownBy(answer::join)
                .cause()
                .isInstanceOfSatisfying(
                        OrchestratorException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void revision_isTheOneThatWasThereWhenTheParentWasStarted() {
        register(CHILD, parent("", AFTER));
        UUID parent = start();
        register(CHILD.replace("id: one, task: one", "id: one, task: after"));
        complete("before", "one");

        assertThat(childrenOf(parent).get(0).revision()).isEqualTo(1);
    }

    @Test
    void workflowThatRunsItself_endsWithAClearError() {
        register(HEAD + "name: parent\ntasks: [{id: sub, workflow: {name: parent}}]\n");
        UUID parent = start();

        assertThat(get(parent).state()).isEqualTo(WorkflowState.FAILED);
        assertThat(get(parent).cause().code()).isEqualTo("CHILD_TOO_DEEP");
    }

    // ---- rollback

    @Test
    void completedChild_isOneUndoOfItsParent_inItsPlace() {
        UUID parent = parentAfterChild("");
        fail("after");
        workOff();

        assertThat(done).containsExactly("before", "one", "two", "undo-two", "undo-one", "undo-before");
        assertThat(state(parent)).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(state(child(parent))).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(get(child(parent)).output()).isNull();
        assertNothingIsUnheard();
    }

    @Test
    void childrenOfChildren_areUndoneWithThem() {
        register(CHILD, HEAD + """
                name: middle
                tasks:
                  - {id: in, workflow: {name: child, input: {n: 1}}}
                """, parent("", AFTER).replace("name: child", "name: middle"));
        UUID parent = start();
        complete("before", "one", "two");
        fail("after");
        workOff();

        assertThat(done).containsExactly("before", "one", "two", "undo-two", "undo-one", "undo-before");
        UUID middle = child(parent);
        assertThat(state(middle)).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(state(child(middle))).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(state(parent)).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void cancel_goesDownToAChildThatRuns() {
        register(CHILD, parent("", AFTER));
        UUID parent = start();
        complete("before", "one");
        now(engine.workflows().cancelWorkflow(on(parent, new ControlRequest("enough", null))));
        workOff();

        assertThat(done).containsExactly("before", "one", "undo-one", "undo-before");
        assertThat(get(child(parent)).cause().code()).isEqualTo("PARENT_CLOSED");
        assertThat(state(parent)).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void terminateWithoutUndo_goesDownToAChildThatRuns() {
        register(CHILD, parent("", AFTER));
        UUID parent = start();
        complete("before", "one");
        now(engine.workflows().terminateWorkflow(on(parent, new ControlRequest("enough", false))));
        workOff();

        assertThat(done).containsExactly("before", "one");
        assertThat(state(child(parent))).isEqualTo(WorkflowState.TERMINATED);
        assertThat(state(parent)).isEqualTo(WorkflowState.TERMINATED);
    }

    @Test
    void deadline_goesDownToAChildThatRuns() {
        register(CHILD, parent("", AFTER).replace("tasks:", "timeouts: {execution: 1m}\ntasks:"));
        UUID parent = start();
        complete("before", "one");
        clock.advance(Duration.ofMinutes(2));
        engine.sweep();
        workOff();

        assertThat(done).containsExactly("before", "one", "undo-one", "undo-before");
        assertThat(state(parent)).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void childThatIsAbandoned_goesItsOwnWay() {
        register(CHILD, parent(", onParentClose: abandon", AFTER));
        UUID parent = start();
        complete("before");
        now(engine.workflows().cancelWorkflow(on(parent, new ControlRequest("enough", null))));
        workOff();

        assertThat(done).containsExactlyInAnyOrder("before", "undo-before", "one", "two");
        assertThat(state(child(parent))).isEqualTo(WorkflowState.COMPLETED);
        assertThat(state(parent)).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void completedChild_thatIsOnlyCancelled_stays() {
        UUID parent = parentAfterChild(", onParentClose: cancel");
        fail("after");
        workOff();

        assertThat(done).containsExactly("before", "one", "two", "undo-before");
        assertThat(state(child(parent))).isEqualTo(WorkflowState.COMPLETED);
        assertThat(state(parent)).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void childThatNobodyWaitsFor_isUndoneInItsPlace() {
        register(CHILD, parent(", wait: false", AFTER));
        UUID parent = start();
        complete("before", "one");
        fail("after");
        workOff();

        assertThat(done).containsExactly("before", "one", "undo-one", "undo-before");
        assertThat(state(parent)).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void loserOfAJoin_isUndone() {
        register(CHILD, HEAD + """
                name: parent
                tasks:
                  - id: race
                    parallel:
                      join: any
                      branches:
                        - [{id: sub, workflow: {name: child, input: {n: 1}}}]
                        - [{id: beside, task: beside}]
                """);
        UUID parent = start();
        complete("one", "beside");
        workOff();

        assertThat(state(parent)).isEqualTo(WorkflowState.COMPLETED);
        assertThat(done).containsExactly("one", "beside", "undo-one");
    }

    @Test
    void forwardAgain_startsAnotherRun() {
        UUID parent = parentAfterChild("");
        CompensateRequest again = new CompensateRequest("sub", null, CompensateRequest.Then.RETRY, null, false, "test");
        now(engine.workflows().triggerCompensation(on(parent, again)));
        workOff();

        assertThat(done).containsExactly("before", "one", "two", "undo-two", "undo-one", "one", "two", "after");
        assertThat(state(parent)).isEqualTo(WorkflowState.COMPLETED);
        assertThat(childrenOf(parent))
                .extracting(WorkflowInstance::runId)
                .containsExactlyInAnyOrder("shop/parent/p/sub", "shop/parent/p/sub@2");
    }

    @Test
    void childThatCannotUndo_isADeadLetterOfItsParent_untilItCan() {
        UUID parent = parentAfterChild("");
        fail("after");
        fail("undo-two");

        assertThat(state(child(parent))).isEqualTo(WorkflowState.COMPENSATION_FAILED);
        assertThat(state(parent)).isEqualTo(WorkflowState.COMPENSATION_FAILED);
        TaskRepair repair = new TaskRepair(null, null, null, null, "mended");
        now(engine.workflows().retryTask("two", on(child(parent), repair)));
        workOff();

        assertThat(state(child(parent))).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(state(parent)).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(done).endsWith("undo-two", "undo-one", "undo-before");
    }

    @Test
    void retryOfTheParentsDeadLetter_retriesTheChilds() {
        UUID parent = parentAfterChild("");
        fail("after");
        fail("undo-two");
        state(parent);
        TaskRepair repair = new TaskRepair(null, null, null, null, "mended");
        now(engine.workflows().retryTask("sub", on(parent, repair)));
        workOff();

        assertThat(state(child(parent))).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(state(parent)).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void operatorWhoCompensatesAChild_failsTheParentsTask() {
        register(CHILD, parent("", AFTER));
        UUID parent = start();
        complete("before", "one");
        now(engine.workflows().triggerCompensation(on(child(parent), EVERYTHING)));
        workOff();

        assertThat(done).containsExactly("before", "one", "undo-one", "undo-before");
        assertThat(get(parent).cause().code()).isEqualTo("COMPENSATION_REQUESTED");
    }

    @Test
    void pausedParent_startsItsChildWhenItGoesOn() {
        register(CHILD, parent("", AFTER));
        UUID parent = start();
        LeasedTask before = take("before");
        now(engine.workflows().pauseWorkflow(on(parent, new ControlRequest("wait", null))));
        succeed(before);
        assertThat(childrenOf(parent)).isEmpty();

        now(engine.workflows().resumeWorkflow(on(parent, new ControlRequest("go", null))));
        workOff();

        assertThat(state(parent)).isEqualTo(WorkflowState.COMPLETED);
    }

    // ---- the plan

    @Test
    void plan_listsWhatTheChildWouldUndo_andItsHashCoversThat() {
        UUID parent = parentAfterChild("");
        CompensationPreview plan = engine.workflows().getCompensationPlan(parent, EVERYTHING);

        CompensationPreview.Item sub = plan.items().get(0);
        assertThat(sub.taskId()).isEqualTo("sub");
        assertThat(sub.child().items())
                .extracting(CompensationPreview.Item::taskId)
                .containsExactly("two", "one");
        CompensateRequest other =
                new CompensateRequest(null, null, CompensateRequest.Then.STOP, plan.planHash() + "0", false, "test");
        assertThatThrownBy(() -> engine.workflows().triggerCompensation(on(parent, other)))
                .isInstanceOfSatisfying(
                        OrchestratorException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED));
        CompensateRequest seen =
                new CompensateRequest(null, null, CompensateRequest.Then.STOP, plan.planHash(), false, "test");
        now(engine.workflows().triggerCompensation(on(parent, seen)));
        workOff();
        assertThat(done).endsWith("undo-two", "undo-one", "undo-before");
    }

    /** 5.3: the child has no undo of its own in the order, and still nothing before it is undone while it goes on. */
    @Test
    void childThatIsCancelledWithItsParent_comesToItsEndBeforeAnythingIsUndone() {
        register(CHILD, parent(", onParentClose: cancel", ""));
        UUID parent = start();
        complete("before");
        LeasedTask one = take("one");
        now(engine.workflows().cancelWorkflow(on(parent, new ControlRequest("test", true))));

        assertThat(poll(List.of("undo-before"))).isEmpty();
        succeed(one);
        assertThat(poll(List.of("undo-before"))).isEmpty();
        complete("undo-one", "undo-before");

        assertThat(state(parent)).isEqualTo(WorkflowState.COMPENSATED);
    }

    // ---- inside maps

    private void registerMap(int tolerated) {
        register(CHILD, MAPPED.formatted(tolerated));
    }

    @Test
    void childOfEachItem_isARunOfItsOwn_andAsManyGoOnAsTheMapAllows() {
        registerMap(0);
        UUID parent = start();
        complete("before");

        assertThat(childrenOf(parent)).hasSize(2);
        workOff();

        assertThat(childrenOf(parent))
                .extracting(WorkflowInstance::runId)
                .containsExactlyInAnyOrder("shop/parent/p/sub#0", "shop/parent/p/sub#1", "shop/parent/p/sub#2");
        assertThat(get(parent).output().toString()).isEqualTo("[{\"did\":5},{\"did\":6},{\"did\":7}]");
    }

    @Test
    void childrenOfItems_areUndoneAfterWhatRanAfterThem_andBeforeWhatRanBefore() {
        registerMap(0);
        UUID parent = start();
        complete("before");
        while (done.stream().filter("beside"::equals).count() < 3) {
            poll(List.of("one", "two", "beside")).forEach(this::succeed);
        }
        done.clear();
        fail("after");
        workOff();

        assertThat(state(parent)).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(childrenOf(parent)).extracting(WorkflowInstance::state).containsOnly(WorkflowState.COMPENSATED);
        assertThat(done).hasSize(10).endsWith("undo-before");
        assertThat(done.indexOf("undo-two")).isGreaterThan(done.indexOf("undo-beside"));
        assertNothingIsUnheard();
    }

    @Test
    void childThatFails_isAnItemThatFails_andAToleratedOneIsUndoneByItselfAlone() {
        registerMap(1);
        UUID parent = start();
        complete("before", "one");
        fail("two");
        workOff();

        assertThat(state(parent)).isEqualTo(WorkflowState.COMPLETED);
        assertThat(childrenOf(parent))
                .extracting(WorkflowInstance::state)
                .containsExactlyInAnyOrder(WorkflowState.COMPENSATED, WorkflowState.COMPLETED, WorkflowState.COMPLETED);
        assertThat(done).doesNotContain("undo-before", "undo-beside");
    }

    @Test
    void planOfAMap_listsWhatTheChildOfEachItemWouldUndo() {
        registerMap(0);
        UUID parent = start();
        complete("before");
        while (done.stream().filter("beside"::equals).count() < 3) {
            poll(List.of("one", "two", "beside")).forEach(this::succeed);
        }

        assertThat(engine.workflows().getCompensationPlan(parent, EVERYTHING).items())
                .filteredOn(item -> item.child() != null)
                .extracting(
                        CompensationPreview.Item::iteration,
                        item -> item.child().items().size())
                .containsExactlyInAnyOrder(tuple("0", 2), tuple("1", 2), tuple("2", 2));
    }

    // ---- crashes

    /** Every message is told by one server that then dies, and heard by another that finds it. */
    @Test
    void serverThatDiesBetweenTellingAndHearing_losesNothing() {
        register(CHILD, parent("", ""));
        UUID parent = start();
        succeed(take("before"));
        SteppedEngine other = server();
        other.sweep();
        other.settle();

        assertThat(childrenOf(parent)).hasSize(1);
        assertNothingIsUnheard();
    }

    @Test
    void startThatIsHeardTwice_startsOneChild() {
        register(CHILD, parent("", AFTER));
        UUID parent = start();
        LeasedTask before = take("before");
        SteppedEngine other = server();
        store.failNextAfterCommit();
        Payload output = Payload.ofJson("{\"ok\":true}");
        CompletableFuture<Void> told =
                engine.tasks().completeTask("w", TaskReport.success(before.executionId(), before.fenceToken(), output));
        engine.step();
        engine.sweep();
        other.sweep();
        engine.step();
        other.settle();
        engine.settle();

        assertThat(told).isDone();
        assertThat(childrenOf(parent)).hasSize(1);
        workOff();
        assertThat(state(parent)).isEqualTo(WorkflowState.COMPLETED);
    }
}
