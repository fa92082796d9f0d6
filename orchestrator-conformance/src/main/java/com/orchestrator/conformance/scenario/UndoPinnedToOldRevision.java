package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.stage.BrokenPromise;
import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Job;

/** How a step is undone was settled when it was done: neither a later revision nor later variables change it. */
final class UndoPinnedToOldRevision implements Scenario {

    private static final String DEFINITION = Shop.workflow("undo-pinned-to-old-revision", """
              - id: old
                set: { price: 10 }
              - id: charge
                task: payment.charge
                queue: QUEUE
                compensate: { task: payment.refund, queue: QUEUE, input: { price: "${ vars.price }" } }
              - id: new
                set: { price: 99 }
              - id: approval
                signal: { name: approval }
            """);

    @Override
    public String name() {
        return "undo-pinned-to-old-revision";
    }

    @Override
    public void play(Stage stage) {
        Run run = stage.hire().start(DEFINITION, "{}");
        run.awaitSignalTask("approval");
        stage.register(DEFINITION.replace("payment.refund", "payment.credit-note"));
        run.must("cancel", "{\"reason\":\"changed my mind\"}");

        run.endsAs("COMPENSATED");
        run.did("charge", "charge:undo");
        Job undo = stage.awaitJob("charge:undo");
        BrokenPromise.unless(
                undo.task().path("taskType").asText().equals("payment.refund"),
                "A run is undone as the revision says that it was started with.",
                undo.task());
        BrokenPromise.unless(
                undo.input().equals(Stage.json("{\"price\":10}")),
                "The input of an undo is what it was when the step was done.",
                undo.input());
    }
}
