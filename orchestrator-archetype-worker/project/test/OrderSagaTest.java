package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.test.OrchestratorTest;
import com.orchestrator.test.SagaExplorer;
import com.orchestrator.test.TestEngine;
import com.orchestrator.test.TestRun;
import com.orchestrator.worker.TaskFailure;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OrchestratorTest(definitions = "order.yaml")
class OrderSagaTest {

    private static final Map<String, Object> ORDER = Map.of("orderId", "o-1", "total", 49.90);

    private final OrderTasks tasks = new OrderTasks();

    @BeforeEach
    void prepare(TestEngine engine) {
        engine.handlers(tasks);
    }

    @Test
    void anOrder_isPaidAndShipped(TestEngine engine) {
        TestRun run = engine.start("shop/order", ORDER);

        assertThat(run).isCompleted().tasksRan("reserve", "charge", "ship");
    }

    @Test
    void whatCannotBeShipped_isUndone(TestEngine engine) {
        engine.stub("shipping.ship").fails(TaskFailure.compensate("ADDRESS_UNKNOWN"));
        TestRun run = engine.start("shop/order", ORDER);

        assertThat(run).isCompensated().hasErrorCode("ADDRESS_UNKNOWN").undid("charge", "reserve");
        assertThat(tasks.charged).isEmpty();
    }

    @Test
    void aWorkerThatDies_doesNotChargeTwice(TestEngine engine) {
        engine.crashWorkerDuring("charge");
        TestRun run = engine.start("shop/order", ORDER);

        assertThat(run).isCompleted().wasDelivered("charge", 2);
        assertThat(tasks.charged).hasSize(1);
    }

    /** Everything that can go wrong, first one thing, then two. */
    @Test
    void whateverGoesWrong_anOrderIsPaid_orNothingIsLeftOfIt() throws Exception {
        SagaExplorer.explore(definition(), OrderTasks::new)
                .input(ORDER)
                .budget(200)
                .check((shop, run) -> assertThat(shop.charged)
                        .hasSize(run.state() == WorkflowState.COMPLETED ? 1 : 0));
    }

    private static String definition() throws Exception {
        try (InputStream file = OrderTasks.class.getResourceAsStream("/order.yaml")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
