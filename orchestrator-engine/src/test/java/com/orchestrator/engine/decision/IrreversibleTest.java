package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest.Then;
import com.orchestrator.engine.decision.rollback.CompensationPlan;
import com.orchestrator.engine.history.UndoEvent;
import com.orchestrator.engine.history.UndoTarget;
import com.orchestrator.engine.plan.SagaPlan.Order;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code irreversible: true}: a rollback passes it by, and says so. */
class IrreversibleTest {

    private static PlanBuilder chain() {
        return workflow(task("a").undo(), task("b").irreversible(), task("c").undo(), task("d"));
    }

    private static List<String> left(RunDriver run) {
        return run.events().stream()
                .filter(UndoEvent.UndoImpossible.class::isInstance)
                .map(event -> ((UndoEvent.UndoImpossible) event).taskId())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void rollback_passesItBy_andSaysSo(Order order) {
        RunDriver run = RunDriver.start(chain().order(order));
        run.complete("a", "b", "c");

        run.fail("d", FailureKind.FATAL);
        run.undoAll();

        assertThat(run.undone()).containsExactlyInAnyOrder("c", "a");
        assertThat(left(run)).containsExactly("b");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void inGraphOrder_itIsPassedByInItsTurn() {
        RunDriver run = RunDriver.start(chain());
        run.complete("a", "b", "c");
        run.fail("d", FailureKind.FATAL);
        assertThat(left(run)).isEmpty();

        run.complete("c");

        assertThat(left(run)).containsExactly("b");
        assertThat(run.live()).containsExactly("undo a");
    }

    @Test
    void plan_listsIt_asSomethingThatStays() {
        RunDriver run = RunDriver.start(chain());
        run.complete("a", "b");

        List<CompensationPlan.Item> items =
                CompensationPlan.of(run.run(), UndoTarget.EVERYTHING).items();

        assertThat(items.get(0).task().key().taskId()).isEqualTo("b");
        assertThat(items.get(0).irreversible()).isTrue();
        assertThat(items.get(0).spec()).isNull();
        assertThat(items.get(1).irreversible()).isFalse();
    }

    @Test
    void whenItMayHaveHappened_itIsSpokenOf() {
        RunDriver run = RunDriver.start(workflow(task("a").irreversible().attempts(1)));

        run.fail("a", FailureKind.RETRYABLE);

        assertThat(left(run)).containsExactly("a");
    }

    @Test
    void whenItDidNotHappen_itIsNot() {
        RunDriver run = RunDriver.start(workflow(task("a").irreversible()));

        run.fail("a", FailureKind.FATAL);

        assertThat(left(run)).isEmpty();
    }

    /** Nothing was undone, so the run has failed and is not compensated. */
    @Test
    void whenNothingElseIsToBeUndone_theRunHasFailed() {
        RunDriver run = RunDriver.start(workflow(task("a").irreversible(), task("b")));
        run.complete("a");

        run.fail("b", FailureKind.FATAL);

        assertThat(left(run)).containsExactly("a");
        assertThat(run.state()).isEqualTo(WorkflowState.FAILED);
    }

    /** Its first effect still stands: under the same key, who keeps to keys does not do it twice. */
    @Test
    void forwardAgain_doesItUnderItsOldKey() {
        RunDriver run = RunDriver.start(chain());
        run.complete("a", "b", "c");

        run.compensate("b", Then.RETRY);
        run.complete("c");

        assertThat(run.idempotencyKey(run.live("b"))).isEqualTo("shop/order/run-1/b");
        run.complete("b");
        assertThat(run.idempotencyKey(run.live("c"))).isEqualTo("shop/order/run-1/c@2");
    }

    @Test
    void forwardAgain_doesNotForgetThatItStands() {
        RunDriver run = RunDriver.start(chain());
        run.complete("a", "b", "c");
        run.compensate("a", Then.RETRY);
        run.complete("c", "a");

        CompensationPlan.Item item =
                CompensationPlan.of(run.run(), UndoTarget.EVERYTHING).items().get(0);
        run.fail("a", FailureKind.FATAL);

        assertThat(item.task().key().taskId()).isEqualTo("b");
        assertThat(item.mayNotHaveHappened()).isFalse();
        assertThat(left(run)).containsExactly("b", "b");
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }

    @Test
    void withAnUndoOfItsOwn_theUndoMakesAmends() {
        RunDriver run = RunDriver.start(workflow(task("a").undo().irreversible(), task("b")));
        run.complete("a");
        assertThat(CompensationPlan.of(run.run(), UndoTarget.EVERYTHING).items())
                .singleElement()
                .satisfies(item -> assertThat(item.irreversible()).isTrue());

        run.fail("b", FailureKind.FATAL);

        assertThat(run.undoAll()).containsExactly("a");
        assertThat(left(run)).isEmpty();
    }
}
