package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.stage.BrokenPromise;
import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;

/** All goes well: every step once, in order, nothing undone, and the output of the last attempts. */
final class ForwardOnly implements Scenario {

    @Override
    public String name() {
        return "forward-only";
    }

    @Override
    public void play(Stage stage) {
        Run run = stage.hire().start(Shop.chain(name()) + """
                output: { orderId: "${ input.orderId }", shipped: "${ tasks.ship.output.did }" }
                """, Shop.ORDER);

        run.endsAs("COMPLETED");
        run.did("reserve", "charge", "ship");
        BrokenPromise.unless(
                run.instance().path("output").equals(Stage.json("{\"orderId\":\"o-1\",\"shipped\":\"ship\"}")),
                "The output is what the definition says.",
                run.instance());
        BrokenPromise.unless(run.instance().path("cause").isNull(), "What completes has no cause.", run.instance());
        BrokenPromise.unless(
                stage.jobs("charge").get(0).input().equals(Stage.json("{\"orderId\":\"o-1\",\"amount\":42.5}")),
                "The input of a task is what the definition says.",
                stage.jobs("charge").get(0).input());
    }
}
