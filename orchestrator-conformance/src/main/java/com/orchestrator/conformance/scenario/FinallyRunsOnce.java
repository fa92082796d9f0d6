package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.http.Answer;
import com.orchestrator.conformance.stage.BrokenPromise;
import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Act;
import com.orchestrator.conformance.worker.Job;
import java.util.List;

/**
 * What is to be done after a rollback is done once: some of it when an undo has given up, the rest when all is undone, before the
 * run ends; and nothing of it again for what comes late.
 */
final class FinallyRunsOnce implements Scenario {

    private static final String ORDER = Shop.workflow("finally-runs-once", """
              - { id: reserve, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
              - { id: charge, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
              - { id: ship, task: do, queue: QUEUE, timeouts: { lease: 3s }, compensate: { task: undo, queue: QUEUE } }
            saga:
              finally:
                undoFailed: [ { id: alarm, task: do, queue: QUEUE, input: { of: "${ error.taskId }" } } ]
                rolledBack: [ { id: apologise, task: do, queue: QUEUE, input: { for: "${ error.code }" } } ]
            """);

    @Override
    public String name() {
        return "finally-runs-once";
    }

    @Override
    public void play(Stage stage) {
        stage.on("ship", Act.fallsSilent(), Act.refuses("ADDRESS_UNKNOWN"));
        stage.on("charge:undo", FinallyRunsOnce::refund);

        Run run = stage.hire().start(ORDER, Shop.ORDER);

        Job late = stage.awaitJob("ship");
        run.endsAs("COMPENSATION_FAILED");
        run.awaitDone("alarm");
        run.neverTried("apologise");
        BrokenPromise.unless(
                run.plan().path("follows").findValuesAsText("taskId").equals(List.of("apologise")),
                "The plan says what follows a rollback, and not what is done.",
                run.plan().path("follows"));
        run.must("tasks/charge/retry", "{\"input\":{\"account\":\"other\"},\"reason\":\"there is another account\"}");
        run.endsAs("COMPENSATED");
        run.hasCause("FAILED", "ADDRESS_UNKNOWN", "ship");
        run.did("reserve", "charge", "ship:undo", "alarm", "charge:undo", "reserve:undo", "apologise");
        isTold(stage, "alarm", "{\"of\":\"charge\"}");
        isTold(stage, "apologise", "{\"for\":\"ADDRESS_UNKNOWN\"}");

        late.effect();
        Answer refusal = late.complete();
        BrokenPromise.unless(
                refusal.isRefusal(409, "FENCE_STALE"), "A report under a lease that is over is refused.", refusal);
        stage.awaitJob("ship:undo:2");
        run.endsAs("COMPENSATED");
        BrokenPromise.unless(run.events("FINALLY_BEGAN").size() == 2, "Both begin once.", run.events("FINALLY_BEGAN"));
    }

    private static void refund(Job undo) {
        Act act = undo.input().has("account") ? Act.does() : Act.fails("fatal", "ACCOUNT_CLOSED");
        act.perform(undo);
    }

    private static void isTold(Stage stage, String label, String input) {
        BrokenPromise.unless(
                stage.jobs(label).get(0).input().equals(Stage.json(input)),
                "What follows a rollback sees why there was one.",
                stage.jobs(label).get(0).input());
    }
}
