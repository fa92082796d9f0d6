package com.orchestrator.cli;

import com.orchestrator.embedded.EmbeddedOrchestrator;
import com.orchestrator.worker.OrchestratorWorker;
import com.orchestrator.worker.TaskFailure;
import java.net.URI;
import java.util.Map;

/** A whole orchestrator with a worker that keeps a shop: a total of 13 is declined, one of 14 needs a person. */
final class Shop implements AutoCloseable {

    static final String ORDER = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: shop
            name: order
            saga:
              finally:
                rolledBack:
                  - { id: told, emit: order-undone }
                  - { id: lines, map: { items: [] }, do: [{ id: each, task: mail.send }] }
                undoFailed: [{ id: alarm, emit: undo-failed }]
            tasks:
              - id: reserve
                task: stock.reserve
                compensate: { task: stock.release }
              - id: charge
                task: card.charge
                input: { total: "${ input.total }" }
                compensate: { task: card.refund }
              - id: review
                if: input.total >= 1000
                signal: { name: reviewed, timeout: 24h }
            output: { charge: "${ tasks.charge.output }" }
            """;

    private final EmbeddedOrchestrator server = EmbeddedOrchestrator.inMemory();
    private final OrchestratorWorker worker = OrchestratorWorker.connect(server.url())
            .handle("stock.reserve", Object.class, String.class, (in, task) -> "r-1")
            .handle("stock.release", Object.class, String.class, (in, task) -> "")
            .handle("card.charge", Map.class, String.class, (in, task) -> charge(in))
            .handle("card.refund", Object.class, String.class, (in, task) -> "")
            .start();

    private static String charge(Map<?, ?> order) {
        return switch (String.valueOf(order.get("total"))) {
            case "13" -> throw TaskFailure.compensate("CARD_DECLINED");
            case "14" -> throw TaskFailure.suspend("CARD_ODD", "Somebody has to look at the card.");
            default -> "ch-1";
        };
    }

    URI url() {
        return server.url();
    }

    @Override
    public void close() {
        worker.close();
        server.close();
    }
}
