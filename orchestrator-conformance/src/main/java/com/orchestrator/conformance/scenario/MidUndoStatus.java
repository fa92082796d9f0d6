package com.orchestrator.conformance.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.conformance.http.Answer;
import com.orchestrator.conformance.stage.BrokenPromise;
import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Gate;

/** Whoever looks in the middle of a rollback sees what is being undone, what is still to come, and why. */
final class MidUndoStatus implements Scenario {

    @Override
    public String name() {
        return "mid-undo-status";
    }

    @Override
    public void play(Stage stage) {
        Gate gate = new Gate();
        Run run = Shop.chainUndoneUpTo(gate, stage, name());

        BrokenPromise.unless(run.state().equals("COMPENSATING"), "The run is COMPENSATING.", run.state());
        run.hasCause("FAILED", "ADDRESS_UNKNOWN", "ship");
        showsWhatIsUnderWay(stage, run);
        gate.open();

        run.endsAs("COMPENSATED");
        run.did("reserve", "charge", "charge:undo", "reserve:undo");
    }

    private static void showsWhatIsUnderWay(Stage stage, Run run) {
        Answer result = stage.api().get("/instances/" + run.instanceId() + "/result");
        BrokenPromise.unless(result.status() == 202, "There is no result yet.", result);
        BrokenPromise.unless(
                run.attempts("charge:undo").stream()
                                .anyMatch(attempt -> attempt.state().equals("LEASED"))
                        || stage.conditions().isDisturbed(),
                "The attempts show the undo that is under way.",
                run.attempts());
        run.neverTried("reserve:undo");
        JsonNode plan = run.plan();
        BrokenPromise.unless(
                plan.at("/items/0/taskId").asText().equals("reserve"), "The plan shows what is left.", plan);
        BrokenPromise.unless(
                run.events("ROLLBACK_STARTED").size() == 1, "History says when the rollback began.", run.events());
    }
}
