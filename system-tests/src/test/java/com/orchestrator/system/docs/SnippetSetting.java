package com.orchestrator.system.docs;

import com.orchestrator.api.definition.Workflow;
import com.orchestrator.api.definition.WorkflowDocument;
import java.math.BigDecimal;
import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;

/** What the programs of the documents suppose their reader has. */
@SuppressWarnings("NullAway") // Nobody runs them.
public abstract class SnippetSetting {

    protected final WorkflowDocument order =
            Workflow.define("shop", "order").task("ship", "shipping.ship").build();

    protected DataSource dataSource;
    protected Psp psp;
    protected Stock stock;
    protected Bank bank;

    public record Line(String sku, int quantity) {}

    public record ReserveRequest(String orderId, List<Line> lines) {}

    public record Reservation(String reservationId) {}

    public record Order(String orderId, BigDecimal total) {}

    public record Receipt(String chargeId) {}

    public record Transfer(String iban) {}

    protected interface Psp {
        boolean isDeclined(Order order);

        Receipt charge(Order order, String idempotencyKey);
    }

    protected interface Stock {
        Reservation reserve(Connection connection, ReserveRequest in);

        void release(Connection connection, Reservation reservation);
    }

    protected interface Bank {
        void order(Transfer in, String idempotencyKey, String token);
    }
}
