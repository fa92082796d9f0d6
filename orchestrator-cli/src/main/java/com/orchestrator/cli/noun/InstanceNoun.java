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
import java.util.ArrayList;
import java.util.List;

/** Runs: find them, look at them, steer them. */
final class InstanceNoun {

    private static final Option FOLLOW =
            Option.flag("--follow", "Goes on until the run has ended.").shortened("-f");
    private static final Option AFTER =
            Option.of("--after", Kind.number("EVENT", 0, Long.MAX_VALUE / 10), "Begins behind this event.");
    private static final Option WAIT = Option.of(
            "--wait", Kind.DURATION_TEXT, "How long it is waited for, a minute unless another time is given.");
    private static final Option NO_UNDO = Option.flag("--no-undo", "Leaves what the run has done as it is.");
    private static final Option UNDO = Option.flag("--undo", "Undoes what the run has done.");
    private static final Argument LABELS = Argument.one("LABEL", "KEY=VALUE to set it, KEY= to take it off.")
            .some()
            .of(Kind.PAIRS);

    private static final Argument FILE = Argument.one("FILE", "What export has written; - for stdin.");
    private static final String LINES = "application/x-ndjson";

    private static final View IMPORTED = View.by("/imported")
            .column("IMPORTED", "/imported")
            .column("UNCHANGED", "/unchanged")
            .column("DEFINITIONS", "/definitions");

    private static final View ATTEMPTS = View.by("/executionId")
            .column(
                    "TASK",
                    attempt -> Json.at(attempt, "/taskId")
                            + (Json.at(attempt, "/iteration").isEmpty() ? "" : "#" + Json.at(attempt, "/iteration")))
            .column("KIND", "/kind")
            .column("TYPE", "/taskType")
            .column("ATTEMPT", "/attempt")
            .column("STATE", "/state")
            .column("CODE", "/error/code")
            .column("STARTED", "/startedAt")
            .column("ENDED", "/endedAt")
            .wide("WORKER", "/leaseHolder")
            .wide("QUEUE", "/queue")
            .wide("INPUT", "/input")
            .wide("OUTPUT", "/output")
            .wide("MESSAGE", "/error/message");

    private static final View LOGS = View.by("/executionId")
            .column("AT", "/at")
            .column("LEVEL", "/level")
            .column("MESSAGE", "/message")
            .wide("EXECUTION", "/executionId");

    private static final View REASONS = View.by("/code")
            .column("CODE", "/code")
            .column("TASK", "/taskId")
            .column("WHY", "/message")
            .wide("SINCE", "/since")
            .wide("UNTIL", "/until");

    private static final View RESULT = View.by("/state")
            .column("STATE", "/state")
            .column("OUTPUT", "/output")
            .column("CODE", "/cause/code");

    private InstanceNoun() {}

    static Noun noun() {
        return new Noun("instance", "Runs: find them, look at them, steer them.", InstanceNoun::verbs);
    }

    private static List<Verb> verbs() {
        List<Verb> verbs = new ArrayList<>(looking());
        verbs.addAll(steering());
        return verbs;
    }

