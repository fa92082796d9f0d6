package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.http.Answer;
import com.orchestrator.conformance.stage.BrokenPromise;
import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Act;
import com.orchestrator.conformance.worker.Gate;
import com.orchestrator.conformance.worker.Job;

/** A worker that was given up reports after all: it is refused, its word is kept, and the attempt after it counts. */
final class LeaseExpiredThenLateSuccess implements Scenario {

    @Override
    public String name() {
        return "lease-expired-then-late-success";
    }

    @Override
    public void play(Stage stage) {
        Gate gate = new Gate();
        stage.on("charge", Act.doesAndFallsSilent(), Act.at(gate, Act.does()));
        String impatient = "task: payment.charge\n    timeouts: { lease: 3s }";

        Run run = stage.hire().start(Shop.chain(name()).replace("task: payment.charge", impatient), Shop.ORDER);
        Job late = stage.awaitJob("charge");
        stage.awaitJob("charge", 2);
        Answer refusal = late.complete();
        BrokenPromise.unless(
                refusal.isRefusal(409, "FENCE_STALE"), "A report under a lease that is over is refused.", refusal);
        gate.open();

        run.endsAs("COMPLETED");
        run.did("reserve", "charge", "ship");
        BrokenPromise.unless(
                run.attempts("charge").stream()
                        .anyMatch(attempt -> attempt.isLate() && attempt.state().equals("UNKNOWN")),
                "The late success is kept beside the attempt whose outcome was unknown.",
                run.attempts("charge"));
        BrokenPromise.unless(
                stage.jobs("charge").get(1).fenceToken() > late.fenceToken(),
                "The next lease has a higher fence token.",
                stage.jobs("charge").get(1).task());
        BrokenPromise.unless(
                stage.jobs("charge").get(1).key().equals(late.key()),
                "All attempts at a task carry the same idempotency key.",
                stage.jobs("charge").get(1).key());
    }
}
