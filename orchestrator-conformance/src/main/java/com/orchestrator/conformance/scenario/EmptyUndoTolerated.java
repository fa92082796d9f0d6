package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.stage.BrokenPromise;
import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Act;
import com.orchestrator.conformance.worker.Job;

/** A step that may have happened, but has not: its undo is told so, finds nothing, and all is well. */
final class EmptyUndoTolerated implements Scenario {

    private static final String DEFINITION = Shop.workflow("empty-undo-tolerated", """
              - id: charge
                task: payment.charge
                queue: QUEUE
                timeouts: { lease: 3s }
                compensate:
                  task: payment.refund
                  queue: QUEUE
                  input: { chargeId: "${ output.?chargeId.orValue(null) }" }
              - { id: ship, task: shipping.ship, queue: QUEUE, compensate: { task: shipping.recall, queue: QUEUE, when: completed } }
            """);

    @Override
    public String name() {
        return "empty-undo-tolerated";
    }

    @Override
    public void play(Stage stage) {
        stage.on("charge", Act.fallsSilent(), Act.refuses("CARD_DECLINED"));
        stage.on("charge:undo", Act.findsNothingToUndo());

        Run run = stage.hire().start(DEFINITION, "{}");

        run.endsAs("COMPENSATED");
        run.hasCause("FAILED", "CARD_DECLINED", "charge");
        run.did();
        Job undo = stage.awaitJob("charge:undo");
        BrokenPromise.unless(
                undo.task().path("mayNotHaveHappened").asBoolean(),
                "The undo of what may not have happened says so.",
                undo.task());
        BrokenPromise.unless(
                undo.input().equals(Stage.json("{\"chargeId\":null}")),
                "Without an answer of the step its output is empty.",
                undo.input());
        run.neverTried("ship");
    }
}
