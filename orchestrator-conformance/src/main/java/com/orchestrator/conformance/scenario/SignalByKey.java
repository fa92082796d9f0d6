package com.orchestrator.conformance.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.conformance.http.Answer;
import com.orchestrator.conformance.http.Api;
import com.orchestrator.conformance.stage.BrokenPromise;
import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import java.util.List;

/** A signal finds its runs by their key: all open ones that have it, and no others; each takes it once, however often it is sent. */
final class SignalByKey implements Scenario {

    private static final String ORDER = Shop.workflow("signal-by-key-QUEUE", """
              - { id: reserve, task: do, queue: QUEUE, compensate: { task: undo, queue: QUEUE } }
              - { id: paid, signal: { name: paid, key: "${ input.key }" } }
              - { id: ship, task: do, queue: QUEUE, input: { by: "${ tasks.paid.output.by }" } }
            """);

    @Override
    public String name() {
        return "signal-by-key";
    }

    @Override
    public void play(Stage stage) {
        var definition = stage.hire().register(ORDER);
        String key = definition.name();
        Run one = stage.start(definition, "{\"key\":\"" + key + "\"}");
        Run two = stage.start(definition, "{\"key\":\"" + key + "\"}");
        Run other = stage.start(definition, "{\"key\":\"" + key + "-other\"}");
        List.of(one, two, other).forEach(run -> run.awaitSignalTask("paid"));

        Answer sent = send(stage, key, "psp-1");
        Answer again = send(stage, key, "psp-1");

        BrokenPromise.unless(
                sent.isRepeated()
                        || (sent.isOk() && sent.body().path("instanceIds").size() == 2),
                "All runs of the key take it.",
                sent);
        BrokenPromise.unless(
                again.isOk() || again.isRefusal(404, "NOT_FOUND"),
                "A signal that is repeated has no second effect, or finds the runs ended.",
                again);
        one.endsAs("COMPLETED");
        two.endsAs("COMPLETED");
        List.of(one, two).forEach(run -> {
            run.did("reserve", "ship");
            BrokenPromise.unless(
                    run.events("SIGNAL_CONSUMED").size() == 1, "It is taken once.", run.events("SIGNAL_CONSUMED"));
        });
        BrokenPromise.unless(
                other.events("SIGNAL_RECEIVED").isEmpty(), "A run of another key is not sent it.", other.events());
        Answer late = send(stage, key, "psp-2");
        BrokenPromise.unless(
                late.isRefusal(404, "NOT_FOUND"), "Runs that have ended take no signal, and that is said.", late);
        other.must("cancel", "{\"reason\":\"enough\"}");
        other.endsAs("COMPENSATED");
    }

    private static Answer send(Stage stage, String key, String signalId) {
        ObjectNode body = Api.JSON
                .createObjectNode()
                .put("namespace", Stage.NAMESPACE)
                .put("name", "paid")
                .put("key", key)
                .put("signalId", signalId);
        body.putObject("payload").put("by", "card");
        return stage.api().post("/signals", body);
    }
}
