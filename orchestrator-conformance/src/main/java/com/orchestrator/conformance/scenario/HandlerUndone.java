package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Act;

/** What a handler has done is undone in its turn, when the run fails later; its own failure goes outwards. */
final class HandlerUndone implements Scenario {

    private static final String ORDER = Shop.workflow("handler-undone", """
              - { id: reserve, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
              - id: pay
                do:
                  - { id: coupon, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
                  - { id: charge, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
                onError:
                  - codes: [CARD_DECLINED]
                    do: [ { id: invoice, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } } ]
              - { id: ship, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
            """);

    @Override
    public String name() {
        return "handler-undone";
    }

    @Override
    public void play(Stage stage) {
        stage.on("charge", Act.fails("fatal", "CARD_DECLINED"));
        stage.on("ship", Act.fails("fatal", "ADDRESS_UNKNOWN"));

        Run run = stage.hire().start(ORDER, Shop.ORDER);

        run.endsAs("COMPENSATED");
        run.hasCause("FAILED", "ADDRESS_UNKNOWN", "ship");
        run.did("reserve", "coupon", "invoice", "invoice:undo", "coupon:undo", "reserve:undo");
    }
}
