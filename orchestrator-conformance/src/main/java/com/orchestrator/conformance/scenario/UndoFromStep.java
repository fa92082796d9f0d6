package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;

/** An operator undoes down to and including one step: to stop there, or to go forward again from it. */
final class UndoFromStep implements Scenario {

    @Override
    public String name() {
        return "undo-from-step";
    }

    @Override
    public void play(Stage stage) {
        stage.hire();
        stops(stage);
        goesForwardAgain(stage);
    }

    private void stops(Stage stage) {
        Run run = stage.start(Shop.chainThatWaits(name()), Shop.ORDER);
        run.awaitSignalTask("approval");
        run.mustNot("compensate", "{\"fromTaskId\":\"nothing\",\"reason\":\"x\"}", 404, "NOT_FOUND");
        run.must("compensate", "{\"fromTaskId\":\"charge\",\"reason\":\"wrong price\"}");

        run.endsAs("COMPENSATED");
        run.hasKindOfCause("MANUAL");
        run.did("reserve", "charge", "ship", "ship:undo", "charge:undo");
    }

    private void goesForwardAgain(Stage stage) {
        Run run = stage.start(Shop.chainThatWaits(name()), Shop.ORDER);
        run.awaitSignalTask("approval");
        run.must("compensate", "{\"fromTaskId\":\"charge\",\"then\":\"retry\",\"reason\":\"wrong price\"}");
        run.awaitDone("ship@2");
        run.signal("approval", "{}");

        run.endsAs("COMPLETED");
        run.did("reserve", "charge", "ship", "ship:undo", "charge:undo", "charge@2", "ship@2");
    }
}
