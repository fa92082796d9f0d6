package com.orchestrator.conformance.scenario;

/** Definitions that several scenarios share. */
final class Shop {

    static final String ORDER = "{\"orderId\":\"o-1\",\"total\":42.5}";

    private static final String CHAIN = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: conformance
            name: NAME
            tasks:
              - id: reserve
                task: inventory.reserve
                queue: QUEUE
                input: { orderId: "${ input.orderId }" }
                compensate: { task: inventory.release, queue: QUEUE }
              - id: charge
                task: payment.charge
                queue: QUEUE
                input: { orderId: "${ input.orderId }", amount: "${ input.total }" }
                compensate: { task: payment.refund, queue: QUEUE }
              - id: ship
                task: shipping.ship
                queue: QUEUE
                input: { orderId: "${ input.orderId }" }
                compensate: { task: shipping.recall, queue: QUEUE }
            """;

    private Shop() {}

    /** Three steps, each with an undo. */
    static String chain(String name) {
        return CHAIN.replace("NAME", name);
    }

    /** The same, and then a signal to wait for, so that an operator has time. */
    static String chainThatWaits(String name) {
        return chain(name) + """
                  - id: approval
                    signal: { name: approval }
                """;
    }
}
