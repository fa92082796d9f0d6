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
import com.orchestrator.cli.http.Api;
import com.orchestrator.cli.outcome.ExitCode;
import com.orchestrator.cli.output.Json;
import com.orchestrator.cli.output.View;
import java.util.List;
import java.util.Set;

/** Work without a definition. */
final class JobNoun {

    private static final Set<String> OVER = Set.of("SUCCEEDED", "FAILED", "CANCELLED");

    private static final Argument TYPE = Argument.one("TYPE", "What kind of work it is.");
    private static final Argument JOB = Argument.one("JOB", "Its id.");
    private static final Option PAYLOAD =
            Inputs.json("--payload", "What its worker is given").shortened("-i").required();
    private static final Option JOB_ID =
            Option.of("--job-id", Kind.TEXT, "Your own name for it: with it a put can be repeated.");
    private static final Option ENTITY = Option.of("--entity", Kind.TEXT, "For whom it is done.");
    private static final Option DEDUPE_KEY =
            Option.of("--dedupe-key", Kind.TEXT, "Of one type and key there is one job at a time.");
    private static final Option PRIORITY = Option.of("--priority", Kind.PRIORITY, "P0, P1, P2 or P3.");
    private static final Option QUEUE =
            Option.of("--queue", Kind.text("QUEUE"), "The queue; the one named like its type.");
    private static final Option RUN_AT = Option.of("--run-at", Kind.INSTANT, "Not before.");
    private static final Option HISTORY =
            Option.of("--history", Kind.oneOf("HOW", "full", "outcome", "none"), "How much is kept; outcome.");
    private static final Option WAIT = Option.of(
                    "--wait", Kind.DURATION_TEXT, "Waits for the end, a minute unless another time is given.")
            .alone();
    private static final Option OF_TYPE = Option.of("--type", Kind.text("TYPE"), "Only those of it.");
    private static final Option STATE = Option.of(
                    "--state",
                    Kind.someOf("STATE", "PENDING", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"),
                    "In one of these states, with commas between them.")
            .shortened("-s");

    private static final View PUT = View.by("/jobId")
            .column("JOB", "/jobId")
            .column("STATE", "/state")
            .column("RUN", "/instanceId")
            .wide("DEDUPLICATED", "/deduplicated");

    private static final View VIEW = View.by("/jobId")
            .column("JOB", "/jobId")
            .column("TYPE", "/type")
            .column("STATE", "/state")
            .column("ATTEMPTS", "/attempts")
            .column("CODE", "/cause/code")
            .column("CREATED", "/createdAt")
            .column("ENDED", "/endedAt")
            .wide("ENTITY", "/entityId")
            .wide("PRIORITY", "/priority")
            .wide("QUEUE", "/queue")
            .wide("RUN", "/instanceId");

    private JobNoun() {}

    static Noun noun() {
        return new Noun("job", "Work without a definition.", JobNoun::verbs);
    }

    private static List<Verb> verbs() {
        return List.of(
                Verb.named("put", "Puts a job.")
                        .takes(TYPE)
                        .with(PAYLOAD, JOB_ID, ENTITY, DEDUPE_KEY, PRIORITY, QUEUE, RUN_AT, HISTORY, WAIT)
                        .endsWith(JobNoun::put),
                Verb.named("list", "Finds jobs, the newest first.")
                        .with(OF_TYPE, STATE, ENTITY, Globals.LIMIT, Globals.ALL)
                        .does(invocation -> Lists.print(
                                invocation,
                                VIEW,
                                () -> invocation
                                        .api()
                                        .get("jobs")
                                        .query("type", invocation.value(OF_TYPE))
                                        .query("state", invocation.value(STATE))
                                        .query("entityId", invocation.value(ENTITY)))),
                Verb.named("get", "Shows a job; with --wait when it is over.")
                        .takes(JOB)
                        .with(WAIT)
                        .endsWith(JobNoun::get),
                Verb.named("cancel", "Stops a job.")
                        .takes(JOB)
                        .with(Globals.REASON)
                        .destructive()
                        .does(invocation -> {
                            invocation.confirm("Cancel 1 job, " + invocation.get(JOB));
                            operate(invocation, "cancel");
                        }),
                Verb.named("retry", "Lets a job try again that has failed.")
                        .takes(JOB)
                        .with(Globals.REASON)
                        .does(invocation -> operate(invocation, "retry")));
    }

    private static ExitCode put(Invocation invocation) {
        ObjectNode body = Json.object().put("type", invocation.get(TYPE));
        Bodies.json(body, "payload", invocation, PAYLOAD);
        Bodies.text(body, "jobId", invocation, JOB_ID);
        Bodies.text(body, "entityId", invocation, ENTITY);
        Bodies.text(body, "dedupeKey", invocation, DEDUPE_KEY);
        Bodies.text(body, "priority", invocation, PRIORITY);
        Bodies.text(body, "queue", invocation, QUEUE);
        Bodies.text(body, "runAt", invocation, RUN_AT);
        Bodies.text(body, "history", invocation, HISTORY);
        JsonNode put = invocation.api().json(invocation.api().post("jobs").body(body));
        if (invocation.has(WAIT)) {
            return await(invocation, Json.at(put, "/jobId"));
        }
        invocation.printer().one(PUT, put);
        return ExitCode.OK;
    }

    private static ExitCode get(Invocation invocation) {
        if (invocation.has(WAIT)) {
            return await(invocation, invocation.get(JOB));
        }
        Asked.one(invocation, VIEW, invocation.api().get("jobs", invocation.get(JOB)));
        return ExitCode.OK;
    }

    private static ExitCode await(Invocation invocation, String job) {
        var ending = new Ending(invocation, Waits.of(invocation.get(WAIT)));
        Api api = invocation.api();
        JsonNode last;
        do {
            last = api.json(api.get("jobs", job).query("wait", ending.nextWait()));
            invocation.printer().progress(Json.at(last, "/state"));
        } while (!OVER.contains(Json.at(last, "/state")) && ending.left().toMillis() > 0);
        invocation.printer().progressDone();
        invocation.printer().one(VIEW, last);
        return ExitCode.ofState(Json.at(last, "/state"));
    }

    private static void operate(Invocation invocation, String operation) {
        Asked.one(
                invocation,
                VIEW,
                invocation.api().post("jobs", invocation.get(JOB), operation).body(Bodies.reason(invocation)));
    }
}
