package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.cli.command.Argument;
import com.orchestrator.cli.command.Globals;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.command.Kind;
import com.orchestrator.cli.command.Option;
import com.orchestrator.cli.command.Verb;
import com.orchestrator.cli.outcome.CommandException;
import com.orchestrator.cli.outcome.ExitCode;
import com.orchestrator.cli.output.Json;
import com.orchestrator.cli.output.View;
import java.util.List;

/** {@code etl connection}: where places are and who comes there. */
final class EtlConnections {

    private static final Argument CONNECTION = Argument.one("CONNECTION", "Its name.");
    private static final Option FILE = Option.of(
                    "--file", Kind.FILE, "The connection as JSON, with name, type and config; - for stdin.")
            .shortened("-f")
            .required();

    private static final View VIEW = View.by("/name")
            .column("CONNECTION", "/name")
            .column("TO", "/type")
            .column("CHANGED", "/updated_at")
            .wide("CONFIG", "/config");

    private static final View TEST = View.by("/ok")
            .column("OK", "/ok")
            .column("FOUND", "/found")
            .column("CODE", "/error_code")
            .column("WHY", "/error_message");

    private EtlConnections() {}

    static List<Verb> verbs() {
        return List.of(
                Verb.named("connection list", "Lists connections.")
                        .with(Globals.LIMIT, Globals.ALL)
                        .does(invocation -> Lists.print(
                                invocation, VIEW, () -> invocation.api().get("etl", "connections"))),
                Verb.named("connection get", "Shows a connection; secrets stand in it by their names.")
                        .takes(CONNECTION)
                        .does(invocation -> Asked.one(
                                invocation,
                                VIEW,
                                invocation.api().get("etl", "connections", invocation.get(CONNECTION)))),
                Verb.named("connection apply", "Makes a connection, or makes the one of its name what the file says.")
                        .with(FILE)
                        .does(EtlConnections::apply),
                Verb.named("connection test", "Has a worker connect; exit code 1 when nothing answers.")
                        .takes(CONNECTION)
                        .endsWith(EtlConnections::test),
                Verb.named("connection delete", "Deletes a connection that no job names.")
                        .takes(CONNECTION)
                        .destructive()
                        .does(EtlConnections::delete));
    }

    private static void apply(Invocation invocation) {
        ObjectNode connection = Inputs.object(invocation, FILE, invocation.get(FILE));
        String name = Json.at(connection, "/name");
        if (name.isEmpty()) {
            throw CommandException.usage(
                    "The file does not say the connection's name.", "It has name, type and config.");
        }
        connection.remove(List.of("name", "created_at", "updated_at"));
        Asked.one(
                invocation,
                VIEW,
                invocation.api().put("etl", "connections", name).body(connection));
    }

    private static ExitCode test(Invocation invocation) {
        JsonNode answer = invocation
                .api()
                .json(invocation
                        .api()
                        .post("etl", "connections", invocation.get(CONNECTION), "test")
                        .body(Json.object()));
        invocation.printer().one(TEST, answer);
        return answer.path("ok").asBoolean() ? ExitCode.OK : ExitCode.ERROR;
    }

    private static void delete(Invocation invocation) {
        invocation.confirm("Delete 1 connection, " + invocation.get(CONNECTION));
        Asked.done(
                invocation,
                invocation.api().delete("etl", "connections", invocation.get(CONNECTION)),
                "Connection " + invocation.get(CONNECTION) + " is deleted.");
    }
}
