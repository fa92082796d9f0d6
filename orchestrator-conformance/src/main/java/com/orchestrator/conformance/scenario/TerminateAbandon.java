package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;

/** Whoever abandons effects has to say that it is meant, and why; then nothing is undone. */
final class TerminateAbandon implements Scenario {

    @Override
    public String name() {
        return "terminate-abandon-needs-reason";
    }

    @Override
    public void play(Stage stage) {
        Run run = stage.hire().start(Shop.chainThatWaits(name()), Shop.ORDER);
        run.awaitSignalTask("approval");

        run.mustNot("terminate", "{}", 400, "INVALID_REQUEST");
        run.mustNot("terminate", "{\"reason\":\"bankrupt\"}", 400, "INVALID_REQUEST");
        run.mustNot("terminate", "{\"compensate\":false}", 400, "INVALID_REQUEST");
        run.awaitState("RUNNING");
        run.must("terminate", "{\"compensate\":false,\"reason\":\"bankrupt\"}");

        run.endsAs("TERMINATED");
        run.hasCause("MANUAL", "TERMINATED");
        run.did("reserve", "charge", "ship");
        run.neverTried("ship:undo");
    }
}
