package com.orchestrator.examples.firststeps;

import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.OrchestratorWorker;
import com.orchestrator.worker.TaskFailure;
import java.util.Map;

/** A workflow runs another one twice. When the second booking fails, the first, which has completed, is undone by its own definition. */
final class SubWorkflows {

    record Booking(String what) {}

    private SubWorkflows() {}

    static void play(Stage stage) {
        OrchestratorClient client = stage.clientWith("booking", "trip");
        OrchestratorWorker worker = OrchestratorWorker.connect(stage.server())
                .handle("travel.book", Booking.class, String.class, (booking, task) -> book(booking))
                .handle("travel.cancel", Object.class, String.class, (undo, task) -> {
                    stage.print("cancel a booking");
                    return "";
                })
                .start();
        try (worker) {
            travel(stage, client, "to-rome", "hotel");
            travel(stage, client, "to-atlantis", "sunken hotel");
        }
    }

    private static String book(Booking booking) {
        if (booking.what().startsWith("sunken")) {
            throw TaskFailure.compensate("NO_ROOM");
        }
        return booking.what() + " booked";
    }

    private static void travel(Stage stage, OrchestratorClient client, String runId, String hotel) {
        stage.printEnd(
                client,
                runId,
                client.workflow(Stage.NAMESPACE, "trip")
                        .runId(runId)
                        .input(Map.of("hotel", hotel))
                        .start(Object.class));
    }
}
