package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.http.Api;
import com.orchestrator.cli.http.Pages;
import com.orchestrator.cli.output.Json;
import com.orchestrator.cli.output.View;

/** A run with the runs that it has started, and those with theirs. */
final class Tree {

    private static final long MOST_CHILDREN = 1000;
    private static final int DEEPEST = 20;

    private Tree() {}

    static void show(Invocation invocation) {
        Api api = invocation.api();
        ObjectNode tree = withChildren(api, api.json(api.get("instances", Runs.id(invocation))), 0);
        if (invocation.printer().format().isForPeople()) {
            StringBuilder text = new StringBuilder();
            write(tree, "", "", text);
            invocation.printer().line(text.toString().stripTrailing());
        } else {
            invocation.printer().one(View.by("/instanceId"), tree);
        }
    }

    private static ObjectNode withChildren(Api api, JsonNode run, int depth) {
        ObjectNode node = Json.object();
        for (String field : new String[] {"instanceId", "namespace", "workflow", "revision", "runId", "state"}) {
            node.set(field, run.path(field));
        }
        if (depth < DEEPEST) {
            Pages.read(
                            api,
                            () -> api.get("instances")
                                    .query("parentInstanceId", Json.at(run, "/instanceId"))
                                    .query("sort", "startedAt"),
                            MOST_CHILDREN)
                    .items()
                    .forEach(child -> node.withArray("children").add(withChildren(api, child, depth + 1)));
        }
        return node;
    }

    private static void write(JsonNode run, String first, String below, StringBuilder text) {
        text.append(first)
                .append(Json.at(run, "/namespace"))
                .append('/')
                .append(Json.at(run, "/workflow"))
                .append('@')
                .append(Json.at(run, "/revision"))
                .append("  ")
                .append(Json.at(run, "/state"))
                .append("  ")
                .append(Json.at(run, "/instanceId"))
                .append('\n');
        JsonNode children = run.path("children");
        for (int child = 0; child < children.size(); child++) {
            boolean last = child == children.size() - 1;
            write(children.get(child), below + (last ? "`- " : "|- "), below + (last ? "   " : "|  "), text);
        }
    }
}
