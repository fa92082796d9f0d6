package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.cli.command.Argument;
import com.orchestrator.cli.command.Globals;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.command.Kind;
import com.orchestrator.cli.command.Noun;
import com.orchestrator.cli.command.Option;
import com.orchestrator.cli.command.Verb;
import com.orchestrator.cli.output.Json;
import com.orchestrator.cli.output.View;
import java.util.List;

/** One thing done to many runs. */
final class BatchNoun {

    static final Option FINGERPRINT =
            Option.of("--fingerprint", Kind.TEXT, "Runs with an open incident of this group.");
    static final Option RUN = Option.of("--run", Kind.text("RUN"), "This run; several times for several.")
            .repeated();
    static final Option PER_SECOND =
            Option.of("--per-second", Kind.number("N", 1, 10_000), "The most runs that begin in a second.");

    static final View VIEW = View.by("/batchId")
            .column("BATCH", "/batchId")
            .column("OPERATION", batch -> batch.has("schedule") ? "backfill" : Json.at(batch, "/operation"))
            .column("STATE", "/state")
            .column("TOTAL", "/total")
            .column("SUCCEEDED", "/succeeded")
            .column("REFUSED", "/refused")
            .column("FAILED", "/failed")
            .column("MADE", "/createdAt")
            .wide("ENDED", "/endedAt")
            .wide("BY", "/actor")
            .wide("REASON", "/reason");

    private static final View ITEMS = View.by("/instanceId")
            .column("PLACE", "/position")
            .column("RUN", "/instanceId")
            .column("STATE", "/state")
            .column("CODE", "/code")
            .column("DETAIL", "/detail");

    private static final Argument BATCH = Argument.one("BATCH", "Its id.");
    private static final Argument OPERATION = Argument.one("OPERATION", "What is done to each.")
            .of(Kind.oneOf(
                    "OPERATION",
                    "retry",
                    "skip",
                    "complete",
                    "resolve",
                    "pause",
                    "resume",
                    "cancel",
                    "terminate",
                    "compensate",
                    "signal",
                    "delete",
                    "erase"));
    private static final Option PARAMETERS = Inputs.json("--parameters", "What the operation needs besides");
    private static final Option STATE =
            Option.of("--state", Kind.oneOf("STATE", "FAILED", "REFUSED"), "Only those that failed or were refused.");

    private BatchNoun() {}

    static Noun noun() {
        return new Noun("batch", "One thing done to many runs, each once.", BatchNoun::verbs);
    }

    private static List<Verb> verbs() {
        return List.of(
                Verb.named("create", "Does one thing to many runs; asks with their number first.")
                        .takes(OPERATION)
                        .with(RunSearch.FILTER, RUN, FINGERPRINT, PARAMETERS, PER_SECOND)
                        .with(Globals.DRY_RUN, Globals.REASON.required())
                        .destructive()
                        .does(BatchNoun::create),
                Verb.named("list", "Lists batches, the newest first.")
                        .with(Globals.LIMIT, Globals.ALL)
                        .does(invocation -> Lists.print(
                                invocation, VIEW, () -> invocation.api().get("batches"))),
                Verb.named("get", "Shows how far a batch is.")
                        .takes(BATCH)
                        .does(invocation ->
                                Asked.one(invocation, VIEW, invocation.api().get("batches", invocation.get(BATCH)))),
                Verb.named("items", "Shows what has become of each run of a batch.")
                        .takes(BATCH)
                        .with(STATE, Globals.LIMIT, Globals.ALL)
                        .does(invocation -> Lists.print(
                                invocation,
                                ITEMS,
                                () -> invocation
                                        .api()
                                        .get("batches", invocation.get(BATCH), "items")
                                        .query("state", invocation.value(STATE)))),
                operation("pause", "Does no more of a batch until it is resumed."),
                operation("resume", "Lets a batch go on."),
                Verb.named("cancel", "Ends a batch; what it has done stays.")
                        .takes(BATCH)
                        .with(Globals.REASON)
                        .destructive()
                        .does(invocation -> {
                            invocation.confirm("Cancel 1 batch");
                            operate(invocation, "cancel");
                        }));
    }

    private static Verb operation(String name, String about) {
        return Verb.named(name, about).takes(BATCH).with(Globals.REASON).does(invocation -> operate(invocation, name));
    }

    private static void operate(Invocation invocation, String operation) {
        Asked.one(
                invocation,
                VIEW,
                invocation
                        .api()
                        .post("batches", invocation.get(BATCH), operation)
                        .body(Bodies.reason(invocation)));
    }

    private static void create(Invocation invocation) {
        ObjectNode body = Bodies.reason(invocation).put("operation", invocation.get(OPERATION));
        Bodies.json(body, "parameters", invocation, PARAMETERS);
        target(invocation, body);
        JsonNode rehearsed = Rehearsed.ask(invocation, body);
        if (invocation.has(Globals.DRY_RUN)) {
            Rehearsed.show(invocation, rehearsed);
        } else {
            invocation.confirm(Rehearsed.question(invocation.get(OPERATION), rehearsed));
            Asked.one(invocation, VIEW, invocation.api().post("batches").body(body));
        }
    }

    /** Which runs, and how fast. */
    static void target(Invocation invocation, ObjectNode body) {
        Bodies.text(body, "filter", invocation, RunSearch.FILTER);
        Bodies.text(body, "fingerprint", invocation, FINGERPRINT);
        Bodies.number(body, "perSecond", invocation, PER_SECOND);
        if (invocation.has(RUN)) {
            invocation.values(RUN).stream()
                    .map(named -> Runs.id(invocation, named))
                    .forEach(body.withArray("instanceIds")::add);
        }
    }
}
