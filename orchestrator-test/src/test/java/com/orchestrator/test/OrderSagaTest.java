package com.orchestrator.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.worker.TaskContext;
import com.orchestrator.worker.TaskFailure;
import com.orchestrator.worker.TaskHandler;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order saga, tested as its owner would. */
@OrchestratorTest(definitions = "order-saga.yaml")
class OrderSagaTest {

    private static final Map<String, Object> ORDER = Map.of("orderId", "o-1", "customerId", "c-1", "total", 49.90);

    record Charge(String orderId) {}

    record Receipt(String chargeId) {}

    /** Money that was taken, by idempotency key. */
    static final class Payments {

        private final Map<String, String> charges = new HashMap<>();
        private int calls;

        @TaskHandler("payment.charge")
        Receipt charge(Charge order, TaskContext task) {
            calls++;
            charges.put(task.idempotencyKey(), order.orderId());
            return new Receipt("ch-" + order.orderId());
        }

        @TaskHandler("payment.refund")
        void refund(Charge order) {
            charges.values().remove(order.orderId());
        }
    }

    private final Payments payments = new Payments();

    @BeforeEach
    void prepare(TestEngine engine) {
        engine.handlers(payments);
        engine.stub("inventory.reserve").returns(Map.of("reservationId", "r-1"));
        engine.stub("inventory.release").returns();
        engine.stub("shipping.ship").returns(Map.of("labelId", "l-1"));
        engine.stub("shipping.recall").returns();
        engine.stub("mail.send").returns();
    }

    @Test
    void anOrderIsShipped(TestEngine engine) {
        TestRun run = engine.start("shop/order-saga", ORDER);

        assertThat(run)
                .isCompleted()
                .tasksRan("reserve", "charge", "ship", "notify")
                .hasOutput("/chargeId", "ch-o-1")
                .hasOneKeyForEachTask();
        assertThat(run.output(Receipt.class)).isEqualTo(new Receipt("ch-o-1"));
    }

    @Test
    void whatCannotBeShipped_isUndone_theLastFirst(TestEngine engine) {
        engine.stub("shipping.ship").fails(TaskFailure.fatal("ADDRESS_UNKNOWN"));
        TestRun run = engine.start("shop/order-saga", ORDER);

        assertThat(run)
                .isCompensated()
                .hasErrorCode("ADDRESS_UNKNOWN")
                .tasksRan("reserve", "charge", "charge:undo", "reserve:undo")
                .undid("charge", "reserve")
                .neverRan("notify", "ship:undo");
        assertThat(payments.charges).isEmpty();
    }

    @Test
    void aTaskThatFails_isTriedAgain_andNobodyWaits(TestEngine engine) {
        engine.stub("shipping.ship").fails(TaskFailure.retryable("BUSY")).returns(Map.of("labelId", "l-2"));
        TestRun run = engine.start("shop/order-saga", ORDER);

        assertThat(run).isCompleted().wasDelivered("ship", 2).hasOutput("/labelId", "l-2");
        assertThat(engine.now()).isAfter(run.instance().createdAt());
    }

    @Test
    void workersThatDie_orSaySoTwice_orTooLate_doNotChargeTwice(TestEngine engine) {
        engine.crashWorkerDuring("charge")
                .deliverTwice("payment.charge")
                .loseAnswerOf("reserve")
                .crashWorkerBefore("ship");
        TestRun run = engine.start("shop/order-saga", ORDER);

        assertThat(run)
                .isCompleted()
                .wasDelivered("ship", 2)
                .wasDelivered("charge", 3)
                .hasOneKeyForEachTask();
        assertThat(payments.calls).isEqualTo(3);
        assertThat(payments.charges).hasSize(1);
    }

    @Test
    void aSignalIsAwaited_andTimeDoesNotPassMeanwhile(TestEngine engine) {
        Map<String, Object> large = new HashMap<>(ORDER);
        large.put("total", 5_000);
        TestRun run = engine.start("shop/order-saga", large);
        assertThat(run).hasState(WorkflowState.RUNNING).tasksRan("reserve");

        run.signal("fraud-review", Map.of("approved", true));
        assertThat(run).isCompleted();
    }

    @Test
    void aSignalThatNobodySends_endsWithItsTimeout(TestEngine engine) {
        Map<String, Object> large = new HashMap<>(ORDER);
        large.put("total", 5_000);
        TestRun run = engine.start("shop/order-saga", large);
        engine.advance(Duration.ofHours(23));
        assertThat(run).hasState(WorkflowState.RUNNING);
        engine.advance(Duration.ofHours(2));
        assertThat(run).isCompensated().hasErrorCode("REVIEW_TIMEOUT").undid("reserve");
    }

    @Test
    void whatDoesNotHold_isSaidWithAllThatHasHappened(TestEngine engine) {
        engine.stub("shipping.ship").fails(TaskFailure.fatal("ADDRESS_UNKNOWN"));
        TestRun run = engine.start("shop/order-saga", ORDER);

        assertThatThrownBy(() -> assertThat(run).isCompleted())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Expected run shop/order-saga o-1 to be COMPLETED, but it is COMPENSATED")
                .hasMessageContaining("TASK_FAILED")
                .hasMessageContaining("ADDRESS_UNKNOWN")
                .hasMessageContaining("3. ship fails: ADDRESS_UNKNOWN")
                .hasMessageContaining("5. reserve:undo is done");
        assertThatThrownBy(() -> assertThat(run).tasksRan("reserve"))
                .hasMessageContaining(
                        "to have done [reserve], but it has done [reserve, charge, charge:undo, reserve:undo]");
    }

    @Test
    void aTaskThatNobodyDoes_isNamed() {
        TestEngine engine = TestEngine.create().definitionFile("order-saga.yaml");
        assertThatThrownBy(() -> engine.start("shop/order-saga", ORDER))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Nobody does 'inventory.reserve', which reserve asks for")
                .hasMessageContaining("stub(\"inventory.reserve\").returns(…)");
    }
}
