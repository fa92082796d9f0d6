package com.orchestrator.cli.noun;

import static com.orchestrator.cli.noun.WorkflowName.WORKFLOW_REVISION;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.command.Kind;
import com.orchestrator.cli.command.Option;
import com.orchestrator.cli.command.Verb;
import com.orchestrator.cli.http.Api;
import com.orchestrator.cli.http.Request;
import com.orchestrator.cli.outcome.ExitCode;
import com.orchestrator.cli.output.Json;
import com.orchestrator.cli.output.View;
import java.time.Duration;

/** Starts a run, and perhaps waits for what it comes to. */
final class StartVerb {

    private static final Option RUN_ID = Option.of(
            "--run-id",
            Kind.TEXT,
            "Your own name for the run, such as an order number: with it a start can be repeated.");
    private static final Option LABEL = Option.of(
                    "--label", Kind.PAIRS, "A label to find it by; several times for several.")
            .repeated();
    private static final Option PRIORITY =
            Option.of("--priority", Kind.PRIORITY, "P0, P1, P2 or P3, instead of the definition's.");
    private static final Option START_AT = Option.of("--start-at", Kind.INSTANT, "Not before.");
    private static final Option WAIT = Option.of(
                    "--wait",
                    Kind.DURATION_TEXT,
                    "Waits for the end, a minute unless another time is given: --wait=5m.")
            .alone();
    private static final Option WATCH =
            Option.flag("--watch", "Tells what happens until the end, or as long as --wait says.");

    static final View VIEW = View.by("/instanceId")
            .column("INSTANCE", "/instanceId")
            .column(
                    "WORKFLOW",
                    run -> Json.at(run, "/namespace") + "/" + Json.at(run, "/workflow") + "@"
                            + Json.at(run, "/revision"))
            .column("RUN ID", "/runId")
            .column("STATE", "/state")
            .wide("DEDUPLICATED", "/deduplicated")
            .wide("OUTPUT", "/output");

    private StartVerb() {}

    static Verb verb() {
        return Verb.named("start", "Starts a run; --wait and --watch end with an exit code that says how it ended.")
                .takes(WORKFLOW_REVISION)
                .with(Inputs.INPUT, RUN_ID, LABEL, PRIORITY, START_AT, WAIT, WATCH)
                .endsWith(StartVerb::start);
    }

    private static ExitCode start(Invocation invocation) {
        WorkflowName workflow = WorkflowName.parse(invocation.get(WORKFLOW_REVISION), invocation.namespace());
        Duration limit = invocation.value(WAIT).map(Waits::of).orElseGet(History::longest);
        Api api = invocation.api();
        Request request = api.post("workflows", workflow.namespace(), workflow.name(), "instances")
                .body(body(invocation, workflow))
                .within(invocation.settings().traceparent());
        var ending = new Ending(invocation, limit);
        ObjectNode started = (ObjectNode) api.json(request);
        String run = Json.at(started, "/instanceId");
        if (started.path("deduplicated").asBoolean()) {
            invocation.printer().note("The run was there already.");
        }
        if (invocation.has(WATCH)) {
            JsonNode last = new History(invocation, run, 0, ending).follow();
            return concluded(invocation, last, run);
        }
        if (invocation.has(WAIT)) {
            started.setAll((ObjectNode) ending.await(run));
            invocation.printer().one(VIEW, started);
            return concluded(invocation, started, run);
        }
        invocation.printer().one(VIEW, started);
        return ExitCode.OK;
    }

    private static ObjectNode body(Invocation invocation, WorkflowName workflow) {
        ObjectNode body = Json.object();
        Bodies.json(body, "input", invocation, Inputs.INPUT);
        Bodies.text(body, "runId", invocation, RUN_ID);
        Bodies.text(body, "priority", invocation, PRIORITY);
        Bodies.text(body, "startAt", invocation, START_AT);
        Bodies.pairs(body, "labels", invocation, LABEL);
        workflow.revision().ifPresent(revision -> body.put("revision", Long.valueOf(revision)));
        return body;
    }

    /** Tells people what it came to, and scripts by the exit code. */
    static ExitCode concluded(Invocation invocation, JsonNode run, String id) {
        String state = Json.at(run, "/state");
        ExitCode exitCode = ExitCode.ofState(state);
        String code = Json.at(run, "/cause/code");
        String task = Json.at(run, "/cause/taskId");
        String why = code.isEmpty() ? "" : ": " + (task.isEmpty() ? "" : task + ", ") + code;
        invocation.printer().note(exitCode == ExitCode.TIMED_OUT ? "Still " + state + "." : state + why + ".");
        if (exitCode != ExitCode.OK) {
            invocation.printer().note("Next: " + invocation.line("instance describe " + id));
        }
        return exitCode;
    }
}
