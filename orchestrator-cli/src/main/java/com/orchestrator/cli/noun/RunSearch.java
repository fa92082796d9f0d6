package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.cli.command.Globals;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.command.Kind;
import com.orchestrator.cli.command.Option;
import com.orchestrator.cli.command.Verb;
import com.orchestrator.cli.http.Request;
import com.orchestrator.cli.output.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finding runs. Everything that is given has to hold. */
final class RunSearch {

    static final Option FILTER = Option.of(
            "--filter",
            Kind.text("CONDITION"),
            "A condition such as \"state == 'FAILED' && error.code == 'TIMEOUT'\".");

    private static final Option STATE = Option.of(
                    "--state",
                    Kind.someOf(
                            "STATE",
                            "RUNNING",
                            "PAUSED",
                            "SUSPENDED",
                            "COMPENSATING",
                            "COMPENSATION_FAILED",
                            "COMPLETED",
                            "FAILED",
                            "COMPENSATED",
                            "CANCELLED",
                            "TERMINATED"),
                    "In one of these states, with commas between them.")
            .shortened("-s");
    private static final Option WORKFLOW =
            Option.of("--workflow", Kind.text("NAME"), "Of this workflow.").shortened("-w");
    private static final Option RUN_ID = Option.of("--run-id", Kind.TEXT, "Started with this run id.");
    private static final Option PARENT = Option.of("--parent", Kind.text("INSTANCE"), "Started by this run.");
    private static final Option LABEL =
            Option.of("--label", Kind.PAIRS, "With this label.").shortened("-l");
    private static final Option ATTRIBUTE = Option.of(
                    "--attr", Kind.PAIRS, "With this search attribute; several times for several.")
            .repeated();
    private static final Option CODE = Option.of("--code", Kind.TEXT, "At rest with this error code.");
    private static final Option OLDEST_FIRST = Option.flag("--oldest-first", "The newest first unless this is said.");
    private static final Option BY =
            Option.of("--by", Kind.oneOf("WHAT", "state", "workflow", "code"), "What is counted apart; state.");

    private static final Map<String, Option> TIMES = Map.of(
            "startedAfter", Option.of("--started-after", Kind.INSTANT, "Started after."),
            "startedBefore", Option.of("--started-before", Kind.INSTANT, "Started before."),
            "endedAfter", Option.of("--ended-after", Kind.INSTANT, "Ended after."),
            "endedBefore", Option.of("--ended-before", Kind.INSTANT, "Ended before."));

    private static final View COUNTS = View.by("/key").column("KEY", "/key").column("COUNT", "/count");

    private RunSearch() {}

    static Verb listVerb() {
        return Verb.named("list", "Finds runs.")
                .with(conditions())
                .with(OLDEST_FIRST, Globals.LIMIT, Globals.ALL)
                .does(invocation -> Lists.print(invocation, Runs.VIEW, () -> sorted(invocation)));
    }

    static Verb countVerb() {
        return Verb.named("count", "Counts runs, exactly up to some thousands.")
                .with(conditions())
                .with(BY)
                .does(RunSearch::count);
    }

    private static Option[] conditions() {
        List<Option> all = new ArrayList<>(List.of(STATE, WORKFLOW, RUN_ID, PARENT, LABEL, ATTRIBUTE, CODE, FILTER));
        TIMES.keySet().stream().sorted().map(TIMES::get).forEach(all::add);
        return all.toArray(Option[]::new);
    }

    private static Request sorted(Invocation invocation) {
        Request request = found(invocation, invocation.api().get("instances"));
        return invocation.has(OLDEST_FIRST) ? request.query("sort", "startedAt") : request;
    }

    private static Request found(Invocation invocation, Request request) {
        request.query("state", invocation.value(STATE))
                .query("namespace", invocation.namespace())
                .query("workflow", invocation.value(WORKFLOW))
                .query("runId", invocation.value(RUN_ID))
                .query("parentInstanceId", invocation.value(PARENT))
                .query("label", invocation.value(LABEL).map(label -> label.replaceFirst("=", ":")))
                .query("code", invocation.value(CODE))
                .query("filter", invocation.value(FILTER));
        invocation
                .values(ATTRIBUTE)
                .forEach(pair -> request.query(
                        "attr." + pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1)));
        TIMES.forEach((parameter, option) -> request.query(parameter, invocation.value(option)));
        return request;
    }

    private static void count(Invocation invocation) {
        JsonNode counted = invocation
                .api()
                .json(found(invocation, invocation.api().get("instances", "count"))
                        .query("groupBy", invocation.value(BY)));
        if (invocation.printer().format().isForPeople()) {
            List<JsonNode> items = new ArrayList<>();
            counted.path("items").forEach(items::add);
            invocation.printer().all(COUNTS, items);
        } else {
            invocation.printer().one(COUNTS, counted);
        }
        if (counted.path("atLeast").asBoolean()) {
            invocation.printer().note("There are more than were counted.");
        }
    }
}
