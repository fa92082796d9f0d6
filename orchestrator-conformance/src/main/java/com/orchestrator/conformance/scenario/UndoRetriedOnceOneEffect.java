package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.stage.BrokenPromise;
import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Act;
import com.orchestrator.conformance.worker.Job;

/** An undo that happened but reported a failure is tried again under the same key, so that it takes effect once. */
final class UndoRetriedOnceOneEffect implements Scenario {

    @Override
    public String name() {
        return "undo-retried-once-one-effect";
    }

    @Override
    public void play(Stage stage) {
        stage.on("ship", Act.refuses("ADDRESS_UNKNOWN"));
        stage.on("charge:undo", Act.doesButFails("retryable", "PSP_TIMEOUT"), Act.does());
        String quickly = "compensate: { task: payment.refund, queue: QUEUE, retry: { initialInterval: 10ms } }";

        Run run = stage.hire()
                .start(
                        Shop.chain(name()).replace("compensate: { task: payment.refund, queue: QUEUE }", quickly),
                        Shop.ORDER);

        run.endsAs("COMPENSATED");
        run.did("reserve", "charge", "charge:undo", "reserve:undo");
        BrokenPromise.unless(
                stage.jobs("charge:undo").stream().map(Job::key).distinct().count() == 1
                        && stage.jobs("charge:undo").size() >= 2,
                "All attempts at an undo carry the same idempotency key.",
                stage.jobs("charge:undo").stream().map(Job::key).toList());
        BrokenPromise.unless(
                run.attempts("charge:undo").stream()
                                .anyMatch(attempt -> attempt.state().equals("FAILED"))
                        || run.isDisturbed(),
                "Each attempt at an undo is an execution of its own.",
                run.attempts("charge:undo"));
    }
}