    private static List<Verb> looking() {
        return List.of(
                RunSearch.listVerb(),
                RunSearch.countVerb(),
                Verb.named("get", "Shows a run; -o yaml and -o json with all there is.")
                        .takes(Runs.RUN)
                        .does(invocation -> invocation.printer().one(Runs.VIEW, read(invocation))),
                Verb.named("describe", "Tells what became of a run, why it is where it is, and what to do next.")
                        .takes(Runs.RUN)
                        .does(Description::describe),
                Verb.named("events", "Shows the history of a run.")
                        .takes(Runs.RUN)
                        .with(FOLLOW, AFTER, Globals.LIMIT, Globals.ALL)
                        .endsWith(InstanceNoun::events),
                Verb.named("tasks", "Shows every attempt of every task, forward and undo.")
                        .takes(Runs.RUN)
                        .with(Globals.LIMIT, Globals.ALL)
                        .does(invocation -> pages(invocation, ATTEMPTS, "tasks")),
                Verb.named("timeline", "Shows when each attempt of a run began and ended.")
                        .takes(Runs.RUN)
                        .does(Timeline::show),
                Verb.named("tree", "Shows a run with the runs that it has started, and those with theirs.")
                        .takes(Runs.RUN)
                        .does(Tree::show),
                Verb.named("export", "Writes a run with all that it has started, a line each, as import takes it.")
                        .takes(Runs.RUN)
                        .does(InstanceNoun::export),
                Verb.named("logs", "Shows what handlers have written.")
                        .takes(Runs.RUN)
                        .with(Globals.LIMIT, Globals.ALL)
                        .does(invocation -> pages(invocation, LOGS, "logs")),
                Verb.named("explain", "Says why a run does not move.")
                        .takes(Runs.RUN)
                        .does(InstanceNoun::explain),
                Verb.named("result", "Waits for the end of a run, and shows what it came to.")
                        .takes(Runs.RUN)
                        .with(WAIT)
                        .endsWith(InstanceNoun::result));
    }

    private static List<Verb> steering() {
        return List.of(
                Plan.verb(),
                operation("pause", "Lets nothing new of runs be done until they are resumed.")
                        .does(invocation -> operate(invocation, "pause", Bodies.reason(invocation))),
                operation("resume", "Lets paused runs go on.")
                        .does(invocation -> operate(invocation, "resume", Bodies.reason(invocation))),
                operation("retry", "Takes up runs that a fault has set aside.")
                        .does(invocation -> operate(invocation, "retry", Bodies.reason(invocation))),
                operation("cancel", "Ends runs and undoes what they did.")
                        .with(NO_UNDO)
                        .destructive()
                        .does(InstanceNoun::cancel),
                Verb.named("terminate", "Ends runs at once and undoes nothing, unless --undo is said.")
                        .takes(Runs.RUNS)
                        .with(Globals.REASON.required(), UNDO)
                        .destructive()
                        .does(InstanceNoun::terminate),
                operation("delete", "Deletes runs that have ended, with all that is kept of them.")
                        .destructive()
                        .does(InstanceNoun::delete),
                operation("erase", "Erases what runs that have ended carried, and leaves their histories.")
                        .destructive()
                        .does(InstanceNoun::erase),
                Verb.named("import", "Takes runs that were exported, here or elsewhere.")
                        .takes(FILE)
                        .does(InstanceNoun::takeBack),
                SignalVerbs.toRun(),
                SignalVerbs.byKey(),
                Verb.named("label", "Sets labels of a run and takes them off; legal-hold keeps it from being deleted.")
                        .takes(Runs.RUN, LABELS)
                        .with(Globals.REASON)
                        .does(InstanceNoun::label));
    }

    private static Verb operation(String name, String about) {
        return Verb.named(name, about).takes(Runs.RUNS).with(Globals.REASON);
    }

    private static JsonNode read(Invocation invocation) {
        return invocation.api().json(invocation.api().get("instances", Runs.id(invocation)));
    }

    private static ExitCode events(Invocation invocation) {
        String run = Runs.id(invocation);
        long after = invocation.number(AFTER).orElse(0L);
        if (invocation.has(FOLLOW)) {
            new History(invocation, run, after, new Ending(invocation, History.longest())).follow();
            return ExitCode.OK;
        }
        Pages pages = Pages.read(
                invocation.api(),
                () -> invocation.api().get("instances", run, "events"),
                Lists.most(invocation, 1000),
                Pages.Form.HISTORY,
                String.valueOf(after));
        Lists.print(invocation, History.VIEW, pages);
        return ExitCode.OK;
    }

    private static void pages(Invocation invocation, View view, String what) {
        String run = Runs.id(invocation);
        Lists.print(invocation, view, () -> invocation.api().get("instances", run, what), 1000);
    }

    private static void export(Invocation invocation) {
        Api api = invocation.api();
        invocation
                .printer()
                .line(api.send(api.get("instances", Runs.id(invocation), "export")
                                .accept(LINES))
                        .text()
                        .stripTrailing());
    }

