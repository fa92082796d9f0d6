package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.output.Json;
import com.orchestrator.cli.output.View;

/** What a batch would do, as the server has tried it on copies. */
final class Rehearsed {

    private static final View SAMPLE = View.by("/instanceId")
            .column("RUN", "/instanceId")
            .column("WORKFLOW", run -> Json.at(run, "/namespace") + "/" + Json.at(run, "/workflow"))
            .column("RUN ID", "/runId")
            .column("STATE", "/state");

    private Rehearsed() {}

    static JsonNode ask(Invocation invocation, ObjectNode body) {
        return invocation
                .api()
                .json(invocation.api().post("batches").body(body.deepCopy().put("dryRun", true)));
    }

    static String question(String operation, JsonNode rehearsed) {
        return "Do " + operation + " to " + count(rehearsed, "total") + " runs" + refused(rehearsed);
    }

    static void show(Invocation invocation, JsonNode rehearsed) {
        Asked.inside(invocation, SAMPLE, rehearsed, "sample");
        invocation.printer().note(summary(rehearsed));
        rehearsed
                .path("refused")
                .forEach(run -> invocation
                        .printer()
                        .note("  " + Json.at(run, "/instanceId") + " would not: " + Json.at(run, "/detail") + " ("
                                + Json.at(run, "/code") + ")"));
    }

    static String summary(JsonNode rehearsed) {
        return count(rehearsed, "total") + " runs, of which the first " + Json.at(rehearsed, "/checked")
                + " were tried: " + Json.at(rehearsed, "/willApply") + " would have it" + refused(rehearsed) + ".";
    }

    private static String refused(JsonNode rehearsed) {
        long refused =
                rehearsed.path("checked").asLong() - rehearsed.path("willApply").asLong();
        return refused == 0 ? "" : ", and " + refused + " would be refused";
    }

    private static String count(JsonNode rehearsed, String field) {
        return (rehearsed.path("atLeast").asBoolean() ? "at least " : "") + Json.at(rehearsed, "/" + field);
    }
}
