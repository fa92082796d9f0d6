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
import com.orchestrator.cli.http.Pages;
import com.orchestrator.cli.outcome.ExitCode;
import com.orchestrator.cli.output.Json;
import com.orchestrator.cli.output.View;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The job router: its jobs, who does them, who leads, and what waits for the broker. */
final class RouterNoun {

    private static final Argument TYPE = Argument.one("TYPE", "What kind of work it is.");
    private static final Argument JOB = Argument.one("JOB", "Its id.");
    private static final Option PAYLOAD =
            Inputs.json("--payload", "What its worker is given").shortened("-i");
    private static final Option ID =
            Option.of("--id", Kind.text("JOB"), "Your own name for it: with it a registration can be repeated.");
    private static final Option PRIORITY = Option.of(
            "--priority", Kind.number("N", 0, Integer.MAX_VALUE), "10 and more is high, 5 and more medium; 0.");

    private static final View STATUS = View.by("/node")
            .column("SERVER", "/node")
            .column("STATUS", "/status")
            .column("BROKER", RouterNoun::broker)
            .column("TROUBLE", "/broker/trouble");

    private static final View LEADER = View.by("/leader")
            .column("LEADER", "/leader")
            .column("TERM", "/term")
            .column("ASKED", "/role");

    private static final View NODES =
            View.by("/node").column("SERVER", "/node").column("ROLE", "/role").column("TERM", "/term");

    private static final View WORKERS = View.by("/worker_id")
            .column("WORKER", "/worker_id")
            .column("TYPE", "/worker_type")
            .column("LOAD", worker -> Json.at(worker, "/current_load") + "/" + Json.at(worker, "/capacity"))
            .column("GIVEN", "/given")
            .column("ALIVE", worker -> worker.path("alive").asBoolean() ? "yes" : "no")
            .column("LAST HEARD", worker -> moment(worker, "/seen_at"));

    private static final View BROKER = View.by("/name")
            .column("QUEUE", "/name")
            .column("MESSAGES", "/messages")
            .column("CONSUMERS", "/consumers");

    private static final View OUTBOX = View.by("/unconfirmed")
            .column("UNCONFIRMED", "/unconfirmed")
            .column("PUBLISHED", "/published")
            .column("SENT BACK", "/returned")
            .column("REPORTS", "/statusTaken")
            .column("REFUSED", "/statusRefused")
            .column("DEAD LETTERS", "/deadLetters")
            .column("TROUBLE", "/trouble");

    private static final View JOBS = View.by("/id")
            .column("JOB", "/id")
            .column("TYPE", "/type")
            .column("STATUS", "/status")
            .column("PRIORITY", "/priority")
            .column("WORKER", "/worker_id")
            .column("ATTEMPTS", "/attempts")
            .column("CREATED", job -> moment(job, "/created_at"))
            .column("ENDED", job -> moment(job, "/completed_at"))
            .wide("RESULT", "/result");

    private static final View REGISTERED = View.by("/job_id")
            .column("JOB", "/job_id")
            .column("STATUS", "/status")
            .column("KNOWN", "/deduplicated");

    private static final View CANCELLED = View.by("/status").column("STATUS", "/status");

    private RouterNoun() {}

    static Noun noun() {
        return new Noun("router", "The job router, its workers and its broker.", RouterNoun::verbs);
    }

    private static List<Verb> verbs() {
        List<Verb> verbs = new ArrayList<>(watching());
        verbs.addAll(jobVerbs());
        return verbs;
    }

    private static List<Verb> watching() {
        return List.of(
                Verb.named("status", "Says whether jobs flow; exit code 1 when something keeps them.")
                        .endsWith(RouterNoun::status),
                Verb.named("leader", "Shows who leads, and in which term.")
                        .does(invocation ->
                                Asked.one(invocation, LEADER, invocation.api().getRouter("raft", "status"))),
                Verb.named("nodes", "Lists the servers that are there.").does(RouterNoun::nodes),
                Verb.named("workers", "Lists workers that send heartbeats.")
                        .with(Globals.LIMIT, Globals.ALL)
                        .does(invocation -> list(invocation, WORKERS, "workers")),
                Verb.named("queues", "Lists what waits: for the broker, or for workers of a type.")
                        .does(RouterNoun::queues),
                Verb.named(
                                "broker",
                                "Lists the queues of the broker, with what waits in them, as the leader saw them last.")
                        .does(RouterNoun::broker),
                Verb.named("outbox", "Shows what the server that is asked has published, and what is not confirmed.")
                        .does(RouterNoun::outbox));
    }

