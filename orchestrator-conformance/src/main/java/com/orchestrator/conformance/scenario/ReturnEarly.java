package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.http.Answer;
import com.orchestrator.conformance.stage.BrokenPromise;
import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Act;
import com.orchestrator.conformance.worker.Gate;
import com.orchestrator.conformance.worker.Job;

/** A run returns: it completes with what is returned, what comes later is never begun, and what was beside it has lost. */
final class ReturnEarly implements Scenario {

    private static final String SEARCH = Shop.workflow("return-early", """
              - { id: reserve, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
              - id: search
                parallel:
                  branches:
                    - - { id: quick, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
                      - { id: found, return: { by: "${ tasks.quick.output.did }" } }
                    - [ { id: slow, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } } ]
              - { id: ship, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
            output: { by: nobody }
            """);

    @Override
    public String name() {
        return "return-early";
    }

    @Override
    public void play(Stage stage) {
        Gate gate = new Gate();
        stage.on("quick", Act.at(gate, Act.does()));
        stage.on("slow", Act.fallsSilent());
        Run run = stage.hire().hire().start(SEARCH, Shop.ORDER);
        Job slow = stage.awaitJob("slow");
        gate.open();

        run.endsAs("COMPLETED");
        BrokenPromise.unless(
                run.instance().path("output").equals(Stage.json("{\"by\":\"quick\"}")),
                "The output is what was returned.",
                run.instance());
        run.neverTried("ship");
        run.neverTried("reserve:undo");

        slow.effect();
        Answer refusal = slow.complete();
        BrokenPromise.unless(
                refusal.isRefusal(409, "FENCE_STALE"), "A report that nobody waits for any more is refused.", refusal);
        run.awaitDone("slow:undo");
        run.endsAs("COMPLETED");
        run.did("reserve", "quick", "slow", "slow:undo");
    }
}
