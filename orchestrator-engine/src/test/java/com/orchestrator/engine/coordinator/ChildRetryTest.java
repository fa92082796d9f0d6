package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.api.request.TaskRepair;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Section 7: `retry` of a task that runs a workflow goes down to what failed there, or starts the child anew where it is undone. */
class ChildRetryTest extends ChildStory {

    private static final String NO_UNDO = "saga: {compensateOn: []}\ntasks:";

    private void retry(String taskId, String iteration, UUID id) {
        now(engine.workflows().retryTask(taskId, on(id, new TaskRepair(null, null, null, iteration, "mended"))));
    }

    private static String withoutUndo(String definition) {
        return definition.replace("tasks:", NO_UNDO);
    }

    @Test
    void childThatFailedWithoutUndo_goesOnFromTheTaskItFailedOf() {
        register(withoutUndo(CHILD), withoutUndo(parent("", AFTER)));
        UUID parent = start();
        complete("before", "one");
        fail("two");
        assertThat(state(parent)).isEqualTo(WorkflowState.FAILED);

        retry("sub", null, parent);
        workOff();

        assertThat(done).containsExactly("before", "one", "two", "after");
        assertThat(state(parent)).isEqualTo(WorkflowState.COMPLETED);
        assertThat(state(child(parent))).isEqualTo(WorkflowState.COMPLETED);
        assertNothingIsUnheard();
    }

    @Test
    void childThatHadNothingToUndo_goesOnFromTheTaskItFailedOf() {
        register(
                CHILD.replace(", compensate: {task: undo-one}", "").replace(", compensate: {task: undo-two}", ""),
                withoutUndo(parent("", AFTER)));
        UUID parent = start();
        complete("before", "one");
        fail("two");

        retry("sub", null, parent);
        workOff();

        assertThat(done).containsExactly("before", "one", "two", "after");
        assertThat(childrenOf(parent)).hasSize(1);
    }

