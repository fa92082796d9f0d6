package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.stage.BrokenPromise;
import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Act;
import com.orchestrator.conformance.worker.Job;
import java.util.List;

/** A sub-workflow that has completed is undone with its parent, in its turn. */
final class CompletedChildUndone implements Scenario {

    private static final String CHILD = Shop.workflow("child-of-QUEUE", """
              - { id: pick, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
              - { id: pack, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
            """);

    private static final String PARENT = Shop.workflow("completed-child-undone", """
              - { id: reserve, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
              - id: parcel
                workflow:
                  name: child-of-QUEUE
                  input: { orderId: "${ input.orderId }" }
                  onParentClose: compensate
              - { id: ship, task: do, queue: QUEUE }
            """);

    @Override
    public String name() {
        return "completed-child-undone";
    }

    @Override
    public void play(Stage stage) {
        stage.on("ship", Act.refuses("ADDRESS_UNKNOWN"));
        stage.hire().register(CHILD);

        Run run = stage.start(PARENT, Shop.ORDER);

        run.endsAs("COMPENSATED");
        run.hasCause("FAILED", "ADDRESS_UNKNOWN", "ship");
        List<String> accepted = stage.jobs().stream()
                .filter(job -> job.wasAccepted("complete"))
                .map(Job::label)
                .toList();
        BrokenPromise.unless(
                accepted.equals(List.of("reserve", "pick", "pack", "pack:undo", "pick:undo", "reserve:undo")),
                "The child is undone in its turn, before what ran before it.",
                accepted);
    }
}
