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
import com.orchestrator.cli.outcome.CommandException;
import com.orchestrator.cli.output.Json;
import com.orchestrator.cli.output.View;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** When work is started by itself. */
final class ScheduleNoun {

    private static final Argument SCHEDULE = Argument.one("SCHEDULE", "NAMESPACE/NAME, or NAME with --namespace.");

    private static final Option FILE = Option.of(
                    "--file", Kind.FILE, "All that there is to say, as JSON; options come before it.")
            .shortened("-f");
    private static final Option WORKFLOW =
            Option.of("--workflow", Kind.text("NAME"), "What is started.").shortened("-w");
    private static final Option CRON = Option.of(
                    "--cron", Kind.text("CRON"), "When, as '0 9 * * 1-5'; several times for several.")
            .repeated();
    private static final Option EVERY = Option.of("--every", Kind.text("INTERVAL"), "When, as 15m or P1M.");
    private static final Option ZONE = Option.of("--zone", Kind.text("ZONE"), "Whose clocks count; UTC.");
    private static final Option OVERLAP = Option.of(
            "--overlap",
            Kind.oneOf("POLICY", "skip", "bufferOne", "bufferAll", "cancelOther", "terminateOther", "allowAll"),
            "What happens when the run before has not ended.");
    private static final Option NOTE = Option.of("--note", Kind.TEXT, "For people.");
    private static final Option COUNT = Option.of("--count", Kind.number("N", 1, 1000), "How many times; ten.");
    private static final Option AFTER = Option.of("--after", Kind.INSTANT, "From then on; from now.");
    private static final Option FROM =
            Option.of("--from", Kind.INSTANT, "The first time.").required();
    private static final Option TO =
            Option.of("--to", Kind.INSTANT, "The last time.").required();
    private static final Option MAX_CONCURRENT =
            Option.of("--max-concurrent", Kind.number("N", 1, 1_000_000), "Runs of it at once; 1.");
    private static final Option TRIGGER_ID =
            Option.of("--trigger-id", Kind.TEXT, "The same again starts nothing more.");

    private static final View VIEW = View.by("/namespace", "/name")
            .column("SCHEDULE", schedule -> Json.at(schedule, "/namespace") + "/" + Json.at(schedule, "/name"))
            .column(
                    "STARTS",
                    schedule -> Json.at(schedule, "/workflow").isEmpty()
                            ? "job " + Json.at(schedule, "/job/type")
                            : Json.at(schedule, "/workflow"))
            .column("WHEN", ScheduleNoun::timing)
            .column("ZONE", "/zone")
            .column("PAUSED", "/paused")
            .column("NEXT", "/next/0")
            .wide("OVERLAP", "/overlap")
            .wide("MISSED", "/missed")
            .wide("INCIDENT", "/incident/code")
            .wide("NOTE", "/note");

    private static final View FIRE = View.by("/instanceId")
            .column("TIME", "/nominalAt")
            .column("OUTCOME", "/outcome")
            .column("RUN", "/instanceId")
            .column("DETAIL", "/detail");

    private static final View CHANGES = View.by("/number")
            .column("NUMBER", "/number")
            .column("AT", "/at")
            .column("ACTION", "/action")
            .column("BY", "/actor")
            .column("NOTE", "/note")
            .wide("SAYS", "/spec");

    private static final View TIME = View.by("").column("TIME", "");

    private ScheduleNoun() {}

    static Noun noun() {
        return new Noun("schedule", "When work is started by itself.", ScheduleNoun::verbs);
    }

    private static List<Verb> verbs() {
        return Stream.concat(looking().stream(), changing().stream()).toList();
    }

    private static List<Verb> looking() {
        return List.of(
                Verb.named("list", "Lists schedules.")
                        .with(Globals.LIMIT, Globals.ALL)
                        .does(invocation -> Lists.print(
                                invocation,
                                VIEW,
                                () -> invocation.api().get("schedules").query("namespace", invocation.namespace()))),
                Verb.named("get", "Shows a schedule; -o yaml with its next and last times.")
                        .takes(SCHEDULE)
                        .does(invocation ->
                                Asked.one(invocation, VIEW, invocation.api().get(path(invocation)))),
                Verb.named("upcoming", "Shows times to come, also of a schedule that is paused.")
                        .takes(SCHEDULE)
                        .with(COUNT, AFTER)
                        .does(invocation -> times(
                                invocation,
                                invocation
                                        .api()
                                        .get(path(invocation, "upcoming"))
                                        .query("count", invocation.value(COUNT))
                                        .query("after", invocation.value(AFTER)))),
                Verb.named("preview", "Shows what a timing comes to; makes no schedule.")
                        .with(CRON, EVERY, ZONE, COUNT, AFTER)
                        .does(ScheduleNoun::preview),
                Verb.named("changes", "Says who has changed a schedule.")
                        .takes(SCHEDULE)
                        .with(Globals.LIMIT, Globals.ALL)
                        .does(invocation -> Lists.print(
                                invocation, CHANGES, () -> invocation.api().get(path(invocation, "changes")))));
    }

