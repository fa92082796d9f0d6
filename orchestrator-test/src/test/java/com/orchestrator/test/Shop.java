package com.orchestrator.test;

import com.orchestrator.worker.TaskContext;
import com.orchestrator.worker.TaskHandler;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Handlers of the order saga with everything that they have done: goods that are reserved, money that was taken, parcels that are on their way.
 * Right as it stands; each {@link Mistake} makes it wrong in one place.
 */
final class Shop {

    /** What is easily got wrong. */
    enum Mistake {
        NONE,
        /** A refund that is delivered twice pays twice. */
        UNDO_IS_NOT_IDEMPOTENT,
        /** A charge is written down only some time after it was reported. */
        UNDO_BEFORE_THE_EFFECT_IS_DURABLE,
        /** A charge that is delivered twice takes the money twice. */
        EFFECT_WITHOUT_KEY,
        /** A refund pays what the order costs now. */
        UNDO_READS_LIVE_STATE
    }

    record Order(
            String orderId,
            @Nullable BigDecimal amount,
            @Nullable String chargeId) {}

    private final Mistake mistake;
    private final Set<String> reserved = new HashSet<>();
    private final Map<String, BigDecimal> charged = new HashMap<>();
    private final Map<String, BigDecimal> notWrittenYet = new HashMap<>();
    private final Set<String> shipped = new HashSet<>();
    private BigDecimal balance = BigDecimal.ZERO;
    private BigDecimal costs = BigDecimal.ZERO;
    private int charges;

    Shop(Mistake mistake) {
        this.mistake = mistake;
    }

    @TaskHandler("inventory.reserve")
    Map<String, String> reserve(Order order) {
        reserved.add(order.orderId());
        return Map.of("reservationId", "r-" + order.orderId());
    }

    @TaskHandler("inventory.release")
    void release(Order order) {
        reserved.remove(order.orderId());
    }

    @TaskHandler("payment.charge")
    Map<String, String> charge(Order order, TaskContext task) {
        BigDecimal amount = order.amount() == null ? BigDecimal.ZERO : order.amount();
        costs = amount;
        String id = mistake == Mistake.EFFECT_WITHOUT_KEY ? "ch-" + ++charges : "ch-" + order.orderId();
        if (mistake == Mistake.UNDO_BEFORE_THE_EFFECT_IS_DURABLE) {
            notWrittenYet.put(id, amount);
        } else if (charged.putIfAbsent(id, amount) == null) {
            balance = balance.add(amount);
        }
        return Map.of("chargeId", id);
    }

    @TaskHandler("payment.refund")
    void refund(Order order) {
        String id = "ch-" + order.orderId();
        BigDecimal amount = mistake == Mistake.UNDO_IS_NOT_IDEMPOTENT ? charged.get(id) : charged.remove(id);
        if (amount != null && mistake == Mistake.UNDO_IS_NOT_IDEMPOTENT) {
            balance = balance.subtract(amount);
        } else if (amount != null) {
            balance = balance.subtract(mistake == Mistake.UNDO_READS_LIVE_STATE ? costs : amount);
        }
    }

    @TaskHandler("shipping.ship")
    Map<String, String> ship(Order order) {
        shipped.add(order.orderId());
        costs = costs.add(BigDecimal.ONE);
        return Map.of("labelId", "l-" + order.orderId());
    }

    @TaskHandler("shipping.recall")
    void recall(Order order) {
        shipped.remove(order.orderId());
    }

    @TaskHandler("mail.send")
    void send(Order order) {
        // Nothing to keep.
    }

    /** In time everything is written. */
    void write() {
        notWrittenYet.forEach((id, amount) -> {
            charged.put(id, amount);
            balance = balance.add(amount);
        });
        notWrittenYet.clear();
    }

    Set<String> reserved() {
        return reserved;
    }

    Set<String> shipped() {
        return shipped;
    }

    BigDecimal balance() {
        return balance;
    }
}
