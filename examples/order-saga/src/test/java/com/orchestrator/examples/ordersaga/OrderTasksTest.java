package com.orchestrator.examples.ordersaga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.examples.ordersaga.OrderTasks.ChargeRequest;
import com.orchestrator.examples.ordersaga.OrderTasks.Receipt;
import com.orchestrator.examples.ordersaga.OrderTasks.RefundRequest;
import com.orchestrator.examples.ordersaga.OrderTasks.ReleaseRequest;
import com.orchestrator.examples.ordersaga.OrderTasks.ReserveRequest;
import com.orchestrator.examples.ordersaga.OrderTasks.ShipRequest;
import com.orchestrator.worker.OrchestratorWorker;
import com.orchestrator.worker.TaskContext;
import com.orchestrator.worker.TaskFailure;
import com.orchestrator.worker.TaskHandler;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OrderTasksTest {

    private final List<String> lines = new ArrayList<>();
    private final OrderTasks tasks = new OrderTasks(lines::add);

    private static TaskContext context(String key) {
        return TaskContext.detached("any", key);
    }

    @Test
    void stepDeliveredTwice_hasOneEffect() {
        ChargeRequest charge = new ChargeRequest("o1", BigDecimal.TEN, "EUR", "ok");

        Receipt first = tasks.charge(charge, context("o1/charge"));
        Receipt second = tasks.charge(charge, context("o1/charge"));

        assertThat(second).isEqualTo(first);
        assertThat(tasks.payments().entries()).isEqualTo(1);
        assertThat(lines).containsExactly("charge    o1 -> 10 EUR", "charge    o1 -> 10 EUR");
    }

    @Test
    void undo_takesBackWhatHappened_once_andToleratesWhatDidNot() {
        tasks.reserve(new ReserveRequest("o1", List.of()), context("o1/reserve"));

        tasks.release(new ReleaseRequest("o1", "res-o1"), context("o1/reserve:undo"));
        tasks.release(new ReleaseRequest("o1", "res-o1"), context("o1/reserve:undo"));
        tasks.refund(new RefundRequest("o1", null, BigDecimal.TEN), context("o1/charge:undo"));

        assertThat(tasks.stock().inForce()).isZero();
        assertThat(lines.get(1)).isEqualTo("release   o1 undoes its reservation");
        assertThat(lines.get(3)).isEqualTo("refund    o1 finds no charge");
    }

    @Test
    void declinedCard_isABusinessNo_andChargesNothing() {
        ChargeRequest charge = new ChargeRequest("o1", BigDecimal.TEN, "EUR", "declined");

        assertThatThrownBy(() -> tasks.charge(charge, context("o1/charge")))
                .isInstanceOfSatisfying(TaskFailure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(FailureKind.COMPENSATE);
                    assertThat(failure.code()).isEqualTo("CARD_DECLINED");
                });
        assertThat(tasks.payments().entries()).isZero();
    }

    @Test
    void unknownAddress_isFatal_andShipsNothing() {
        assertThatThrownBy(() -> tasks.ship(new ShipRequest("o1", "nowhere"), context("o1/ship")))
                .isInstanceOfSatisfying(TaskFailure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
                    assertThat(failure.code()).isEqualTo("ADDRESS_UNKNOWN");
                });
        assertThat(tasks.shipments().entries()).isZero();
    }

    @Test
    void everyTaskTypeOfTheDefinition_hasAHandler() throws IOException {
        List<String> handled = Stream.of(OrderTasks.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(TaskHandler.class))
                .map(method -> method.getAnnotation(TaskHandler.class).value())
                .toList();

        assertThat(definition().lines().map(String::strip).filter(line -> line.startsWith("task: ")))
                .map(line -> line.substring("task: ".length()))
                .containsExactlyInAnyOrderElementsOf(handled);
        OrchestratorWorker.connect(URI.create("http://localhost"))
                .handlers(tasks)
                .build()
                .close();
    }

    private static String definition() throws IOException {
        try (InputStream yaml = OrderTasksTest.class.getResourceAsStream("/order-saga.yaml")) {
            return new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
