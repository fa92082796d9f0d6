package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.stage.BrokenPromise;
import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Act;

/** The worker dies with an undo in its hands: its lease runs out, another worker does it, and the rollback goes on. */
final class WorkerKilledMidUndo implements Scenario {

    @Override
    public String name() {
        return "worker-killed-mid-undo";
    }

    @Override
    public void play(Stage stage) {
        stage.on("ship", Act.refuses("ADDRESS_UNKNOWN"));
        stage.on("charge:undo", Act.dies(), Act.does());
        String impatient = "compensate: { task: payment.refund, queue: QUEUE, timeouts: { lease: 3s } }";

        Run run = stage.hire()
                .start(
                        Shop.chain(name()).replace("compensate: { task: payment.refund, queue: QUEUE }", impatient),
                        Shop.ORDER);
        stage.awaitJob("charge:undo");
        stage.hire();

        run.endsAs("COMPENSATED");
        run.did("reserve", "charge", "charge:undo", "reserve:undo");
        BrokenPromise.unless(
                run.attempts("charge:undo").stream()
                        .anyMatch(attempt -> attempt.state().equals("UNKNOWN")),
                "What became of an undo whose worker fell silent is unknown, and shown so.",
                run.attempts("charge:undo"));
    }
}
