package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;

/** The deadline of a run does not skip its rollback but starts it. */
final class DeadlineUndo implements Scenario {

    @Override
    public String name() {
        return "deadline-undo";
    }

    @Override
    public void play(Stage stage) {
        Run run = stage.hire()
                .start(
                        Shop.chainThatWaits(name()) + "timeouts: { execution: "
                                + stage.conditions().deadline() + " }\n",
                        Shop.ORDER);

        run.endsAs("COMPENSATED");
        run.hasKindOfCause("TIMED_OUT");
        run.did("reserve", "charge", "ship", "ship:undo", "charge:undo", "reserve:undo");
    }
}
