package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Act;

/** A step in the middle fails for good: what was before is undone, what comes after is never begun. */
final class FailAtMiddle implements Scenario {

    @Override
    public String name() {
        return "fail-at-middle";
    }

    @Override
    public void play(Stage stage) {
        stage.on("charge", Act.fails("fatal", "CARD_DECLINED"));

        Run run = stage.hire().start(Shop.chain(name()), Shop.ORDER);

        run.endsAs("COMPENSATED");
        run.hasCause("FAILED", "CARD_DECLINED", "charge");
        run.did("reserve", "reserve:undo");
        run.neverTried("ship");
    }
}
