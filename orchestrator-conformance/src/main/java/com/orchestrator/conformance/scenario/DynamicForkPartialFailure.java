package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.stage.BrokenPromise;
import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Act;

/** One item of a map fails: what the other items have done is undone, item by item, and then what was before the map. */
final class DynamicForkPartialFailure implements Scenario {

    private static final String DEFINITION = Shop.workflow("dynamic-fork-partial-failure", """
              - { id: reserve, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
              - id: ship
                map:
                  items: ${ input.parcels }
                  as: parcel
                  maxConcurrency: 1
                do:
                  - id: label
                    task: shipping.label
                    queue: QUEUE
                    input: { parcel: "${ parcel }" }
                    compensate: { task: shipping.void, queue: QUEUE, input: { parcel: "${ parcel }" } }
                  - id: handover
                    task: shipping.handover
                    queue: QUEUE
                    input: { parcel: "${ parcel }" }
            """);

    @Override
    public String name() {
        return "dynamic-fork-partial-failure";
    }

    @Override
    public void play(Stage stage) {
        Act handover =
                job -> (job.input().path("parcel").asText().equals("heavy") ? Act.refuses("TOO_HEAVY") : Act.does())
                        .perform(job);
        stage.on("handover", handover);

        Run run = stage.hire().start(DEFINITION, "{\"parcels\":[\"light\",\"heavy\",\"never\"]}");

        run.endsAs("COMPENSATED");
        run.hasCause("FAILED", "TOO_HEAVY");
        String[] done = run.done().stream()
                .map(DynamicForkPartialFailure::withoutIteration)
                .toArray(String[]::new);
        BrokenPromise.unless(
                String.join(" ", done).equals("reserve label handover label label:undo label:undo reserve:undo"),
                "Labels of both items are undone, then what was before the map; the third item is never begun.",
                run.done());
        BrokenPromise.unless(
                run.done().stream().distinct().count() == done.length, "Each item has a key of its own.", run.done());
        eachItemIsUndoneWithItsOwnInput(stage);
    }

    private static String withoutIteration(String label) {
        return label.replaceAll("#[^:@]*", "");
    }

    private static void eachItemIsUndoneWithItsOwnInput(Stage stage) {
        stage.jobs().stream()
                .filter(job -> job.isUndo() && job.label().startsWith("label"))
                .forEach(undo -> BrokenPromise.unless(
                        stage.jobs().stream()
                                .filter(job -> undo.key().equals(job.key() + ":undo"))
                                .allMatch(job -> job.input().equals(undo.input())),
                        "The undo of an item is given the item's own input.",
                        undo.task()));
    }
}
