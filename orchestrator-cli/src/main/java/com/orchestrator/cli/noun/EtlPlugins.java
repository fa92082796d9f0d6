package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.cli.command.Argument;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.command.Verb;
import com.orchestrator.cli.output.View;
import java.util.ArrayList;
import java.util.List;

/** {@code etl plugin}: what rows come from and go to. */
final class EtlPlugins {

    private static final Argument PLUGIN = Argument.one("PLUGIN", "Its type, such as csv.");

    private static final View VIEW = View.by("/type")
            .column("PLUGIN", "/type")
            .column("EXTRACTS", plugin -> fields(plugin, "extractor"))
            .column("LOADS", plugin -> fields(plugin, "loader"))
            .column("CONNECTION", plugin -> fields(plugin, "connection"));

    private EtlPlugins() {}

    static List<Verb> verbs() {
        return List.of(
                Verb.named("plugin list", "Lists what rows come from and go to, with what a configuration may say.")
                        .does(EtlPlugins::list),
                Verb.named("plugin get", "Shows a plugin; -o json with the JSON Schema of its configurations.")
                        .takes(PLUGIN)
                        .does(invocation -> Asked.one(
                                invocation, VIEW, invocation.api().get("etl", "plugins", invocation.get(PLUGIN)))));
    }

    private static void list(Invocation invocation) {
        List<JsonNode> plugins = new ArrayList<>();
        invocation
                .api()
                .json(invocation.api().get("etl", "plugins"))
                .path("items")
                .forEach(plugins::add);
        invocation.printer().all(VIEW, plugins);
    }

    private static String fields(JsonNode plugin, String side) {
        List<String> names = new ArrayList<>();
        plugin.path(side).path("properties").fieldNames().forEachRemaining(names::add);
        return String.join(",", names);
    }
}
