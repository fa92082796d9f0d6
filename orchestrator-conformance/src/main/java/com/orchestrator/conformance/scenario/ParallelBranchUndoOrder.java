package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.stage.BrokenPromise;
import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Act;
import com.orchestrator.conformance.worker.Gate;

/** Each branch is undone against its direction, branches do not wait for each other, and what was before them comes last. */
final class ParallelBranchUndoOrder implements Scenario {

    private static final String DEFINITION = Shop.workflow("parallel-branch-undo-order", """
              - { id: reserve, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
              - id: both
                parallel:
                  branches:
                    - - { id: flight, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
                      - { id: seat, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
                    - - { id: hotel, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
                      - { id: breakfast, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
              - { id: pay, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
            """);

    @Override
    public String name() {
        return "parallel-branch-undo-order";
    }

    @Override
    public void play(Stage stage) {
        Gate gate = new Gate();
        stage.on("pay", Act.refuses("CARD_DECLINED"));
        stage.on("seat:undo", Act.at(gate, Act.does()));

        Run run = stage.hire().start(DEFINITION, "{}");
        stage.awaitJob("seat:undo");
        run.awaitDone("hotel:undo");
        run.neverTried("flight:undo");
        run.neverTried("reserve:undo");
        gate.open();

        run.endsAs("COMPENSATED");
        run.didInAnyOrder(
                "reserve",
                "flight",
                "seat",
                "hotel",
                "breakfast",
                "seat:undo",
                "breakfast:undo",
                "flight:undo",
                "hotel:undo",
                "reserve:undo");
        run.didBefore("seat:undo", "flight:undo");
        run.didBefore("breakfast:undo", "hotel:undo");
        BrokenPromise.unless(
                run.done().indexOf("reserve:undo") == run.done().size() - 1,
                "What ran before the branches is undone after them.",
                run.done());
    }
}
