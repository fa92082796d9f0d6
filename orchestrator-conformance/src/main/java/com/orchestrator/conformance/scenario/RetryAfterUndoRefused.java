package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Act;

/** What was undone does not go forward again by retrying a task. */
final class RetryAfterUndoRefused implements Scenario {

    @Override
    public String name() {
        return "retry-after-undo-refused";
    }

    @Override
    public void play(Stage stage) {
        stage.on("ship", Act.refuses("ADDRESS_UNKNOWN"));

        Run run = stage.hire().start(Shop.chain(name()), Shop.ORDER);

        run.endsAs("COMPENSATED");
        run.mustNot("tasks/ship/retry", "{\"reason\":\"found the address\"}", 409, "ILLEGAL_STATE");
        run.mustNot("tasks/charge/retry", "{\"reason\":\"again\"}", 409, "ILLEGAL_STATE");
        run.endsAs("COMPENSATED");
        run.did("reserve", "charge", "charge:undo", "reserve:undo");
    }
}
