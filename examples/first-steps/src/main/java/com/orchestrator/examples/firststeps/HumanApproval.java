package com.orchestrator.examples.firststeps;

import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.OrchestratorWorker;
import com.orchestrator.worker.WorkflowHandle;

/** A run waits for a person: what is approved is ordered, what is not gives back the money that was held for it. */
final class HumanApproval {

    record Wish(String what, int amount) {}

    record Decision(boolean approved, String by) {}

    private HumanApproval() {}

    static void play(Stage stage) {
        OrchestratorClient client = stage.clientWith("human-approval");
        OrchestratorWorker worker = OrchestratorWorker.connect(stage.server())
                .handle("budget.hold", Wish.class, String.class, (wish, task) -> said(stage, "hold " + wish.amount()))
                .handle("budget.free", Object.class, String.class, (undo, task) -> said(stage, "give back"))
                .handle("purchase.order", Wish.class, String.class, (wish, task) -> said(stage, "order " + wish.what()))
                .handle("purchase.cancel", Object.class, String.class, (undo, task) -> said(stage, "cancel"))
                .start();
        try (worker) {
            decide(stage, client, new Wish("chairs", 400), new Decision(true, "kim"));
            decide(stage, client, new Wish("yacht", 400_000), new Decision(false, "kim"));
        }
    }

    /** The person may be early: the run keeps what it is told until it asks. */
    private static void decide(Stage stage, OrchestratorClient client, Wish wish, Decision decision) {
        WorkflowHandle<Object> run = client.workflow(Stage.NAMESPACE, "human-approval")
                .runId(wish.what())
                .input(wish)
                .start(Object.class);
        client.signal(run.instanceId(), "decision", "kim-" + wish.what(), decision);
        stage.printEnd(client, wish.what(), run);
    }

    private static String said(Stage stage, String what) {
        stage.print(what);
        return what;
    }
}
