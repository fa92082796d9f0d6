package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
