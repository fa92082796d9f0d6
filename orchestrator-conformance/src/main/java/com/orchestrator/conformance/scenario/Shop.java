package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Act;
import com.orchestrator.conformance.worker.Gate;

/** Definitions that several scenarios share. */
final class Shop {

    static final String ORDER = "{\"orderId\":\"o-1\",\"total\":42.5}";

    private static final String CHAIN = """
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

    /** @param tasks as YAML, indented by two */
    static String workflow(String name, String tasks) {
        return """
                apiVersion: orchestrator/v1
                kind: Workflow
                namespace: conformance
                name: NAME
                tasks:
                """.replace("NAME", name) + tasks;
    }

    /** Three steps, each with an undo. */
    static String chain(String name) {
        return workflow(name, CHAIN);
    }

    /** The same, and then a signal to wait for, so that an operator has time. */
    static String chainThatWaits(String name) {
        return chain(name) + """
                  - id: approval
                    signal: { name: approval }
                """;
    }

    /** The last step of the chain says no; the undo of the one before it has begun and waits at the gate. */
    static Run chainUndoneUpTo(Gate gate, Stage stage, String name) {
        stage.on("ship", Act.refuses("ADDRESS_UNKNOWN"));
        stage.on("charge:undo", Act.at(gate, Act.does()));
        Run run = stage.hire().start(chain(name), ORDER);
        stage.awaitJob("charge:undo");
        return run;
    }
}
