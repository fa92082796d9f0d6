package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.stage.BrokenPromise;
import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Act;
import com.orchestrator.conformance.worker.Job;
import java.util.List;

/** A sub-workflow that has failed goes on from the step it failed of, when its task is retried where it was started. */
final class FailedChildRetried implements Scenario {

    private static final String NO_UNDO = "saga: { compensateOn: [] }\ntasks:";

    private static final String CHILD =
            Shop.workflow("retried-child-of-QUEUE", """
              - { id: pick, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
              - { id: pack, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
            """).replace("tasks:", NO_UNDO);

    private static final String PARENT =
            Shop.workflow("failed-child-retried", """
              - { id: reserve, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
              - id: parcel
                workflow:
                  name: retried-child-of-QUEUE
                  input: { orderId: "${ input.orderId }" }
              - { id: ship, task: do, queue: QUEUE }
            """).replace("tasks:", NO_UNDO);

    @Override
    public String name() {
        return "failed-child-retried";
    }

    @Override
    public void play(Stage stage) {
        stage.on("pack", Act.refuses("NO_BOX"), Act.does());
        stage.hire().register(CHILD);

        Run run = stage.start(PARENT, Shop.ORDER);
        run.endsAs("FAILED");
        run.hasCause("FAILED", "NO_BOX", "parcel");
        run.must("tasks/parcel/retry", "{\"reason\":\"boxes are here\"}");

        run.endsAs("COMPLETED");
        List<String> accepted = stage.jobs().stream()
                .filter(job -> job.wasAccepted("complete"))
                .map(Job::label)
                .toList();
        BrokenPromise.unless(
                accepted.equals(List.of("reserve", "pick", "pack", "ship")),
                "The child goes on from the step it failed of, and nothing is done twice.",
                accepted);
    }
}
