package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.stage.BrokenPromise;
import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;

/** A person who has seen its plan can undo a run that has completed; that it had completed stays in its history. */
final class CompletedRunUndone implements Scenario {

    @Override
    public String name() {
        return "completed-run-undone";
    }

    @Override
    public void play(Stage stage) {
        stage.hire();
        whole(stage);
        fromAStep(stage);
    }

    private void whole(Stage stage) {
        Run run = stage.start(Shop.chain(name()), Shop.ORDER);
        run.endsAs("COMPLETED");
        run.mustNot("compensate", "{\"reason\":\"returned\"}", 400, "INVALID_REQUEST");
        run.mustNot("compensate", "{\"planHash\":\"other\",\"reason\":\"returned\"}", 412, "PRECONDITION_FAILED");
        run.must("compensate", request("", run.plan().path("planHash").asText()));

        run.endsAs("COMPENSATED");
        run.hasKindOfCause("MANUAL");
        run.isUndoneFromShip();
        BrokenPromise.unless(
                run.events("WORKFLOW_COMPLETED").size() == 1,
                "That it had completed stays in its history.",
                run.events());
    }

    private void fromAStep(Stage stage) {
        Run run = stage.start(Shop.chain(name()), Shop.ORDER);
        run.endsAs("COMPLETED");
        String hash = run.planFrom("charge").path("planHash").asText();
        run.must("compensate", request("\"fromTaskId\":\"charge\",", hash));

        run.endsAs("COMPENSATED");
        run.did("reserve", "charge", "ship", "ship:undo", "charge:undo");
    }

    private static String request(String target, String planHash) {
        return "{" + target + "\"planHash\":\"" + planHash + "\",\"reason\":\"returned\"}";
    }
}
