package com.orchestrator.examples.ordersaga;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.test.SagaExplorer;
import com.orchestrator.test.TestRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The saga with everything going wrong that can: one thing, then two. {@code -Dstories=10000} for more. */
class OrderSagaExplorationTest {

    private static final int STORIES = Integer.getInteger("stories", 200);

    private static String definition() throws IOException {
        try (InputStream file = OrderTasks.class.getResourceAsStream("/order-saga.yaml")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void allOrNothing(OrderTasks tasks, TestRun run) {
        if (run.state() == WorkflowState.SUSPENDED) {
            return; // A task that has lost three workers is left to a person.
        }
        assertThat(run.state().isTerminal())
                .as("whether the run, which is %s, has ended", run.state())
                .isTrue();
        int inForce = run.state() == WorkflowState.COMPLETED ? 1 : 0;
        assertThat(tasks.stock().inForce()).as("reservations").isEqualTo(inForce);
        assertThat(tasks.payments().inForce()).as("charges").isEqualTo(inForce);
        assertThat(tasks.shipments().inForce()).as("shipments").isEqualTo(inForce);
    }

    @Test
    void whateverGoesWrong_anOrderIsShippedAndPaid_orNothingIsLeftOfIt() throws IOException {
        SagaExplorer.explore(definition(), () -> new OrderTasks(line -> {}))
                .input(Map.of("orderId", "o-1", "customerId", "c-1", "total", 1_500))
                .signal("fraud-review", Map.of("approved", true))
                .budget(STORIES)
                .check(OrderSagaExplorationTest::allOrNothing);
    }
}
