package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.cli.command.Argument;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.command.Kind;
import com.orchestrator.cli.command.Option;
import com.orchestrator.cli.command.Verb;
import com.orchestrator.cli.http.Api;
import com.orchestrator.cli.output.Json;
import com.orchestrator.cli.output.View;
import java.util.ArrayList;
import java.util.List;

/** Messages to runs: to one by its id, to all of a key, and to one that is started when it is not there. */
final class SignalVerbs {

    private static final Argument SIGNAL = Argument.one("SIGNAL", "The name of the message.");
    private static final Argument SIGNAL_OF_NAMESPACE =
            Argument.one("SIGNAL", "NAMESPACE/NAME of the message, or NAME with --namespace.");
    private static final Argument KEY = Argument.one("KEY", "What the signal's key says in the runs it is for.");
    private static final Option PAYLOAD = Inputs.json("--payload", "What the message says");
    private static final Option SIGNAL_ID =
            Option.of("--signal-id", Kind.TEXT, "Of two with the same id the second has no effect.");
    private static final Option RUN_ID =
            Option.of("--run-id", Kind.TEXT, "Your own name for the run.").required();

    private static final View TAKEN = View.by("/instanceId").column("INSTANCE", "/instanceId");

    private SignalVerbs() {}

    static Verb toRun() {
        return Verb.named("signal", "Sends a message to a run.")
                .takes(Runs.RUN, SIGNAL)
                .with(PAYLOAD, SIGNAL_ID)
                .does(invocation -> {
                    Api api = invocation.api();
                    String name = invocation.get(SIGNAL);
                    show(
                            invocation,
                            api.json(api.post("instances", Runs.id(invocation), "signals", name)
                                    .body(message(invocation))));
                });
    }

    private static void show(Invocation invocation, JsonNode run) {
        invocation.printer().one(Runs.VIEW, run);
    }

    static Verb byKey() {
        return Verb.named("signal-by-key", "Sends a message to all open runs of a key.")
                .takes(SIGNAL_OF_NAMESPACE, KEY)
                .with(PAYLOAD, SIGNAL_ID)
                .does(SignalVerbs::sendByKey);
    }

    private static void sendByKey(Invocation invocation) {
        WorkflowName signal = WorkflowName.parse(invocation.get(SIGNAL_OF_NAMESPACE), invocation.namespace());
        ObjectNode body = message(invocation)
                .put("namespace", signal.namespace())
                .put("name", signal.name())
                .put("key", invocation.get(KEY));
        Api api = invocation.api();
        List<JsonNode> taken = new ArrayList<>();
        api.json(api.post("signals").body(body))
                .path("instanceIds")
                .forEach(id -> taken.add(Json.object().put("instanceId", id.asText())));
        invocation.printer().all(TAKEN, taken);
    }

    static Verb withStart() {
        return Verb.named("signal", "Sends a message to a run, and starts it when it is not there.")
                .takes(WorkflowName.WORKFLOW_REVISION, SIGNAL)
                .with(RUN_ID, Inputs.INPUT, PAYLOAD, SIGNAL_ID)
                .does(SignalVerbs::sendWithStart);
    }

    private static void sendWithStart(Invocation invocation) {
        WorkflowName workflow =
                WorkflowName.parse(invocation.get(WorkflowName.WORKFLOW_REVISION), invocation.namespace());
        ObjectNode body = Json.object();
        Bodies.text(body, "runId", invocation, RUN_ID);
        Bodies.json(body, "input", invocation, Inputs.INPUT);
        workflow.revision().ifPresent(revision -> body.put("revision", Long.valueOf(revision)));
        body.set("signal", message(invocation).put("name", invocation.get(SIGNAL)));
        Api api = invocation.api();
        JsonNode run = api.json(api.post("workflows", workflow.namespace(), workflow.name(), "signal-with-start")
                .body(body)
                .within(invocation.settings().traceparent()));
        if (!run.path("deduplicated").asBoolean()) {
            invocation.printer().note("The run is new.");
        }
        invocation.printer().one(StartVerb.VIEW, run);
    }

    private static ObjectNode message(Invocation invocation) {
        ObjectNode body = Json.object();
        Bodies.json(body, "payload", invocation, PAYLOAD);
        Bodies.text(body, "signalId", invocation, SIGNAL_ID);
        return body;
    }
}
