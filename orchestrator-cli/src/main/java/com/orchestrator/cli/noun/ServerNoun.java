package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.cli.command.Argument;
import com.orchestrator.cli.command.Globals;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.command.Noun;
import com.orchestrator.cli.command.Verb;
import com.orchestrator.cli.http.Api;
import com.orchestrator.cli.outcome.ExitCode;
import com.orchestrator.cli.output.Json;
import com.orchestrator.cli.output.View;
import java.util.List;

/** The server itself. */
final class ServerNoun {

    private static final View CHECKS = View.by("/name").column("CHECK", "/name").column("STATUS", "/status");

    private static final View INFO = View.by("/version")
            .column("SERVER", "/url")
            .column("VERSION", "/version")
            .column("STATUS", "/status")
            .column(
                    "OPERATIONS",
                    server -> String.valueOf(server.path("operations").size()));

    private static final View CONFIG = View.by("/key")
            .column("KEY", "/key")
            .column("VALUE", "/value")
            .column("SOURCE", "/source")
            .wide("DEFAULT", "/defaultValue")
            .wide("TYPE", "/type");

    private static final View QUOTAS = View.by("/name")
            .column("QUOTA", "/quota")
            .column("NAME", "/name")
            .column("LIMIT", "/limit")
            .column("REFUSED", "/refused")
            .column("LAST", "/lastRefusedAt");

    private static final View OUTBOXES = View.by("/schema")
            .column("SCHEMA", "/schema")
            .column("NAMESPACE", "/namespace")
            .column("STATE", "/state")
            .column("WAITING", "/backlog/waiting")
            .column("REFUSED", "/backlog/refused")
            .column("OLDEST", "/backlog/oldestSeconds")
            .column("HANDED OVER", "/handedOver")
            .wide("LAST FAULT", "/lastFault");

    private static final View KEYS = View.by("/keyId")
            .column("KEY", "/keyId")
            .column("WRAPS", "/dataKeys")
            .column("SINCE", "/firstUsedAt");

    private static final Argument KEY = Argument.one("KEY", "Its name in the ring.");

    private ServerNoun() {}

    static Noun noun() {
        return new Noun("server", "The server itself.", ServerNoun::verbs);
    }

    private static List<Verb> verbs() {
        return List.of(
                Verb.named("health", "Says whether it takes requests; exit code 1 when it does not.")
                        .endsWith(ServerNoun::health),
                Verb.named("info", "Says its version; -o yaml with every operation that it knows.")
                        .does(ServerNoun::info),
                Verb.named("config", "Shows what it has been told and by what, without secrets; for admins.")
                        .does(invocation -> Asked.inside(
                                invocation,
                                CONFIG,
                                invocation.api().json(invocation.api().get("server", "config")),
                                "items")),
                Verb.named("quotas", "Shows who has asked it for more than a quota allows, the last ones first.")
                        .does(invocation -> Asked.inside(
                                invocation,
                                QUOTAS,
                                invocation.api().json(invocation.api().get("server", "quotas")),
                                "items")),
                Verb.named(
                                "outboxes",
                                "Shows the outboxes in its database that it hands over; -o wide with what went wrong.")
                        .does(invocation -> Asked.inside(
                                invocation,
                                OUTBOXES,
                                invocation.api().json(invocation.api().get("server", "outboxes")),
                                "items")),
                Verb.named("encryption", "Shows with which keys what runs carry is sealed; for admins.")
                        .does(ServerNoun::encryption),
                Verb.named("rewrap", "Wraps data keys anew with the first key of the ring; runs go on meanwhile.")
                        .with(Globals.REASON.required())
                        .does(ServerNoun::rewrap),
                Verb.named("retire-key", "Gives up a key of the ring that nothing needs any more.")
                        .takes(KEY)
                        .with(Globals.REASON.required())
                        .destructive()
                        .does(ServerNoun::retire),
                Verb.named("metrics", "Writes its figures, in the text format of Prometheus.")
                        .does(invocation -> invocation
                                .printer()
                                .line(invocation
                                        .api()
                                        .send(invocation.api().root("metrics").accept("text/plain"))
                                        .text()
                                        .stripTrailing())));
    }

    private static ExitCode health(Invocation invocation) {
        Api.Answer answer = ready(invocation);
        Asked.inside(invocation, CHECKS, answer.json(), "checks");
        String status = Json.at(answer.json(), "/status");
        invocation.printer().note(invocation.api().server() + " is " + status + ".");
        return status.equals("UP") ? ExitCode.OK : ExitCode.ERROR;
    }

    /** Also when it is not. */
    static Api.Answer ready(Invocation invocation) {
        return invocation.api().exchange(invocation.api().root("health", "ready"));
    }

    private static void encryption(Invocation invocation) {
        JsonNode encryption = invocation.api().json(invocation.api().get("server", "encryption"));
        Asked.inside(invocation, KEYS, encryption, "keys");
        invocation
                .printer()
                .note(
                        encryption.path("sealing").asBoolean()
                                ? "What starts is sealed, by " + Json.at(encryption, "/primary") + "; "
                                        + Json.at(encryption, "/erased") + " are erased."
                                : "What starts is not sealed.");
    }

    private static void rewrap(Invocation invocation) {
        long rewrapped = 0;
        JsonNode piece = Json.object();
        do {
            ObjectNode body = Bodies.reason(invocation);
            body.set("after", piece.path("next").isTextual() ? piece.path("next") : body.nullNode());
            piece = invocation
                    .api()
                    .json(invocation
                            .api()
                            .post("server", "encryption", "rewrap")
                            .body(body));
            rewrapped += piece.path("rewrapped").asLong();
        } while (piece.path("next").isTextual());
        invocation.printer().note(rewrapped + " data keys are wrapped anew.");
    }

    private static void retire(Invocation invocation) {
        String key = invocation.get(KEY);
        invocation.confirm("Give up key " + key);
        Api api = invocation.api();
        api.send(api.delete("server", "encryption", "keys", key).query("reason", invocation.value(Globals.REASON)));
        invocation.printer().note("Key " + key + " is given up; take it out of the settings now.");
    }

    private static void info(Invocation invocation) {
        Api api = invocation.api();
        JsonNode index = api.json(api.get());
        ObjectNode info = Json.object().put("url", api.server().toString());
        info.set("version", index.path("version"));
        info.put("status", Json.at(ready(invocation).json(), "/status"));
        info.set("operations", index.path("operations"));
        invocation.printer().one(INFO, info);
    }
}
