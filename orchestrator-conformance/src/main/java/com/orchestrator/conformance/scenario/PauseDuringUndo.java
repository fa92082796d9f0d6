package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Gate;
import com.orchestrator.conformance.worker.Job;

/** A paused rollback takes the report of the undo under way and begins no other until it is resumed. */
final class PauseDuringUndo implements Scenario {

    @Override
    public String name() {
        return "pause-during-undo";
    }

    @Override
    public void play(Stage stage) throws InterruptedException {
        Gate gate = new Gate();
        Run run = Shop.chainUndoneUpTo(gate, stage, name());
        Job undo = stage.awaitJob("charge:undo");
        run.must("pause", "{\"reason\":\"the bank is closed\"}");
        gate.open();
        undo.awaitEnd();
        run.awaitState("PAUSED");
        run.isNotHandedOut("reserve:undo");
        run.must("resume", "{\"reason\":\"the bank is open\"}");

        run.endsAs("COMPENSATED");
        run.did("reserve", "charge", "charge:undo", "reserve:undo");
    }
}
