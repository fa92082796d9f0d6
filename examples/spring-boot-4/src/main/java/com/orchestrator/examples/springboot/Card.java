package com.orchestrator.examples.springboot;

import com.orchestrator.worker.TaskFailure;
import com.orchestrator.worker.TaskHandler;
import java.math.BigDecimal;
import org.springframework.stereotype.Component;

/** Takes money, but for an unlucky sum. */
@Component
class Card {

    record Order(String orderId, BigDecimal total) {}

    record Receipt(String chargeId) {}

    @TaskHandler("card.charge")
    Receipt charge(Order order) {
        if (order.total().intValue() == 13) {
            throw TaskFailure.compensate("CARD_DECLINED");
        }
        return new Receipt("ch-" + order.orderId());
    }
}
