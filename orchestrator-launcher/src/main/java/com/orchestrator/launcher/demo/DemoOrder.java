package com.orchestrator.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** One order of the demo, and how its saga has to end. */
record DemoOrder(String orderId, BigDecimal total, String card, String address, Outcome expected) {

    private static final int ORDERS = 20;
    private static final int LINES_MAX = 3;
    private static final BigDecimal PRICE = new BigDecimal("24.95");
    private static final BigDecimal SUSPICIOUS_TOTAL = new BigDecimal("1500.00");

    /** How an order ends, in the words of the API. */
    enum Outcome {
        COMPLETED("COMPLETED", ""),
        /** The card is refused, so the reservation is released. */
        PAYMENT_UNDONE("COMPENSATED", "CARD_DECLINED"),
        /** Nobody can deliver there, so the payment is refunded and the reservation released. */
        SHIPPING_UNDONE("COMPENSATED", "ADDRESS_UNKNOWN"),
        /** Waits for a person to look at it. */
        WAITING("RUNNING", "");

        private final String state;
        private final String causeCode;

        Outcome(String state, String causeCode) {
            this.state = state;
            this.causeCode = causeCode;
        }

        String state() {
            return state;
        }

        /** Code of the cause; empty when there is none. */
        String causeCode() {
            return causeCode;
        }
    }

    /** Thirteen good ones, three with a bad card, three with a bad address, one worth a second look. */
    static List<DemoOrder> twenty() {
        return IntStream.rangeClosed(1, ORDERS).mapToObj(DemoOrder::numbered).toList();
    }

    private static DemoOrder numbered(int number) {
        String id = String.format(Locale.ROOT, "order-%02d", number);
        BigDecimal total = PRICE.multiply(BigDecimal.valueOf(number % LINES_MAX + 1L));
        return switch (number) {
            case 4, 9, 14 -> new DemoOrder(id, total, "declined", "somewhere", Outcome.PAYMENT_UNDONE);
            case 6, 11, 17 -> new DemoOrder(id, total, "ok", "nowhere", Outcome.SHIPPING_UNDONE);
            case 13 -> new DemoOrder(id, SUSPICIOUS_TOTAL, "ok", "somewhere", Outcome.WAITING);
            default -> new DemoOrder(id, total, "ok", "somewhere", Outcome.COMPLETED);
        };
    }

    JsonNode input() {
        ObjectNode input = JsonNodeFactory.instance
                .objectNode()
                .put("orderId", orderId)
                .put("customerId", "customer-" + orderId.substring(orderId.length() - 1))
                .put("total", total)
                .put("currency", "EUR")
                .put("card", card)
                .put("address", address);
        input.putArray("lines").addObject().put("sku", "book-42").put("quantity", 1);
        return input;
    }
}