    private static List<Verb> changing() {
        return List.of(
                Verb.named("set", "Makes a schedule, or changes it to what is said here.")
                        .takes(SCHEDULE)
                        .with(FILE, WORKFLOW, CRON, EVERY, ZONE, OVERLAP, Inputs.INPUT, NOTE)
                        .does(ScheduleNoun::set),
                Verb.named("pause", "Lets nothing of it come due until it is resumed.")
                        .takes(SCHEDULE)
                        .with(NOTE)
                        .does(invocation -> operate(
                                invocation, VIEW, "pause", Bodies.text(Json.object(), "note", invocation, NOTE))),
                Verb.named("resume", "Lets it go on; times that have passed do not come due.")
                        .takes(SCHEDULE)
                        .does(invocation -> operate(invocation, VIEW, "resume", Json.object())),
                Verb.named("trigger", "Starts a run now, also when it is paused.")
                        .takes(SCHEDULE)
                        .with(OVERLAP, TRIGGER_ID)
                        .does(ScheduleNoun::trigger),
                Verb.named("backfill", "Starts the runs of times that have passed and have none.")
                        .takes(SCHEDULE)
                        .with(FROM, TO, OVERLAP, MAX_CONCURRENT)
                        .does(ScheduleNoun::backfill),
                Verb.named("delete", "Takes a schedule away; runs that are there go on.")
                        .takes(SCHEDULE)
                        .destructive()
                        .does(ScheduleNoun::delete));
    }

    private static String[] path(Invocation invocation, String... more) {
        WorkflowName name = WorkflowName.parse(invocation.get(SCHEDULE), invocation.namespace());
        return Stream.concat(Stream.of("schedules", name.namespace(), name.name()), Stream.of(more))
                .toArray(String[]::new);
    }

    private static void times(Invocation invocation, Request request) {
        JsonNode times = invocation.api().json(request);
        Asked.inside(invocation, TIME, times, "times");
        invocation.printer().note(Json.at(times, "/text"));
        times.path("warnings").forEach(warning -> invocation.printer().note("Warning: " + Json.at(warning, "/detail")));
    }

    private static void preview(Invocation invocation) {
        ObjectNode body = timing(Json.object(), invocation);
        if (!body.has("cron") && !body.has("every")) {
            throw CommandException.usage("It is not said when.", "Say --cron or --every.");
        }
        Bodies.number(body, "count", invocation, COUNT);
        Bodies.text(body, "after", invocation, AFTER);
        times(invocation, invocation.api().post("schedules", "preview").body(body));
    }

    private static ObjectNode timing(ObjectNode body, Invocation invocation) {
        if (invocation.has(CRON)) {
            body.remove("cron");
            invocation.values(CRON).forEach(body.withArray("cron")::add);
        }
        Bodies.text(body, "every", invocation, EVERY);
        return Bodies.text(body, "zone", invocation, ZONE);
    }

    private static void set(Invocation invocation) {
        ObjectNode body = invocation
                .value(FILE)
                .map(file -> Inputs.object(invocation, FILE, file))
                .orElseGet(Json::object);
        timing(body, invocation);
        Bodies.text(body, "workflow", invocation, WORKFLOW);
        Bodies.text(body, "overlap", invocation, OVERLAP);
        Bodies.text(body, "note", invocation, NOTE);
        Bodies.json(body, "input", invocation, Inputs.INPUT);
        if (body.isEmpty()) {
            throw CommandException.usage("Nothing is said of it.", "Say --workflow and --cron or --every, or --file.");
        }
        Asked.one(invocation, VIEW, invocation.api().put(path(invocation)).body(body));
    }

    private static void trigger(Invocation invocation) {
        ObjectNode body = Bodies.text(Json.object(), "overlap", invocation, OVERLAP);
        operate(invocation, FIRE, "trigger", Bodies.text(body, "triggerId", invocation, TRIGGER_ID));
    }

    private static void backfill(Invocation invocation) {
        ObjectNode body = Json.object();
        Bodies.text(body, "from", invocation, FROM);
        Bodies.text(body, "to", invocation, TO);
        Bodies.text(body, "overlap", invocation, OVERLAP);
        operate(
                invocation,
                BatchNoun.VIEW,
                "backfill",
                Bodies.number(body, "maxConcurrent", invocation, MAX_CONCURRENT));
    }

    private static void operate(Invocation invocation, View view, String operation, ObjectNode body) {
        Asked.one(
                invocation,
                view,
                invocation.api().post(path(invocation, operation)).body(body));
    }

    private static void delete(Invocation invocation) {
        invocation.confirm("Delete 1 schedule, " + invocation.get(SCHEDULE));
        Asked.done(
                invocation,
                invocation.api().delete(path(invocation)),
                "Schedule " + invocation.get(SCHEDULE) + " is deleted.");
    }

    private static String timing(JsonNode schedule) {
        if (!Json.at(schedule, "/every").isEmpty()) {
            return "every " + Json.at(schedule, "/every");
        }
        List<String> expressions = new ArrayList<>();
        schedule.path("cron").forEach(expression -> expressions.add(expression.asText()));
        return String.join(" and ", expressions);
    }
}
