package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.cli.command.Argument;
import com.orchestrator.cli.command.Globals;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.command.Kind;
import com.orchestrator.cli.command.Option;
import com.orchestrator.cli.command.Verb;
import com.orchestrator.cli.http.Api;
import com.orchestrator.cli.output.Json;
import com.orchestrator.cli.output.Printer;
import com.orchestrator.cli.output.View;
import java.util.ArrayList;
import java.util.List;

/** {@code etl run}: what jobs have done. */
final class EtlRuns {

    private static final Argument RUN = Argument.one("RUN", "Its id.");
    private static final Option OF_JOB = Option.of("--job", Kind.text("JOB"), "Only runs of the job of this name.");

    static final View VIEW = View.by("/id")
            .column("ID", "/id")
            .column("JOB", "/job_name")
            .column("RUN", "/run_id")
            .column("STATUS", "/status")
            .column("READ", "/rows_read")
            .column("LOADED", "/rows_loaded")
            .column("REJECTED", "/rows_rejected")
            .column("ENDED", "/completed_at")
            .wide("STARTED", "/started_at")
            .wide("CODE", "/error_code")
            .wide("WHY", "/error_message");

    private static final View TASKS = View.by("/id")
            .column("TASK", "/task_type")
            .column("STATUS", "/status")
            .column("ATTEMPT", task -> Json.at(task, "/attempt_count") + " of " + Json.at(task, "/max_attempts"))
            .column("STARTED", "/started_at")
            .column("ENDED", "/completed_at")
            .column("WHY", "/error_message");

    private EtlRuns() {}

    static List<Verb> verbs() {
        return List.of(
                Verb.named("run list", "Lists runs of jobs, the newest first.")
                        .with(OF_JOB, Globals.LIMIT, Globals.ALL)
                        .does(invocation -> Lists.print(
                                invocation,
                                VIEW,
                                () -> invocation.api().get("etl", "job_runs").query("job", invocation.value(OF_JOB)))),
                Verb.named("run get", "Shows a run of a job.")
                        .takes(RUN)
                        .does(invocation -> Asked.one(
                                invocation, VIEW, invocation.api().get("etl", "job_runs", invocation.get(RUN)))),
                Verb.named("run describe", "Tells a run: its rows, its tasks, and why it is where it is.")
                        .takes(RUN)
                        .does(EtlRuns::describe));
    }

    private static void describe(Invocation invocation) {
        Api api = invocation.api();
        String id = invocation.get(RUN);
        JsonNode run = api.json(api.get("etl", "job_runs", id));
        JsonNode tasks = api.json(api.get("etl", "job_runs", id, "tasks")).path("items");
        JsonNode reasons = api.json(api.get("instances", id, "explain")).path("reasons");
        Printer printer = invocation.printer();
        if (!printer.format().isForPeople()) {
            ObjectNode all = Json.object();
            all.set("run", run);
            all.set("tasks", tasks);
            all.set("reasons", reasons);
            printer.one(View.by("/run/id"), all);
            return;
        }
        printer.one(VIEW, run);
        printer.line("");
        List<JsonNode> halves = new ArrayList<>();
        tasks.forEach(halves::add);
        printer.all(TASKS, halves);
        if (!Json.at(run, "/error_message").isEmpty()) {
            printer.line("\n" + Json.at(run, "/error_code") + ": " + Printer.oneLine(Json.at(run, "/error_message")));
        }
        reasons.forEach(reason -> printer.line("\n" + Printer.oneLine(Json.at(reason, "/message"))));
        printer.line("\nNext: " + invocation.line("instance describe " + id));
    }
}
