package com.orchestrator.conformance.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.conformance.stage.BrokenPromise;
import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Act;
import com.orchestrator.conformance.worker.Job;
import java.util.regex.Pattern;

/** An undo that nobody will manage is not hidden: run, list, attempts, history and metrics show it until a person acts. */
final class UndoFailsForGood implements Scenario {

    @Override
    public String name() {
        return "undo-fails-for-good-visible-everywhere";
    }

    @Override
    public void play(Stage stage) {
        stage.on("ship", Act.refuses("ADDRESS_UNKNOWN"));
        stage.on("charge:undo", UndoFailsForGood::refund);

        Run run = stage.hire().start(Shop.chain(name()), Shop.ORDER);

        run.endsAs("COMPENSATION_FAILED");
        run.did("reserve", "charge");
        isVisible(stage, run);
        isResolved(stage, run);
        // A server that was killed begins to count anew.
        if (!run.isDisturbed()) {
            stage.awaitMetric("Metrics count undos that gave up.", Pattern.compile("dead_letter|COMPENSATION_FAILED"));
        }
    }

    private static void isResolved(Stage stage, Run run) {
        run.must(
                "tasks/charge/retry",
                "{\"input\":{\"account\":\"other\"},\"reason\":\"the customer has a new account\"}");
        run.endsAs("COMPENSATED");
        run.hasCause("FAILED", "ADDRESS_UNKNOWN", "ship");
        run.did("reserve", "charge", "charge:undo", "reserve:undo");
        BrokenPromise.unless(
                stage.jobs("charge:undo").stream()
                        .anyMatch(job -> job.input().equals(Stage.json("{\"account\":\"other\"}"))),
                "An undo that a person tries again gets the input the person has edited.",
                stage.jobs("charge:undo").stream().map(job -> job.input()).toList());
    }

    private static void refund(Job undo) {
        Act act = undo.input().has("account") ? Act.does() : Act.fails("fatal", "ACCOUNT_CLOSED");
        act.perform(undo);
    }

    private static void isVisible(Stage stage, Run run) {
        JsonNode stuck = stage.api()
                .get("/instances?state=COMPENSATION_FAILED&runId=" + run.runId())
                .body();
        BrokenPromise.unless(stuck.path("items").size() == 1, "The list of stuck runs has the run.", stuck);
        BrokenPromise.unless(
                run.attempts("charge:undo").toString().contains("FAILED ACCOUNT_CLOSED"),
                "The attempts show the undo that failed, and why.",
                run.attempts("charge:undo"));
        BrokenPromise.unless(
                run.events("UNDO_GAVE_UP").size() == 1, "History says that the undo gave up.", run.events());
        BrokenPromise.unless(
                run.plan().toString().contains("reserve"), "The plan shows what is still to be undone.", run.plan());
    }
}
