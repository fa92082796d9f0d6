package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Gate;
import java.util.Set;

/** The server is killed while a worker undoes: it comes back, takes the worker's report, and goes on where it was. */
final class ServerKilledMidUndo implements Scenario {

    @Override
    public String name() {
        return "server-killed-mid-undo";
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.OWN_SERVERS);
    }

    @Override
    public void play(Stage stage) {
        Gate gate = new Gate();
        Run run = Shop.chainUndoneUpTo(gate, stage, name());
        stage.servers().killAndRestart(0, gate::open);

        run.endsAs("COMPENSATED");
        run.hasCause("FAILED", "ADDRESS_UNKNOWN", "ship");
        run.did("reserve", "charge", "charge:undo", "reserve:undo");
    }
}
