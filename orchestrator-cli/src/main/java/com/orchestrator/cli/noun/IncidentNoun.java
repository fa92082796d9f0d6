package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.cli.command.Argument;
import com.orchestrator.cli.command.Globals;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.command.Kind;
import com.orchestrator.cli.command.Noun;
import com.orchestrator.cli.command.Option;
import com.orchestrator.cli.command.Verb;
import com.orchestrator.cli.http.Request;
import com.orchestrator.cli.output.Json;
import com.orchestrator.cli.output.View;
import java.util.List;

/** What a person has to look at, one by one and by its cause. */
final class IncidentNoun {

    private static final Argument INCIDENT = Argument.one("INCIDENT", "Its id.");
    private static final Argument ACTION = Argument.one("ACTION", "retry, skip, complete, compensate or ignore.")
            .of(Kind.oneOf("ACTION", "retry", "skip", "complete", "compensate", "ignore"));

    private static final Option STATE =
            Option.of("--state", Kind.oneOf("STATE", "OPEN", "RESOLVED"), "OPEN or RESOLVED; open ones.");
    private static final Option WORKFLOW =
            Option.of("--workflow", Kind.text("NAME"), "Of this workflow.").shortened("-w");
    private static final Option CODE = Option.of("--code", Kind.TEXT, "With this error code.");
    private static final Option FINGERPRINT = Option.of("--fingerprint", Kind.TEXT, "Of this cause.");
    private static final Option ASSIGNEE = Option.of("--assignee", Kind.text("PERSON"), "Given to this person.");
    private static final Option RUN = Option.of("--run", Kind.text("RUN"), "Of this run.");
    private static final Option TO = Option.of("--to", Kind.text("PERSON"), "To whom; to nobody when it is left out.");
    private static final Option NOTE = Option.of("--note", Kind.TEXT, "For whoever looks at it next.");

    private static final View INCIDENTS = View.by("/incidentId")
            .column("INCIDENT", "/incidentId")
            .column("KIND", "/kind")
            .column("WORKFLOW", incident -> Json.at(incident, "/namespace") + "/" + Json.at(incident, "/workflow"))
            .column("TASK", "/taskId")
            .column("CODE", "/code")
            .column("OPENED", "/openedAt")
            .column("ASSIGNEE", "/assignee")
            .wide("STATE", "/state")
            .wide("RUN", "/instanceId")
            .wide("MESSAGE", "/message")
            .wide("FINGERPRINT", "/fingerprint");

    private static final View GROUPS = View.by("/fingerprint")
            .column("COUNT", "/count")
            .column("WORKFLOW", group -> Json.at(group, "/namespace") + "/" + Json.at(group, "/workflow"))
            .column("TASK", "/taskId")
            .column("CODE", "/code")
            .column("LAST SEEN", "/lastSeenAt")
            .column("FINGERPRINT", "/fingerprint")
            .wide("FIRST SEEN", "/firstSeenAt")
            .wide("SAMPLE", "/sample");

    private IncidentNoun() {}

    static Noun noun() {
        return new Noun("incident", "What a person has to look at.", IncidentNoun::verbs);
    }

    private static List<Verb> verbs() {
        return List.of(
                Verb.named("list", "Finds incidents, the newest first.")
                        .with(STATE, WORKFLOW, CODE, FINGERPRINT, ASSIGNEE, RUN, Globals.LIMIT, Globals.ALL)
                        .does(IncidentNoun::list),
                Verb.named("groups", "Lists open incidents by their cause, the greatest group first.")
                        .with(WORKFLOW, CODE, Globals.LIMIT, Globals.ALL)
                        .does(invocation -> Lists.print(
                                invocation,
                                GROUPS,
                                () -> of(invocation, invocation.api().get("incidents", "groups")))),
                Verb.named("get", "Shows an incident; -o yaml with what people have done about it.")
                        .takes(INCIDENT)
                        .does(invocation -> Asked.one(
                                invocation, INCIDENTS, invocation.api().get("incidents", invocation.get(INCIDENT)))),
                Verb.named("assign", "Gives an incident to somebody.")
                        .takes(INCIDENT)
                        .with(TO, NOTE)
                        .does(IncidentNoun::assign),
                Verb.named("resolve", "Does something about an incident.")
                        .takes(INCIDENT, ACTION)
                        .with(Inputs.INPUT, Inputs.OUTPUT, Globals.REASON.required())
                        .does(IncidentNoun::resolve));
    }

    private static Request of(Invocation invocation, Request request) {
        return request.query("namespace", invocation.namespace())
                .query("workflow", invocation.value(WORKFLOW))
                .query("code", invocation.value(CODE));
    }

    private static void list(Invocation invocation) {
        var run = invocation.value(RUN).map(named -> Runs.id(invocation, named));
        Lists.print(
                invocation,
                INCIDENTS,
                () -> of(invocation, invocation.api().get("incidents"))
                        .query("state", invocation.value(STATE))
                        .query("fingerprint", invocation.value(FINGERPRINT))
                        .query("assignee", invocation.value(ASSIGNEE))
                        .query("instanceId", run));
    }

    private static void assign(Invocation invocation) {
        ObjectNode body = Json.object();
        Bodies.text(body, "assignee", invocation, TO);
        Bodies.text(body, "note", invocation, NOTE);
        Asked.one(
                invocation,
                INCIDENTS,
                invocation
                        .api()
                        .post("incidents", invocation.get(INCIDENT), "assign")
                        .body(body));
    }

    private static void resolve(Invocation invocation) {
        ObjectNode body = Bodies.reason(invocation).put("action", invocation.get(ACTION));
        Bodies.json(body, "input", invocation, Inputs.INPUT);
        Bodies.json(body, "output", invocation, Inputs.OUTPUT);
        Asked.one(
                invocation,
                INCIDENTS,
                invocation
                        .api()
                        .post("incidents", invocation.get(INCIDENT), "resolve")
                        .body(body));
    }
}