    @Test
    void grandchild_goesOnFromTheTaskItFailedOf() {
        register(
                withoutUndo(CHILD),
                withoutUndo(HEAD + """
                name: middle
                tasks:
                  - {id: in, workflow: {name: child, input: {n: 1}}}
                """),
                withoutUndo(parent("", AFTER).replace("name: child", "name: middle")));
        UUID parent = start();
        complete("before", "one");
        fail("two");
        assertThat(state(parent)).isEqualTo(WorkflowState.FAILED);

        retry("sub", null, parent);
        workOff();

        assertThat(done).containsExactly("before", "one", "two", "after");
        assertThat(state(child(child(parent)))).isEqualTo(WorkflowState.COMPLETED);
        assertThat(state(parent)).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void childThatIsUndone_isStartedAnew() {
        register(CHILD, withoutUndo(parent("", AFTER)));
        UUID parent = start();
        complete("before", "one");
        fail("two");
        complete("undo-one");
        assertThat(state(parent)).isEqualTo(WorkflowState.FAILED);

        retry("sub", null, parent);
        workOff();

        assertThat(done).containsExactly("before", "one", "undo-one", "one", "two", "after");
        assertThat(childrenOf(parent))
                .extracting(WorkflowInstance::runId, WorkflowInstance::state)
                .containsExactlyInAnyOrder(
                        tuple("shop/parent/p/sub", WorkflowState.COMPENSATED),
                        tuple("shop/parent/p/sub@2", WorkflowState.COMPLETED));
    }

    /** Its parent has ended and does not hear of it. */
    @Test
    void childThatSomebodyHasUndoneSince_isStartedAnew() {
        register(withoutUndo(CHILD), withoutUndo(parent("", AFTER)));
        UUID parent = start();
        complete("before", "one");
        fail("two");
        now(engine.workflows().triggerCompensation(on(child(parent), EVERYTHING)));
        complete("undo-one");

        retry("sub", null, parent);
        workOff();

        assertThat(done).containsExactly("before", "one", "undo-one", "one", "two", "after");
        assertThat(state(parent)).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void childThatWasNeverThere_isAskedForAnew() {
        register(CHILD, withoutUndo(parent(", runId: taken", AFTER)));
        now(engine.workflows()
                .startWorkflow(new StartWorkflowRequest(
                        "shop", "child", "taken", Payload.ofJson("{\"n\":1}"), Map.of(), null, null, null, null)));
        UUID parent = start();
        complete("before");
        assertThat(get(parent).cause().code()).isEqualTo("RUN_ID_CONFLICT");

        retry("sub", null, parent);
        engine.settle();

        assertThat(childrenOf(parent)).extracting(WorkflowInstance::runId).containsExactly("taken@2");
        assertNothingIsUnheard();
    }

    @Test
    void childThatFailsAgain_failsItsParentAgain_andMayBeRetriedAgain() {
        register(withoutUndo(CHILD), withoutUndo(parent("", AFTER)));
        UUID parent = start();
        complete("before", "one");
        fail("two");
        retry("sub", null, parent);
        fail("two");
        assertThat(state(parent)).isEqualTo(WorkflowState.FAILED);

        retry("sub", null, parent);
        workOff();

        assertThat(done).containsExactly("before", "one", "two", "after");
        assertThat(state(parent)).isEqualTo(WorkflowState.COMPLETED);
    }

    /** The items that were cut off when the map failed go on where they were, and do nothing twice. */
    @Test
    void itemOfAMap_goesOn_andSoDoTheItemsThatWereCutOff() {
        register(withoutUndo(CHILD), withoutUndo(MAPPED.formatted(0)));
        UUID parent = start();
        complete("before", "one", "one");
        fail("two");
        assertThat(state(parent)).isEqualTo(WorkflowState.FAILED);
        String failed = get(parent).cause().iteration();

        retry("sub", failed, parent);
        workOff();

        assertThat(state(parent)).isEqualTo(WorkflowState.COMPLETED);
        assertThat(done).filteredOn("one"::equals).hasSize(3);
        assertThat(done).filteredOn("two"::equals).hasSize(3);
        assertThat(childrenOf(parent))
                .hasSize(3)
                .extracting(WorkflowInstance::state)
                .containsOnly(WorkflowState.COMPLETED);
        assertNothingIsUnheard();
    }

    @Test
    void editedInput_isThatOfTheTaskThatFailed() {
        register(withoutUndo(CHILD), withoutUndo(parent("", AFTER)));
        UUID parent = start();
        complete("before", "one");
        fail("two");
        TaskRepair repair = new TaskRepair(Payload.ofJson("{\"better\":true}"), null, null, null, "mended");
        now(engine.workflows().retryTask("sub", on(parent, repair)));

        LeasedTask two = take("two");

        assertThat(two.input()).hasToString("{\"better\":true}");
        succeed(two);
        workOff();
        assertThat(state(parent)).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void childThatFailed_saysWhereToRetryIt() {
        register(withoutUndo(CHILD), withoutUndo(parent("", AFTER)));
        UUID parent = start();
        complete("before", "one");
        fail("two");
        engine.settle();
        CompletableFuture<?> answer = engine.workflows()
                .retryTask("two", on(child(parent), new TaskRepair(null, null, null, null, "mended")));
        engine.settle();

        assertThatThrownBy(answer::join)
                .cause()
                .isInstanceOfSatisfying(
                        OrchestratorException.class,
                        refusal -> assertThat(refusal).hasMessageContaining("retry task sub of instance " + parent));
    }

    // ---- after the end

    @Test
    void completedParent_isUndoneWithItsChildren() {
        UUID parent = parentAfterChild("");
        workOff();
        assertThat(state(parent)).isEqualTo(WorkflowState.COMPLETED);
        done.clear();
        String hash = engine.workflows().getCompensationPlan(parent, EVERYTHING).planHash();

        CompensateRequest request =
                new CompensateRequest(null, null, CompensateRequest.Then.STOP, hash, false, "returned");
        now(engine.workflows().triggerCompensation(on(parent, request)));
        workOff();

        assertThat(done).containsExactly("undo-two", "undo-one", "undo-before");
        assertThat(state(parent)).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(state(child(parent))).isEqualTo(WorkflowState.COMPENSATED);
        assertNothingIsUnheard();
    }

    @Test
    void completedChild_isUndoneByAPerson_andNotOnceMoreByItsParent() {
        UUID parent = parentAfterChild("");
        UUID child = child(parent);
        String hash = engine.workflows().getCompensationPlan(child, EVERYTHING).planHash();
        CompensateRequest request =
                new CompensateRequest(null, null, CompensateRequest.Then.STOP, hash, false, "returned");
        now(engine.workflows().triggerCompensation(on(child, request)));
        complete("undo-two", "undo-one");
        assertThat(state(child)).isEqualTo(WorkflowState.COMPENSATED);

        fail("after");
        workOff();

        assertThat(done).containsExactly("before", "one", "two", "undo-two", "undo-one", "undo-before");
        assertThat(state(parent)).isEqualTo(WorkflowState.COMPENSATED);
    }
}