    private static void takeBack(Invocation invocation) {
        String lines = Inputs.text(invocation, invocation.get(FILE));
        Asked.one(
                invocation,
                IMPORTED,
                invocation.api().post("instances", "import").body(lines, LINES));
    }

    private static void explain(Invocation invocation) {
        Api api = invocation.api();
        JsonNode explanation = api.json(api.get("instances", Runs.id(invocation), "explain"));
        if (invocation.printer().format().isForPeople()) {
            List<JsonNode> reasons = new ArrayList<>();
            explanation.path("reasons").forEach(reasons::add);
            invocation.printer().all(REASONS, reasons);
            String trace = Description.trace(explanation);
            if (!trace.isEmpty()) {
                invocation.printer().note("Trace: " + trace);
            }
        } else {
            invocation.printer().one(View.by("/state"), explanation);
        }
    }

    private static ExitCode result(Invocation invocation) {
        String run = Runs.id(invocation);
        JsonNode result =
                new Ending(invocation, invocation.value(WAIT).map(Waits::of).orElse(Waits.USUAL)).await(run);
        invocation.printer().one(RESULT, result);
        return StartVerb.concluded(invocation, result, run);
    }

    private static void cancel(Invocation invocation) {
        boolean undo = !invocation.has(NO_UNDO);
        invocation.confirm("Cancel " + counted(invocation) + (undo ? ", undoing what was done" : ", undoing nothing"));
        operate(invocation, "cancel", Bodies.reason(invocation).put("compensate", undo));
    }

    private static void terminate(Invocation invocation) {
        boolean undo = invocation.has(UNDO);
        invocation.confirm(
                "Terminate " + counted(invocation) + (undo ? ", undoing what was done" : ", undoing nothing"));
        operate(invocation, "terminate", Bodies.reason(invocation).put("compensate", undo));
    }

    private static void delete(Invocation invocation) {
        invocation.confirm("Delete " + counted(invocation) + " for ever");
        Api api = invocation.api();
        for (String run : ids(invocation)) {
            api.send(api.delete("instances", run).query("reason", invocation.value(Globals.REASON)));
            invocation.printer().note("Run " + run + " is deleted.");
        }
    }

    private static void erase(Invocation invocation) {
        invocation.confirm("Erase what " + counted(invocation) + " carried for ever");
        Api api = invocation.api();
        for (String run : ids(invocation)) {
            api.send(api.delete("instances", run, "payloads").query("reason", invocation.value(Globals.REASON)));
            invocation.printer().note("What run " + run + " carried is erased.");
        }
    }

    private static String counted(Invocation invocation) {
        int count = invocation.values(Runs.RUNS).size();
        return count == 1 ? "1 run" : count + " runs";
    }

    /** All of them are found before anything is done to the first. */
    private static List<String> ids(Invocation invocation) {
        return invocation.values(Runs.RUNS).stream()
                .map(named -> Runs.id(invocation, named))
                .toList();
    }

    private static void operate(Invocation invocation, String operation, ObjectNode body) {
        Api api = invocation.api();
        List<JsonNode> done = new ArrayList<>();
        try {
            for (String run : ids(invocation)) {
                done.add(api.json(api.post("instances", run, operation).body(body)));
            }
        } finally {
            if (!done.isEmpty()) {
                invocation.printer().all(Runs.VIEW, done);
            }
        }
    }

    private static void label(Invocation invocation) {
        ObjectNode body = Bodies.reason(invocation);
        ObjectNode labels = body.putObject("labels");
        for (String label : invocation.values(LABELS)) {
            int equals = label.indexOf('=');
            String value = label.substring(equals + 1);
            labels.put(label.substring(0, equals), value.isEmpty() ? null : value);
        }
        Api api = invocation.api();
        invocation
                .printer()
                .one(
                        Runs.VIEW,
                        api.json(api.patch("instances", Runs.id(invocation), "labels")
                                .body(body)));
    }
}
