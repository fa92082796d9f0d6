package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.stage.BrokenPromise;
import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Act;
import com.orchestrator.conformance.worker.Gate;
import com.orchestrator.conformance.worker.Job;

/** Cancelling undoes what was done. The worker at work is told to stop; when it has done it after all, that is undone too. */
final class CancelUndo implements Scenario {

    @Override
    public String name() {
        return "cancel-undo";
    }

    @Override
    public void play(Stage stage) {
        Gate gate = new Gate();
        stage.on("ship", Act.at(gate, Act.does()));

        Run run = stage.hire().start(Shop.chainThatWaits(name()), Shop.ORDER);
        Job ship = stage.awaitJob("ship");
        run.must("cancel", "{\"reason\":\"changed my mind\"}");
        run.must("cancel", "{\"reason\":\"changed my mind\"}");
        run.awaitState("COMPENSATING");
        if (!run.isDisturbed()) {
            run.awaitThat("The worker at work is told to stop.", ship::isCancelRequested);
            run.neverTried("charge:undo");
        }
        gate.open();

        run.endsAs("COMPENSATED");
        run.hasCause("CANCELLED", "CANCELLED");
        run.isUndoneFromShip();
        BrokenPromise.unless(
                run.instance().at("/cause/message").asText().equals("changed my mind"),
                "The cause has the operator's reason.",
                run.instance().path("cause"));
        BrokenPromise.unless(run.events("ROLLBACK_STARTED").size() == 1, "Cancelling twice is once.", run.events());
        run.neverTried("approval");
    }
}
