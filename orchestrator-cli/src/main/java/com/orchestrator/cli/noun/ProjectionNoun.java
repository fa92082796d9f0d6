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
import com.orchestrator.cli.http.Request;
import com.orchestrator.cli.output.Json;
import com.orchestrator.cli.output.View;
import java.util.ArrayList;
import java.util.List;

/** Read models made of events: how far they are, and what people do about them. */
final class ProjectionNoun {

    private static final String PATH = "projections";

    private static final Argument PROJECTION = Argument.one("PROJECTION", "Its name.");
    private static final Argument EVENT = Argument.one("EVENT", "Its id, as its source calls it.");
    private static final Option REASON = Globals.REASON.required();
    private static final Option WORKFLOW =
            Option.of("--workflow", Kind.text("NAME"), "Of this workflow.").shortened("-w");

    private static final View VIEW = View.by("/name")
            .column("PROJECTION", "/name")
            .column("STATE", "/state")
            .column("TO COME", thing -> events(thing.path("lag")))
            .column("LAG S", "/lag/seconds")
            .column("EVENTS", "/events")
            .column("A SECOND", "/perSecond")
            .column("DEAD LETTERS", "/deadLetters")
            .column("GENERATION", "/generation")
            .wide("BUILD", "/build")
            .wide("REBUILD", "/rebuild/state")
            .wide("OF IT", "/rebuild/progress")
            .wide("PAUSED", "/pausedReason");

    private static final View SHARDS = View.by("/shard")
            .column("BUILD", "/build")
            .column("SHARD", "/shard")
            .column("TO COME", thing -> events(thing.path("lag")))
            .column("LAG S", "/lag/seconds")
            .column("EVENTS", "/events")
            .column("A SECOND", "/perSecond")
            .column("STANDS AT", "/failedEvent")
            .column("MOVED", "/movedAt")
            .column("OWNER", "/owner")
            .wide("POSITION", "/position")
            .wide("GENERATION", "/generation")
            .wide("ERROR", "/error");

    private static final View REASONS = View.by("/code")
            .column("CODE", "/code")
            .column("BUILD", "/build")
            .column("SHARD", "/shard")
            .column("WHY", "/text");

    private static final View WORKERS = View.by("/workerId")
            .column("WORKER", "/workerId")
            .column("GENERATION", "/generation")
            .column("STATE", "/state")
            .column("ALIVE", "/alive")
            .column("LAST HEARD", "/lastHeartbeatAt")
            .wide("STARTED", "/startedAt");

    private static final View LETTERS = View.by("/eventId")
            .column("EVENT", "/eventId")
            .column("AGGREGATE", letter -> Json.at(letter, "/aggregateType") + "/" + Json.at(letter, "/aggregateId"))
            .column("PUT ASIDE", "/putAt")
            .column("REASON", "/reason")
            .column("RETRIES", "/retries")
            .column("ERROR", "/error")
            .wide("TYPE", "/type")
            .wide("PAYLOAD", "/payload");

    private static final View OUTCOMES = View.by("/hour")
            .column("HOUR", "/hour")
            .column("WORKFLOW", outcome -> Json.at(outcome, "/namespace") + "/" + Json.at(outcome, "/workflow"))
            .column("STATE", "/state")
            .column("RUNS", "/runs");

    private ProjectionNoun() {}

    static Noun noun() {
        return new Noun("projection", "Read models made of events.", ProjectionNoun::verbs);
    }

    private static List<Verb> verbs() {
        List<Verb> all = new ArrayList<>(looking());
        all.addAll(steering());
        return List.copyOf(all);
    }

    private static List<Verb> looking() {
        return List.of(
                Verb.named("list", "Lists projections, and how far each is behind.")
                        .with(Globals.LIMIT, Globals.ALL)
                        .does(invocation -> Lists.print(
                                invocation, VIEW, () -> invocation.api().get(PATH))),
                Verb.named("get", "Shows the shards of a projection; -o yaml and -o json all there is.")
                        .takes(PROJECTION)
                        .does(invocation -> inside(invocation, SHARDS, "shards")),
                Verb.named("explain", "Says why a projection stands as it does, the gravest reason first.")
                        .takes(PROJECTION)
                        .does(invocation -> inside(invocation, REASONS, "reasons", "explain")),
                Verb.named("workers", "Lists the workers of projections, the newest generation first.")
                        .does(ProjectionNoun::workers),
                Verb.named("dead-letters", "Lists events that a projection has passed by.")
                        .takes(PROJECTION)
                        .with(Globals.LIMIT, Globals.ALL)
                        .does(invocation -> Lists.print(
                                invocation,
                                LETTERS,
                                () -> invocation.api().get(PATH, invocation.get(PROJECTION), "dead-letters"))),
                Verb.named("outcomes", "Lists how many runs ended in each hour, and how, where servers count that.")
                        .with(WORKFLOW, Globals.LIMIT, Globals.ALL)
                        .does(invocation -> Lists.print(
                                invocation,
                                OUTCOMES,
                                () -> invocation
                                        .api()
                                        .get("run-outcomes")
                                        .query("namespace", invocation.namespace())
                                        .query("workflow", invocation.value(WORKFLOW)))));
    }

    private static List<Verb> steering() {
        return List.of(
                change("pause", "Works nothing more in until it is resumed.").does(asked("pause")),
                change("resume", "Lets a projection go on from where it was.").does(asked("resume")),
                change("skip", "Passes by the event that a projection stands at, and keeps it as a dead letter.")
                        .takes(EVENT)
                        .does(asked("skip")),
                change("retry", "Works a dead letter in after all, once.")
                        .takes(EVENT)
                        .does(asked("dead-letters", "retry")),
                change(
                                "rebuild",
                                "Makes a read model anew beside the one that is read, and then takes that one's place.")
                        .does(asked("rebuild")),
                change("give-up", "Takes away the read model that is being made anew.")
                        .destructive()
                        .does(invocation -> {
                            invocation.confirm("Give up 1 rebuild, of " + invocation.get(PROJECTION));
                            asked("rebuild", "give-up").run(invocation);
                        }));
    }

    private static Verb change(String name, String about) {
        return Verb.named(name, about).takes(PROJECTION).with(REASON);
    }

    /** What the workers of the projection do after their batches; how it stands now is shown. */
    private static Verb.Deed asked(String... what) {
        return invocation -> {
            ObjectNode body = Bodies.reason(invocation);
            invocation.value(EVENT).ifPresent(event -> body.put("eventId", event));
            Asked.one(
                    invocation,
                    VIEW,
                    invocation.api().post(path(invocation, what)).body(body));
        };
    }

    private static String[] path(Invocation invocation, String... behind) {
        List<String> segments = new ArrayList<>(List.of(PATH, invocation.get(PROJECTION)));
        segments.addAll(List.of(behind));
        return segments.toArray(String[]::new);
    }

    private static void inside(Invocation invocation, View view, String field, String... behind) {
        Request request = invocation.api().get(path(invocation, behind));
        Asked.inside(invocation, view, invocation.api().json(request), field);
    }

    private static void workers(Invocation invocation) {
        List<JsonNode> workers = new ArrayList<>();
        JsonNode generations = invocation.api().json(invocation.api().get("generations"));
        generations
                .path("items")
                .forEach(generation -> generation
                        .path("workers")
                        .forEach(worker -> workers.add(
                                ((ObjectNode) worker.deepCopy()).set("generation", generation.path("generation")))));
        invocation.printer().all(WORKERS, workers);
    }

    private static String events(JsonNode lag) {
        return (lag.path("atLeast").asBoolean() ? "over " : "") + Json.at(lag, "/events");
    }
}
