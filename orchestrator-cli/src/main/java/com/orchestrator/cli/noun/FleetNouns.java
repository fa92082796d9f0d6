package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.cli.command.Argument;
import com.orchestrator.cli.command.Globals;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.command.Kind;
import com.orchestrator.cli.command.Noun;
import com.orchestrator.cli.command.Option;
import com.orchestrator.cli.command.Verb;
import com.orchestrator.cli.outcome.CommandException;
import com.orchestrator.cli.output.Json;
import com.orchestrator.cli.output.View;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Workers, and the queues that they take work from. */
final class FleetNouns {

    private static final Argument WORKER = Argument.one("WORKER", "What it calls itself.");
    private static final Argument QUEUE = Argument.one("QUEUE", "Its name.");
    private static final Option ON_QUEUE =
            Option.of("--queue", Kind.text("QUEUE"), "Only those that take work from it.");

    private static final Option MAX_CONCURRENT =
            Option.of("--max-concurrent", Kind.number("N", 0, 1_000_000), "Attempts at once; 0 takes the limit away.");
    private static final Option RATE = Option.of(
            "--rate",
            new Kind("RATE", "a rate such as 100/1s, 100/1s/20 with a burst, or none", List.of(), FleetNouns::isRate),
            "How often attempts may begin: 100/1s, with a burst 100/1s/20; none takes the limit away.");
    private static final Option STRICT = Option.of(
            "--strict",
            Kind.oneOf("YES|NO", "yes", "no"),
            "Whether lower priorities wait until higher ones have nothing.");
    private static final Option WEIGHTS = Option.of(
            "--weights",
            new Kind(
                    "N,N,N,N",
                    "four weights such as 8,4,2,1",
                    List.of(),
                    value -> value.matches("([1-9]\\d{0,3},){3}[1-9]\\d{0,3}")),
            "In which shares P0 to P3 are handed out, such as 8,4,2,1.");

    private static final View WORKERS = View.by("/workerId")
            .column("WORKER", "/workerId")
            .column("NAME", "/name")
            .column("STATE", "/state")
            .column("LOAD", worker -> Json.at(worker, "/currentLoad") + "/" + Json.at(worker, "/capacity"))
            .column("LEASED", "/leased")
            .column("LAST HEARD", "/lastHeartbeatAt")
            .column("QUEUES", "/queues")
            .wide("HOST", "/host")
            .wide("DEPLOYMENT", "/deployment")
            .wide("GENERATION", "/generation");

    static final View QUEUES = View.by("/name")
            .column("QUEUE", "/name")
            .column("READY", "/ready")
            .column("OLDEST S", "/oldestReadySeconds")
            .column("LEASED", "/leased")
            .column("WORKERS", "/pollers")
            .column("PAUSED", queue -> queue.path("paused").asBoolean() ? "by " + Json.at(queue, "/pausedBy") : "no")
            .column("MAX", "/maxConcurrent")
            .column(
                    "RATE",
                    queue -> Json.at(queue, "/rateLimit/count").isEmpty()
                            ? ""
                            : Json.at(queue, "/rateLimit/count") + "/" + Json.at(queue, "/rateLimit/per"))
            .wide("REASON", "/pausedReason")
            .wide("STRICT", "/strict")
            .wide("WEIGHTS", "/weights");

    private static final Pattern RATE_FORM = Pattern.compile("([1-9]\\d{0,6})/([^/]+)(?:/([1-9]\\d{0,6}))?");

    private FleetNouns() {}

    static Noun worker() {
        return new Noun("worker", "Those who do the work.", FleetNouns::workerVerbs);
    }

    static Noun queue() {
        return new Noun("queue", "Work that waits, and how it is worked off.", FleetNouns::queueVerbs);
    }

