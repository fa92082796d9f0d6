package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.stage.BrokenPromise;
import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Act;

/** A failure is handled by its code, by one handler, which sees it; then the run goes on behind the task. */
final class HandlerByCode implements Scenario {

    private static final String ORDER = Shop.workflow("handler-by-code", """
              - { id: reserve, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
              - id: charge
                task: do
                queue: QUEUE
                compensate: { task: undo, queue: QUEUE }
                onError:
                  - { codes: [LIMIT_REACHED], do: [ { id: wait, task: do, queue: QUEUE } ] }
                  - codes: [CARD_DECLINED]
                    do: [ { id: invoice, task: do, queue: QUEUE, input: { because: "${ error.code }" } } ]
                    then: continue
                  - { do: [ { id: alarm, task: do, queue: QUEUE } ], then: fail }
              - { id: ship, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
            """);

    @Override
    public String name() {
        return "handler-by-code";
    }

    @Override
    public void play(Stage stage) {
        stage.on("charge", Act.fails("fatal", "CARD_DECLINED"));

        Run run = stage.hire().start(ORDER, Shop.ORDER);

        run.endsAs("COMPLETED");
        run.did("reserve", "invoice", "ship");
        run.neverTried("wait");
        run.neverTried("alarm");
        run.neverTried("charge:undo");
        BrokenPromise.unless(
                stage.jobs("invoice").get(0).input().equals(Stage.json("{\"because\":\"CARD_DECLINED\"}")),
                "A handler sees the failure that it is about.",
                stage.jobs("invoice").get(0).input());
    }
}
