package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.http.Answer;
import com.orchestrator.conformance.stage.Attempt;
import com.orchestrator.conformance.stage.BrokenPromise;
import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Act;
import com.orchestrator.conformance.worker.Job;

/** What happened although everybody had given it up, and after its undo was done, is undone once more. */
final class LateSuccessAfterUndo implements Scenario {

    @Override
    public String name() {
        return "late-success-after-undo";
    }

    @Override
    public void play(Stage stage) {
        stage.on("charge", Act.fallsSilent(), Act.refuses("CARD_DECLINED"));
        String impatient = "task: payment.charge\n    timeouts: { lease: 3s }";

        Run run = stage.hire().start(Shop.chain(name()).replace("task: payment.charge", impatient), Shop.ORDER);
        Job late = stage.awaitJob("charge");
        stage.awaitJob("charge", 2);
        run.endsAs("COMPENSATED");
        run.did("reserve", "charge:undo", "reserve:undo");
        BrokenPromise.unless(
                stage.jobs("charge:undo")
                        .get(0)
                        .task()
                        .path("mayNotHaveHappened")
                        .asBoolean(),
                "The undo of what may not have happened says so.",
                stage.jobs("charge:undo").get(0).task());

        late.effect();
        Answer refusal = late.complete();
        BrokenPromise.unless(
                refusal.isRefusal(409, "FENCE_STALE"), "A report under a lease that is over is refused.", refusal);
        stage.awaitJob("charge:undo:2");

        run.endsAs("COMPENSATED");
        run.did("reserve", "charge:undo", "reserve:undo", "charge", "charge:undo:2");
        BrokenPromise.unless(
                run.attempts("charge").stream().anyMatch(Attempt::isLate), "The late success is kept.", run.attempts());
        BrokenPromise.unless(
                stage.jobs("charge:undo:2")
                        .get(0)
                        .input()
                        .at("/output/did")
                        .asText()
                        .equals("charge"),
                "The undo of a late success is given what it has answered.",
                stage.jobs("charge:undo:2").get(0).input());
    }
}
