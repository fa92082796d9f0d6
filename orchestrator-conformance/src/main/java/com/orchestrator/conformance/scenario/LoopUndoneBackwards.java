package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Act;

/** What the turns of a loop have done is undone turn by turn, the last one first. */
final class LoopUndoneBackwards implements Scenario {

    private static final String ORDER = Shop.workflow("loop-undone-backwards", """
              - { id: reserve, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
              - id: parcels
                loop: { while: turn.index < 3 }
                do:
                  - { id: label, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
                  - { id: weigh, task: do, queue: QUEUE }
                  - { id: hand, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
              - { id: ship, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
            """);

    @Override
    public String name() {
        return "loop-undone-backwards";
    }

    @Override
    public void play(Stage stage) {
        stage.on("ship", Act.fails("fatal", "ADDRESS_UNKNOWN"));

        Run run = stage.hire().start(ORDER, Shop.ORDER);

        run.endsAs("COMPENSATED");
        run.hasCause("FAILED", "ADDRESS_UNKNOWN", "ship");
        run.did(
                "reserve",
                "label#0",
                "weigh#0",
                "hand#0",
                "label#1",
                "weigh#1",
                "hand#1",
                "label#2",
                "weigh#2",
                "hand#2",
                "hand#2:undo",
                "label#2:undo",
                "hand#1:undo",
                "label#1:undo",
                "hand#0:undo",
                "label#0:undo",
                "reserve:undo");
    }
}
