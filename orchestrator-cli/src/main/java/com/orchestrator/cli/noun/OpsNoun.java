package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.cli.command.Globals;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.command.Kind;
import com.orchestrator.cli.command.Noun;
import com.orchestrator.cli.command.Option;
import com.orchestrator.cli.command.Verb;
import com.orchestrator.cli.http.Pages;
import com.orchestrator.cli.outcome.CommandException;
import com.orchestrator.cli.outcome.ExitCode;
import com.orchestrator.cli.output.Json;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What operators do to many runs at once, from the plan to the report. */
final class OpsNoun {

    private static final List<Option> OPERATIONS = List.of(
            Option.flag("--retry", "Lets what waits for a person try again."),
            Option.flag("--skip", "Goes on without it."),
            Option.flag("--compensate", "Undoes the runs."),
            Option.flag("--cancel", "Cancels the runs, undoing what they did."),
            Option.flag("--resume", "Lets paused runs go on."));

    private static final Option TASK =
            Option.of("--task", Kind.text("TASK"), "Only this task, with --retry or --skip.");
    private static final Option INPUT = Inputs.INPUT.about("The input of what is retried: " + Inputs.FORMS);
    private static final Option REPORT = Option.of(
            "--report-file",
            Kind.FILE,
            "Writes what was planned and what came of it, as Markdown, or JSON if it ends in .json.");

    private static final Option REASON =
            Globals.REASON.about("Why; kept where others will look. Only with --dry-run it need not be said.");

    private static final String TO_KNOW_BY = "Say one of --retry, --skip, --compensate, --cancel, --resume.";

    private OpsNoun() {}

    static Noun noun() {
        return new Noun("ops", "One repair of many runs, from the plan to the report.", OpsNoun::verbs);
    }

    private static List<Verb> verbs() {
        return List.of(Verb.named(
                        "repair",
                        "Finds runs, shows what would be done, asks, does it, waits, and reports; exit code 4 when not all had it.")
                .with(RunSearch.FILTER, BatchNoun.RUN, BatchNoun.FINGERPRINT)
                .with(OPERATIONS.toArray(Option[]::new))
                .with(TASK, TaskNoun.ITERATION, INPUT, BatchNoun.PER_SECOND, REPORT)
                .with(Globals.DRY_RUN, REASON)
                .destructive()
                .endsWith(OpsNoun::repair));
    }

    private static ExitCode repair(Invocation invocation) {
        String operation = operation(invocation);
        ObjectNode body = reason(invocation).put("operation", operation);
        parameters(invocation, body);
        BatchNoun.target(invocation, body);
        JsonNode plan = Rehearsed.ask(invocation, body);
        RepairReport report = new RepairReport(body, plan);
        if (invocation.has(Globals.DRY_RUN)) {
            Rehearsed.show(invocation, plan);
            invocation.value(REPORT).ifPresent(file -> report.write(file));
            return ExitCode.OK;
        }
        invocation.printer().note(Rehearsed.summary(plan));
        invocation.confirm(Rehearsed.question(operation, plan));
        JsonNode batch = ended(
                invocation,
                invocation.api().json(invocation.api().post("batches").body(body)));
        List<JsonNode> others = Pages.read(
                        invocation.api(),
                        () -> invocation.api().get("batches", Json.at(batch, "/batchId"), "items"),
                        Long.MAX_VALUE)
                .items()
                .stream()
                .filter(item -> !Json.at(item, "/state").equals("SUCCEEDED"))
                .toList();
        invocation.printer().one(BatchNoun.VIEW, batch);
        invocation.value(REPORT).ifPresent(file -> report.with(batch, others).write(file));
        return others.isEmpty() ? ExitCode.OK : ExitCode.CONFLICT;
    }

    /** A plan changes nothing that somebody would ask about. */
    private static ObjectNode reason(Invocation invocation) {
        if (invocation.value(REASON).isEmpty() && !invocation.has(Globals.DRY_RUN)) {
            throw CommandException.usage("--reason is missing.", "--dry-run shows the plan without one.");
        }
        return Bodies.reason(invocation);
    }

    private static String operation(Invocation invocation) {
        List<Option> said = OPERATIONS.stream().filter(invocation::has).toList();
        if (said.size() != 1) {
            throw CommandException.usage(
                    said.isEmpty() ? "It is not said what to do." : "Only one thing can be done at a time.",
                    TO_KNOW_BY);
        }
        return said.get(0).name().substring(2);
    }

    private static void parameters(Invocation invocation, ObjectNode body) {
        ObjectNode parameters = Json.object();
        Bodies.text(parameters, "taskId", invocation, TASK);
        Bodies.text(parameters, "iteration", invocation, TaskNoun.ITERATION);
        Bodies.json(parameters, "input", invocation, INPUT);
        if (!parameters.isEmpty()) {
            body.set("parameters", parameters);
        }
    }

    /** Looks once a second: batches are long, and no answer waits for their end. */
    private static JsonNode ended(Invocation invocation, JsonNode made) {
        JsonNode batch = made;
        while (Json.at(batch, "/endedAt").isEmpty()) {
            invocation
                    .printer()
                    .progress(Json.at(batch, "/succeeded") + " of " + Json.at(batch, "/total") + " runs, "
                            + Json.at(batch, "/refused") + " refused");
            CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS))
                    .join();
            batch = invocation.api().json(invocation.api().get("batches", Json.at(made, "/batchId")));
        }
        invocation.printer().progressDone();
        return batch;
    }
}
