package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.http.Answer;
import com.orchestrator.conformance.stage.BrokenPromise;
import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Act;
import com.orchestrator.conformance.worker.Gate;
import com.orchestrator.conformance.worker.Job;

/** Who loses a join and has done the work all the same has it undone, also after the run has completed. */
final class JoinLoserUndone implements Scenario {

    private static final String RACE = Shop.workflow("join-loser-undone", """
              - id: offers
                parallel:
                  join: any
                  branches:
                    - [ { id: quick, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } } ]
                    - [ { id: slow, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } } ]
            """);

    @Override
    public String name() {
        return "join-loser-undone";
    }

    @Override
    public void play(Stage stage) {
        Gate gate = new Gate();
        stage.on("quick", Act.at(gate, Act.does()));
        stage.on("slow", Act.fallsSilent());
        Run run = stage.hire().hire().start(RACE, Shop.ORDER);
        Job slow = stage.awaitJob("slow");
        gate.open();
        run.endsAs("COMPLETED");
        run.neverTried("slow:undo");

        slow.effect();
        Answer refusal = slow.complete();
        BrokenPromise.unless(
                refusal.isRefusal(409, "FENCE_STALE"), "A report that nobody waits for any more is refused.", refusal);
        stage.awaitJob("slow:undo");

        run.awaitDone("slow:undo");
        run.endsAs("COMPLETED");
        run.did("quick", "slow", "slow:undo");
    }
}
