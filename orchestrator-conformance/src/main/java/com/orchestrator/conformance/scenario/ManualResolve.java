package com.orchestrator.conformance.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.conformance.stage.BrokenPromise;
import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Act;

/** A person has undone it by other means and proves it: the rollback goes on, and the proof stays in the history. */
final class ManualResolve implements Scenario {

    @Override
    public String name() {
        return "manual-resolve-with-evidence";
    }

    @Override
    public void play(Stage stage) {
        stage.on("ship", Act.refuses("ADDRESS_UNKNOWN"));
        stage.on("charge:undo", Act.fails("fatal", "ACCOUNT_CLOSED"));

        Run run = stage.hire().start(Shop.chain(name()), Shop.ORDER);
        run.endsAs("COMPENSATION_FAILED");
        run.mustNot("tasks/charge/resolve", "{\"reason\":\"paid in cash\"}", 400, "INVALID_REQUEST");
        run.must("tasks/charge/resolve", "{\"evidence\":{\"receipt\":\"r-7\"},\"reason\":\"paid in cash\"}");

        run.endsAs("COMPENSATED");
        run.hasCause("FAILED", "ADDRESS_UNKNOWN", "ship");
        run.did("reserve", "charge", "reserve:undo");
        JsonNode resolved = run.events("UNDO_RESOLVED_BY_HAND").get(0);
        BrokenPromise.unless(
                resolved.toString().contains("\"receipt\":\"r-7\"")
                        && resolved.at("/data/reason").asText().equals("paid in cash"),
                "Evidence and reason stay in the history.",
                resolved);
    }
}
