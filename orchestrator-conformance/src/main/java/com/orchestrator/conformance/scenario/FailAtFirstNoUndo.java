package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Act;

/** The first step says no: there is nothing to undo, and the run says so by ending as failed and not as compensated. */
final class FailAtFirstNoUndo implements Scenario {

    @Override
    public String name() {
        return "fail-at-first-no-undo";
    }

    @Override
    public void play(Stage stage) {
        stage.on("reserve", Act.refuses("OUT_OF_STOCK"));

        Run run = stage.hire().start(Shop.chain(name()), Shop.ORDER);

        run.awaitEnd();
        // A refusal that is lost with its server leaves doubt, and what is in doubt is undone.
        boolean isInDoubt = run.isDisturbed() && !run.attempts("reserve:undo").isEmpty();
        run.endsAs(isInDoubt ? "COMPENSATED" : "FAILED");
        run.hasCause("FAILED", "OUT_OF_STOCK", "reserve");
        run.did();
        run.neverTried("charge");
    }
}