    private static List<Verb> jobVerbs() {
        return List.of(
                Verb.named("jobs", "Lists jobs, the newest first.")
                        .with(Globals.LIMIT, Globals.ALL)
                        .does(invocation -> list(invocation, JOBS, "jobs")),
                Verb.named("register", "Registers a job.")
                        .takes(TYPE)
                        .with(PAYLOAD, ID, PRIORITY)
                        .does(RouterNoun::register),
                Verb.named("cancel", "Stops a job.").takes(JOB).destructive().does(RouterNoun::cancel));
    }

    private static ExitCode status(Invocation invocation) {
        JsonNode health = invocation.api().json(invocation.api().getRouter("health"));
        invocation.printer().one(STATUS, health);
        return Json.at(health, "/status").equals("healthy") ? ExitCode.OK : ExitCode.ERROR;
    }

    private static String broker(JsonNode health) {
        if (health.path("broker").isMissingNode()) {
            return "none";
        }
        if (health.at("/broker/blocked").asBoolean()) {
            return "blocked";
        }
        return health.at("/broker/connected").asBoolean() ? "connected" : "with the leader";
    }

    /** The server that is asked knows its own role; of others it is known who leads. */
    private static void nodes(Invocation invocation) {
        JsonNode cluster = invocation.api().json(invocation.api().getRouter("cluster", "status"));
        if (!invocation.printer().format().isForPeople()) {
            invocation.printer().one(NODES, cluster);
            return;
        }
        List<JsonNode> nodes = new ArrayList<>();
        cluster.path("cluster")
                .forEach(node -> nodes.add(Json.object()
                        .put("node", node.asText())
                        .put("role", node.equals(cluster.at("/raft/leader")) ? "leader" : "follower")
                        .put("term", Json.at(cluster, "/raft/term"))));
        invocation.printer().all(NODES, nodes);
    }

    private static void list(Invocation invocation, View view, String what) {
        Api api = invocation.api();
        Pages pages = Pages.read(
                api, () -> api.getRouter(what), Lists.most(invocation, Lists.USUAL), Pages.Form.ofRouter(what), "");
        Lists.print(invocation, view, pages);
    }

    private static void queues(Invocation invocation) {
        Api api = invocation.api();
        List<JsonNode> all =
                Pages.read(api, () -> api.get("queues"), Long.MAX_VALUE).items();
        invocation
                .printer()
                .all(
                        FleetNouns.QUEUES,
                        all.stream()
                                .filter(queue -> Json.at(queue, "/name").matches("job\\.(high|medium|low)|router\\..+"))
                                .toList());
    }

    private static void broker(Invocation invocation) {
        JsonNode broker =
                invocation.api().json(invocation.api().getRouter("health")).path("broker");
        if (broker.isMissingNode()) {
            invocation.printer().note("There is no broker: orchestrator.router.broker is not set.");
            return;
        }
        if (!broker.path("trouble").isNull()) {
            invocation.printer().note(broker.path("trouble").asText());
        }
        List<JsonNode> queues = new ArrayList<>();
        broker.path("queues").forEach(queues::add);
        invocation.printer().all(BROKER, queues);
    }

    private static void outbox(Invocation invocation) {
        JsonNode metrics = invocation.api().json(invocation.api().getRouter("metrics"));
        if (metrics.path("broker").isMissingNode()) {
            invocation.printer().note("There is no broker: orchestrator.router.broker is not set.");
        } else {
            invocation.printer().one(OUTBOX, metrics.path("broker"));
        }
    }

    private static void register(Invocation invocation) {
        ObjectNode body = Json.object().put("type", invocation.get(TYPE));
        Bodies.text(body, "id", invocation, ID);
        Bodies.number(body, "priority", invocation, PRIORITY);
        Bodies.json(body, "payload", invocation, PAYLOAD);
        Asked.one(
                invocation,
                REGISTERED,
                invocation.api().postRouter("jobs", "register").body(body));
    }

    private static void cancel(Invocation invocation) {
        invocation.confirm("Cancel 1 job, " + invocation.get(JOB));
        Asked.one(invocation, CANCELLED, invocation.api().postRouter("jobs", invocation.get(JOB), "cancel"));
    }

    private static String moment(JsonNode thing, String pointer) {
        JsonNode millis = thing.at(pointer);
        return millis.isNumber()
                ? Instant.ofEpochMilli(millis.asLong())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString()
                : "";
    }
}
