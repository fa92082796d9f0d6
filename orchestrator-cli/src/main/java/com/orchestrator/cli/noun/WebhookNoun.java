package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.cli.command.Argument;
import com.orchestrator.cli.command.Globals;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.command.Kind;
import com.orchestrator.cli.command.Noun;
import com.orchestrator.cli.command.Option;
import com.orchestrator.cli.command.Verb;
import com.orchestrator.cli.http.Request;
import com.orchestrator.cli.outcome.ExitCode;
import com.orchestrator.cli.output.Json;
import com.orchestrator.cli.output.View;
import java.util.ArrayList;
import java.util.List;

/** Who is told of events by requests of the server, and what became of that. */
final class WebhookNoun {

    private static final String PATH = "webhooks";

    private static final Argument NAME = Argument.one("WEBHOOK", "Its name.");
    private static final Argument DELIVERY = Argument.one("DELIVERY", "The webhook-id that the receiver got.");
    private static final Option REASON = Globals.REASON.required();
    private static final Option RECEIVER = Option.of("--receiver", Kind.text("URL"), "What is called, by https.")
            .required();
    private static final Option TYPE =
            Option.of("--type", Kind.text("TYPE"), "Only events of this type.").repeated();
    private static final Option WORKFLOW = Option.of("--workflow", Kind.text("NAME"), "Only events of its runs.")
            .shortened("-w");
    private static final Option SECRET_FILE = Option.of(
            "--secret-file", Kind.FILE, "What requests are signed with, - for stdin; a new webhook needs it.");
    private static final Option TIMEOUT = Option.of("--timeout", Kind.DURATION_TEXT, "For one request, 1s to 30s.");
    private static final Option PAUSE_AFTER =
            Option.of("--pause-after", Kind.DURATION_TEXT, "It pauses itself when nothing was taken for so long.");
    private static final Option FROM = Option.of(
            "--from",
            Kind.text("POSITION"),
            "Where a new one begins or an old one goes on: now, or a position of the feed.");
    private static final Option STATE =
            Option.of("--state", Kind.oneOf("STATE", "DELIVERED", "RETRYING", "DEAD"), "Only those that stand so.");

    private static final View VIEW = View.by("/name")
            .column("WEBHOOK", "/name")
            .column("RECEIVER", "/url")
            .column("PAUSED", "/paused")
            .column("FAILING SINCE", "/failingSince")
            .column("DEAD LETTERS", "/deadLetters")
            .wide("NAMESPACE", "/namespace")
            .wide("WORKFLOW", "/workflow")
            .wide("TYPES", "/types")
            .wide("POSITION", "/position")
            .wide("LAST ERROR", "/lastError");

    private static final View DELIVERIES = View.by("/id")
            .column("DELIVERY", "/id")
            .column("STATE", "/state")
            .column("EVENT", "/type")
            .column("RUN", "/runId")
            .column("ATTEMPTS", "/attempts")
            .column("LAST", "/lastAt")
            .column("ANSWER", "/status")
            .wide("NEXT", "/nextAt")
            .wide("ERROR", "/error");

    private static final View ATTEMPT = View.by("/delivered")
            .column("TAKEN", "/delivered")
            .column("ANSWER", "/status")
            .column("MILLIS", "/millis")
            .column("ERROR", "/error");

    private static final View CHANGES = Lists.changes("SETTINGS", "/settings");

    private WebhookNoun() {}

    static Noun noun() {
        return new Noun("webhook", "Who is told of events by requests of the server.", WebhookNoun::verbs);
    }

    private static List<Verb> verbs() {
        List<Verb> all = new ArrayList<>(looking());
        all.addAll(steering());
        return List.copyOf(all);
    }

