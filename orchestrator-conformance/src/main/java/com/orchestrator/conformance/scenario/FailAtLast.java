package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.stage.BrokenPromise;
import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Act;

/** The last step says no: it did nothing, so it is not undone; all before it is, last first. */
final class FailAtLast implements Scenario {

    @Override
    public String name() {
        return "fail-at-last";
    }

    @Override
    public void play(Stage stage) {
        stage.on("ship", Act.refuses("ADDRESS_UNKNOWN"));

        Run run = stage.hire().start(Shop.chain(name()), Shop.ORDER);

        run.endsAs("COMPENSATED");
        run.hasCause("FAILED", "ADDRESS_UNKNOWN", "ship");
        run.did("reserve", "charge", "charge:undo", "reserve:undo");
        BrokenPromise.unless(
                stage.jobs("charge:undo").get(0).input().equals(Stage.json("""
                        {"input":{"orderId":"o-1","amount":42.5},"output":{"did":"charge","attempt":1}}""")) || run.isDisturbed(),
                "An undo is given what the step was given and has answered.",
                stage.jobs("charge:undo").get(0).input());
    }
}
