package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Act;

/** A failure rolls back to a save-point and goes forward again from there; so does an operator. */
final class SavepointThenForward implements Scenario {

    private static final String DEFINITION = Shop.workflow("savepoint-then-forward", """
              - { id: reserve, task: do, queue: QUEUE, savepoint: reserved, compensate: { task: undo, queue: QUEUE } }
              - { id: charge, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
              - id: ship
                task: do
                queue: QUEUE
                onFailure: { rollbackTo: reserved, then: retry(1) }
                compensate: { task: undo, queue: QUEUE }
              - id: approval
                signal: { name: approval }
            """);

    @Override
    public String name() {
        return "savepoint-then-forward";
    }

    @Override
    public void play(Stage stage) {
        stage.on("ship", Act.refuses("NO_CARRIER"));
        stage.on("ship@2", Act.does()).on("ship@3", Act.does());

        Run run = stage.hire().start(DEFINITION, Shop.ORDER);
        run.awaitDone("ship@2");
        run.did("reserve", "charge", "charge:undo", "charge@2", "ship@2");
        run.awaitSignalTask("approval");
        run.must("compensate", "{\"toSavepoint\":\"reserved\",\"then\":\"retry\",\"reason\":\"once more\"}");
        run.awaitDone("ship@3");
        run.signal("approval", "{}");

        run.endsAs("COMPLETED");
        run.did(
                "reserve",
                "charge",
                "charge:undo",
                "charge@2",
                "ship@2",
                "ship@2:undo",
                "charge@2:undo",
                "charge@3",
                "ship@3");
    }
}
