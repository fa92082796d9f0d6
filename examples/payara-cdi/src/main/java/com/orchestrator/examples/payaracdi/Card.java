package com.orchestrator.examples.payaracdi;

import com.orchestrator.worker.TaskFailure;
import com.orchestrator.worker.TaskHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;

/** Takes money, but for an unlucky sum. */
@ApplicationScoped
public class Card {

    @Inject
    Attempt attempt;

    public record Order(String orderId, BigDecimal total) {}

    public record Receipt(String chargeId) {}

    @TaskHandler("card.charge")
    public Receipt charge(Order order) {
        if (attempt.use() > 1) {
            throw TaskFailure.fatal("SEEN_BEFORE");
        }
        if (order.total().intValue() == 13) {
            throw TaskFailure.compensate("CARD_DECLINED");
        }
        return new Receipt("ch-" + order.orderId());
    }
}
