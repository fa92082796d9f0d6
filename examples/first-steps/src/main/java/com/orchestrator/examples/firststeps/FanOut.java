package com.orchestrator.examples.firststeps;

import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.OrchestratorWorker;
import com.orchestrator.worker.TaskFailure;
import java.util.List;
import java.util.Map;

/** The same for each item of a list, two at a time. When one cannot be done, those that were are undone. */
final class FanOut {

    record Parcel(String parcel) {}

    record Labels(List<String> labels) {}

    record Label(String label) {}

    private FanOut() {}

    static void play(Stage stage) {
        OrchestratorClient client = stage.clientWith("fan-out");
        OrchestratorWorker worker = OrchestratorWorker.connect(stage.server())
                .handle("shipping.label", Parcel.class, String.class, (parcel, task) -> label(parcel))
                .handle(
                        "shipping.pickup",
                        Labels.class,
                        Integer.class,
                        (all, task) -> all.labels().size())
                .handle("shipping.void", Label.class, String.class, (undone, task) -> {
                    stage.print("void " + undone.label());
                    return "";
                })
                .start();
        try (worker) {
            ship(stage, client, "three", List.of("mug", "lamp", "chair"));
            ship(stage, client, "too-big", List.of("mug", "lamp", "piano"));
        }
    }

    private static String label(Parcel parcel) {
        if (parcel.parcel().equals("piano")) {
            throw TaskFailure.compensate("TOO_BIG");
        }
        return "L-" + parcel.parcel();
    }

    private static void ship(Stage stage, OrchestratorClient client, String runId, List<String> parcels) {
        stage.printEnd(
                client,
                runId,
                client.workflow(Stage.NAMESPACE, "fan-out")
                        .runId(runId)
                        .input(Map.of("parcels", parcels))
                        .start(Object.class));
    }
}
