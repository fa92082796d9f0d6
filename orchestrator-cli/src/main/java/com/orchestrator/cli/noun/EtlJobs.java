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
import com.orchestrator.cli.http.Pages;
import com.orchestrator.cli.http.Request;
import com.orchestrator.cli.outcome.CommandException;
import com.orchestrator.cli.outcome.ExitCode;
import com.orchestrator.cli.output.Json;
import com.orchestrator.cli.output.View;
import java.util.List;
import java.util.Optional;

/** {@code etl job}: what is moved from where to where. */
final class EtlJobs {

    private static final Argument JOB = Argument.one("JOB", "Its name.");
    private static final Option FILE =
            Option.of("--file", Kind.FILE, "The job as JSON, - for stdin.").shortened("-f");
    private static final Option RUN_ID =
            Option.of("--run-id", Kind.TEXT, "Your own name for the run: with it a start can be repeated.");
    private static final Option WAIT = Option.of(
                    "--wait",
                    Kind.DURATION_TEXT,
                    "Waits for the end, a minute unless another time is given: --wait=5m.")
            .alone();
    private static final Option LOOK_AT =
            Option.of("--look-at", Kind.number("N", 1, 100_000), "How many rows of the source are looked at; 10000.");

    private static final View VIEW = View.by("/name")
            .column("JOB", "/name")
            .column("FROM", "/extractor_type")
            .column("TO", "/loader_type")
            .column("SCHEDULE", "/schedule")
            .column("ZONE", "/zone")
            .column("NEXT", "/next_run_at")
            .wide("AFTER", "/depends_on")
            .wide("ID", "/id");

    private EtlJobs() {}

    static List<Verb> verbs() {
        return List.of(
                Verb.named("job list", "Lists jobs, with when they run next.")
                        .with(Globals.LIMIT, Globals.ALL)
                        .does(invocation -> Lists.print(
                                invocation, VIEW, () -> invocation.api().get("etl", "jobs"))),
                Verb.named("job get", "Shows a job; -o json as apply takes it.")
                        .takes(JOB)
                        .does(invocation ->
                                Asked.one(invocation, VIEW, invocation.api().get("etl", "jobs", id(invocation)))),
                Verb.named("job apply", "Makes a job, or makes the one of its name what the file says.")
                        .with(FILE.required())
                        .does(EtlJobs::apply),
                Verb.named("job delete", "Deletes a job; its runs stay, and those under way go on.")
                        .takes(JOB)
                        .destructive()
                        .does(EtlJobs::delete),
                Verb.named("job run", "Runs a job now; --wait ends with an exit code that says how it ended.")
                        .takes(JOB)
                        .with(RUN_ID, WAIT)
                        .endsWith(EtlJobs::run),
                Verb.named(
                                "job dry-run",
                                "Says what a run would do; writes nothing. With --file the job need not be there.")
                        .takes(JOB.optional())
                        .with(FILE, LOOK_AT)
                        .endsWith(EtlJobs::dryRun));
    }

    private static String id(Invocation invocation) {
        String name = invocation.get(JOB);
        return find(invocation, name)
                .orElseThrow(() -> new CommandException(
                        ExitCode.NOT_FOUND,
                        "There is no job '" + name + "'.",
                        "'" + invocation.line("etl job list") + "' says which there are."));
    }

    private static Optional<String> find(Invocation invocation, String name) {
        return Pages.read(invocation.api(), () -> invocation.api().get("etl", "jobs"), Long.MAX_VALUE).items().stream()
                .filter(job -> Json.at(job, "/name").equals(name))
                .map(job -> Json.at(job, "/id"))
                .findFirst();
    }

    /** Also as {@code job get} shows it. */
    private static ObjectNode job(Invocation invocation) {
        ObjectNode job = Inputs.object(invocation, FILE, invocation.get(FILE));
        job.remove(List.of("id", "created_at", "updated_at", "next_run_at"));
        return job;
    }

    private static void apply(Invocation invocation) {
        ObjectNode job = job(invocation);
        Api api = invocation.api();
        Request request = find(invocation, Json.at(job, "/name"))
                .map(id -> api.put("etl", "jobs", id))
                .orElseGet(() -> api.post("etl", "jobs"));
        Asked.one(invocation, VIEW, request.body(job));
    }

    private static void delete(Invocation invocation) {
        String id = id(invocation);
        invocation.confirm("Delete 1 job, " + invocation.get(JOB));
        Asked.done(
                invocation, invocation.api().delete("etl", "jobs", id), "Job " + invocation.get(JOB) + " is deleted.");
    }

    private static ExitCode run(Invocation invocation) {
        Api api = invocation.api();
        ObjectNode body = Bodies.text(Json.object(), "run_id", invocation, RUN_ID);
        JsonNode run = api.json(api.post("etl", "jobs", id(invocation), "run").body(body));
        if (!invocation.has(WAIT)) {
            invocation.printer().one(EtlRuns.VIEW, run);
            return ExitCode.OK;
        }
        String id = Json.at(run, "/id");
        new Ending(invocation, Waits.of(invocation.get(WAIT))).await(id);
        JsonNode ended = api.json(api.get("etl", "job_runs", id));
        invocation.printer().one(EtlRuns.VIEW, ended);
        if (!Json.at(ended, "/error_message").isEmpty()) {
            invocation.printer().note(Json.at(ended, "/error_code") + ": " + Json.at(ended, "/error_message"));
        }
        return ExitCode.ofState(Json.at(ended, "/status"));
    }

    private static ExitCode dryRun(Invocation invocation) {
        if (invocation.has(FILE) == invocation.value(JOB).isPresent()) {
            throw CommandException.usage("Either JOB or --file says which job.", "Give one of the two.");
        }
        ObjectNode body = Bodies.number(Json.object(), "look_at", invocation, LOOK_AT);
        Request request;
        if (invocation.has(FILE)) {
            body.set("job", job(invocation));
            request = invocation.api().post("etl", "dry_run");
        } else {
            request = invocation.api().post("etl", "jobs", id(invocation), "dry_run");
        }
        JsonNode found = invocation.api().json(request.body(body));
        EtlDryRuns.tell(invocation.printer(), found);
        return Json.at(found, "/error_code").isEmpty() ? ExitCode.OK : ExitCode.ERROR;
    }
}
