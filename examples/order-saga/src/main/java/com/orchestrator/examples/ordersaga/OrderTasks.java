package com.orchestrator.examples.ordersaga;

import com.orchestrator.worker.Compensates;
import com.orchestrator.worker.TaskContext;
import com.orchestrator.worker.TaskFailure;
import com.orchestrator.worker.TaskHandler;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The steps of the saga and their undos. Each prints one line, so that one can watch a rollback happen. */
final class OrderTasks {

    record Line(String sku, int quantity) {}

    record ReserveRequest(String orderId, @Nullable List<Line> lines) {}

    record Reservation(String reservationId) {}

    record ReleaseRequest(String orderId, @Nullable String reservationId) {}

    record ChargeRequest(
            String orderId,
            BigDecimal amount,
            String currency,
            @Nullable String card) {}

    record Receipt(String chargeId, BigDecimal amount) {}

    record RefundRequest(String orderId, @Nullable String chargeId, BigDecimal amount) {}

    record ShipRequest(String orderId, @Nullable String address) {}

    record Shipment(String labelId) {}

    record RecallRequest(String orderId, @Nullable String labelId) {}

    record Mail(String to, String template, String orderId) {}

    private final Ledger<Reservation> stock = new Ledger<>();
    private final Ledger<Receipt> payments = new Ledger<>();
    private final Ledger<Shipment> shipments = new Ledger<>();
    private final Consumer<String> out;

    OrderTasks(Consumer<String> out) {
        this.out = out;
    }

    @TaskHandler("inventory.reserve")
    Reservation reserve(ReserveRequest in, TaskContext context) {
        Reservation reservation =
                stock.enterOnce(context.idempotencyKey(), in.orderId(), () -> new Reservation("res-" + in.orderId()));
        out.accept("reserve   " + in.orderId() + " -> " + reservation.reservationId());
        return reservation;
    }

    @TaskHandler("inventory.release")
    @Compensates("inventory.reserve")
    void release(ReleaseRequest in, TaskContext context) {
        boolean undone = stock.reverseOnce(context.idempotencyKey(), in.orderId());
        out.accept("release   " + in.orderId() + (undone ? " undoes its reservation" : " finds no reservation"));
    }

    @TaskHandler("payment.charge")
    Receipt charge(ChargeRequest in, TaskContext context) {
        if ("declined".equals(in.card())) {
            out.accept("charge    " + in.orderId() + " is declined");
            throw TaskFailure.compensate("CARD_DECLINED", "The card of order " + in.orderId() + " is declined")
                    .detail("amount", in.amount());
        }
        Receipt receipt = payments.enterOnce(
                context.idempotencyKey(), in.orderId(), () -> new Receipt("ch-" + in.orderId(), in.amount()));
        out.accept("charge    " + in.orderId() + " -> " + in.amount() + " " + in.currency());
        return receipt;
    }

    @TaskHandler("payment.refund")
    @Compensates("payment.charge")
    void refund(RefundRequest in, TaskContext context) {
        boolean undone = payments.reverseOnce(context.idempotencyKey(), in.orderId());
        out.accept(
                "refund    " + in.orderId() + (undone ? " undoes the charge of " + in.amount() : " finds no charge"));
    }

    @TaskHandler("shipping.ship")
    Shipment ship(ShipRequest in, TaskContext context) {
        if ("nowhere".equals(in.address())) {
            out.accept("ship      " + in.orderId() + " has nowhere to go");
            throw TaskFailure.fatal("ADDRESS_UNKNOWN", "The carrier does not know '" + in.address() + "'");
        }
        Shipment shipment = shipments.enterOnce(
                context.idempotencyKey(), in.orderId(), () -> new Shipment("label-" + in.orderId()));
        out.accept("ship      " + in.orderId() + " -> " + shipment.labelId());
        return shipment;
    }

    @TaskHandler("shipping.recall")
    @Compensates("shipping.ship")
    void recall(RecallRequest in, TaskContext context) {
        boolean undone = shipments.reverseOnce(context.idempotencyKey(), in.orderId());
        out.accept("recall    " + in.orderId() + (undone ? " undoes its shipment" : " finds no shipment"));
    }

    @TaskHandler("mail.send")
    void send(Mail in) {
        out.accept("mail      " + in.orderId() + " tells " + in.to() + " '" + in.template() + "'");
    }

    Ledger<Reservation> stock() {
        return stock;
    }

    Ledger<Receipt> payments() {
        return payments;
    }

    Ledger<Shipment> shipments() {
        return shipments;
    }
}