    private static List<Verb> looking() {
        return List.of(
                Verb.named("list", "Lists webhooks, and whether they are taken.")
                        .with(Globals.LIMIT, Globals.ALL)
                        .does(invocation -> Lists.print(
                                invocation, VIEW, () -> invocation.api().get(PATH))),
                Verb.named("get", "Shows a webhook, without its secret.")
                        .takes(NAME)
                        .does(invocation ->
                                Asked.one(invocation, VIEW, invocation.api().get(path(invocation)))),
                Verb.named("deliveries", "Lists what became of events, the newest first.")
                        .takes(NAME)
                        .with(STATE, Globals.LIMIT, Globals.ALL)
                        .does(invocation -> Lists.print(
                                invocation,
                                DELIVERIES,
                                () -> invocation
                                        .api()
                                        .get(path(invocation, "deliveries"))
                                        .query("state", invocation.value(STATE)))),
                Verb.named("changes", "Says who has changed it, the newest first.")
                        .takes(NAME)
                        .with(Globals.LIMIT, Globals.ALL)
                        .does(invocation -> Lists.print(
                                invocation, CHANGES, () -> invocation.api().get(path(invocation, "changes")))));
    }

    private static List<Verb> steering() {
        return List.of(
                Verb.named("set", "Makes a webhook what is said; with --namespace for runs of that one alone.")
                        .takes(NAME)
                        .with(RECEIVER, TYPE, WORKFLOW, SECRET_FILE, TIMEOUT, PAUSE_AFTER, FROM, REASON)
                        .does(WebhookNoun::set),
                Verb.named("pause", "Sends nothing until it is resumed; what happens meanwhile is told then.")
                        .takes(NAME)
                        .with(REASON)
                        .does(invocation -> Asked.one(
                                invocation,
                                VIEW,
                                invocation.api().post(path(invocation, "pause")).body(Bodies.reason(invocation)))),
                Verb.named("resume", "Sends again, from where it was or from elsewhere.")
                        .takes(NAME)
                        .with(FROM, REASON)
                        .does(invocation -> Asked.one(
                                invocation,
                                VIEW,
                                invocation
                                        .api()
                                        .post(path(invocation, "resume"))
                                        .body(Bodies.text(Bodies.reason(invocation), "from", invocation, FROM)))),
                Verb.named("test", "Sends an event that tells nothing; exit code 1 when it is not taken.")
                        .takes(NAME)
                        .endsWith(
                                invocation -> sent(invocation, invocation.api().post(path(invocation, "test")))),
                Verb.named("redeliver", "Sends an event again; exit code 1 when it is not taken.")
                        .takes(NAME, DELIVERY)
                        .endsWith(invocation -> sent(
                                invocation,
                                invocation
                                        .api()
                                        .post(path(invocation, "deliveries", invocation.get(DELIVERY), "redeliver")))),
                Verb.named("remove", "Takes a webhook away, with its dead letters.")
                        .takes(NAME)
                        .with(REASON)
                        .destructive()
                        .does(WebhookNoun::remove));
    }

    private static String[] path(Invocation invocation, String... behind) {
        List<String> segments = new ArrayList<>(List.of(PATH, invocation.get(NAME)));
        segments.addAll(List.of(behind));
        return segments.toArray(String[]::new);
    }

    private static void set(Invocation invocation) {
        ObjectNode body = Bodies.text(Bodies.reason(invocation), "url", invocation, RECEIVER);
        invocation.namespace().ifPresent(namespace -> body.put("namespace", namespace));
        Bodies.text(body, "workflow", invocation, WORKFLOW);
        Bodies.text(body, "timeout", invocation, TIMEOUT);
        Bodies.text(body, "pauseAfter", invocation, PAUSE_AFTER);
        Bodies.text(body, "from", invocation, FROM);
        if (invocation.has(TYPE)) {
            ArrayNode types = body.putArray("types");
            invocation.values(TYPE).forEach(types::add);
        }
        invocation
                .value(SECRET_FILE)
                .ifPresent(
                        file -> body.put("secret", Inputs.text(invocation, file).strip()));
        Asked.one(invocation, VIEW, invocation.api().put(path(invocation)).body(body));
    }

    private static ExitCode sent(Invocation invocation, Request request) {
        JsonNode attempt = invocation.api().json(request.body(Json.object()));
        invocation.printer().one(ATTEMPT, attempt);
        return attempt.path("delivered").asBoolean() ? ExitCode.OK : ExitCode.ERROR;
    }

    private static void remove(Invocation invocation) {
        String name = invocation.get(NAME);
        invocation.confirm("Take 1 webhook away, " + name);
        Asked.done(
                invocation,
                invocation.api().delete(path(invocation)).query("reason", invocation.get(REASON)),
                name + " is taken away.");
    }
}