    private static List<Verb> workerVerbs() {
        return List.of(
                Verb.named("list", "Lists workers.")
                        .with(ON_QUEUE, Globals.LIMIT, Globals.ALL)
                        .does(invocation -> Lists.print(
                                invocation,
                                WORKERS,
                                () -> invocation.api().get("workers").query("queue", invocation.value(ON_QUEUE)))),
                Verb.named("get", "Shows a worker.")
                        .takes(WORKER)
                        .does(invocation -> Asked.one(
                                invocation, WORKERS, invocation.api().get("workers", invocation.get(WORKER)))),
                Verb.named("drain", "Asks a worker to take no more; it ends what it has begun.")
                        .takes(WORKER)
                        .with(Globals.REASON)
                        .destructive()
                        .does(FleetNouns::drain));
    }

    private static void drain(Invocation invocation) {
        invocation.confirm("Let 1 worker take no more, " + invocation.get(WORKER));
        Asked.one(
                invocation,
                WORKERS,
                invocation
                        .api()
                        .post("workers", invocation.get(WORKER), "drain")
                        .body(Bodies.reason(invocation)));
    }

    private static List<Verb> queueVerbs() {
        Option reason = Globals.REASON.required();
        return List.of(
                Verb.named("list", "Lists queues.")
                        .with(Globals.LIMIT, Globals.ALL)
                        .does(invocation -> Lists.print(
                                invocation, QUEUES, () -> invocation.api().get("queues"))),
                Verb.named("get", "Shows a queue.")
                        .takes(QUEUE)
                        .does(invocation ->
                                Asked.one(invocation, QUEUES, invocation.api().get("queues", invocation.get(QUEUE)))),
                Verb.named("pause", "Hands out no more of a queue.")
                        .takes(QUEUE)
                        .with(reason)
                        .does(invocation -> update(invocation, Json.object().put("paused", true))),
                Verb.named("resume", "Hands out of a queue again.")
                        .takes(QUEUE)
                        .with(reason)
                        .does(invocation -> update(invocation, Json.object().put("paused", false))),
                Verb.named("limit", "Sets how a queue is worked off; what is not named stays.")
                        .takes(QUEUE)
                        .with(MAX_CONCURRENT, RATE, WEIGHTS, STRICT, reason)
                        .does(FleetNouns::limit));
    }

    private static void limit(Invocation invocation) {
        ObjectNode change = Json.object();
        invocation.number(MAX_CONCURRENT).ifPresent(max -> {
            if (max == 0) {
                change.putNull("maxConcurrent");
            } else {
                change.put("maxConcurrent", max);
            }
        });
        invocation.value(RATE).ifPresent(rate -> setRate(change, rate));
        invocation.value(STRICT).ifPresent(strict -> change.put("strict", strict.equals("yes")));
        invocation.value(WEIGHTS).ifPresent(weights -> setWeights(change, weights.split(",")));
        if (change.isEmpty()) {
            throw CommandException.usage(
                    "Nothing is to be changed.", "Say --max-concurrent, --rate, --weights or --strict.");
        }
        update(invocation, change);
    }

    private static boolean isRate(String text) {
        Matcher form = RATE_FORM.matcher(text);
        return text.equals("none")
                || form.matches() && Kind.DURATION_TEXT.test().accepts(form.group(2));
    }

    private static void setRate(ObjectNode change, String text) {
        Matcher form = RATE_FORM.matcher(text);
        if (!form.matches()) {
            change.putNull("rateLimit");
            return;
        }
        ObjectNode rate = change.putObject("rateLimit")
                .put("count", Long.valueOf(form.group(1)))
                .put("per", form.group(2));
        if (form.group(3) != null) {
            rate.put("burst", Long.valueOf(form.group(3)));
        }
    }

    private static void setWeights(ObjectNode change, String[] weights) {
        ObjectNode shares = change.putObject("weights");
        for (int priority = 0; priority < weights.length; priority++) {
            shares.put("P" + priority, Long.valueOf(weights[priority]));
        }
    }

    private static void update(Invocation invocation, ObjectNode change) {
        invocation.value(Globals.REASON).ifPresent(reason -> change.put("reason", reason));
        Asked.one(
                invocation,
                QUEUES,
                invocation.api().patch("queues", invocation.get(QUEUE)).body(change));
    }
}
