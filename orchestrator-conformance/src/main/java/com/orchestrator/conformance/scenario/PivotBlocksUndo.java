package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.stage.BrokenPromise;
import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Act;

/** Behind the pivot nothing is undone by itself; a person can, but must mean it. */
final class PivotBlocksUndo implements Scenario {

    private static final String DEFINITION = Shop.workflow("pivot-blocks-undo", """
              - { id: reserve, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
              - { id: charge, task: do, queue: QUEUE, pivot: true, compensate: { task: undo, queue: QUEUE } }
              - { id: ship, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
            """);

    @Override
    public String name() {
        return "pivot-blocks-undo";
    }

    @Override
    public void play(Stage stage) {
        stage.on("ship", Act.refuses("ADDRESS_UNKNOWN"));

        Run run = stage.hire().start(DEFINITION, Shop.ORDER);

        run.awaitState("SUSPENDED");
        run.did("reserve", "charge");
        var unforced = run.tryTo("compensate", "{\"reason\":\"all wrong\"}");
        BrokenPromise.unless(
                unforced.status() == 409 || unforced.status() == 400,
                "Crossing the pivot without 'force' is refused.",
                unforced);
        run.must("compensate", "{\"force\":true,\"reason\":\"all wrong\"}");

        run.endsAs("COMPENSATED");
        run.did("reserve", "charge", "charge:undo", "reserve:undo");
    }
}
