package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.http.Api;
import com.orchestrator.cli.http.Pages;
import com.orchestrator.cli.output.Json;
import com.orchestrator.cli.output.Printer;
import com.orchestrator.cli.output.View;
import java.util.List;

/** A run told to a person: what it is, what became of its tasks, why it is where it is, and what to do next. */
final class Description {

    private static final long MOST_ATTEMPTS = 200;
    private static final int LABEL_WIDTH = 12;

    private static final View TASKS = View.by("/executionId")
            .column(
                    "TASK",
                    attempt -> Json.at(attempt, "/taskId")
                            + (Json.at(attempt, "/iteration").isEmpty() ? "" : "#" + Json.at(attempt, "/iteration"))
                            + (Json.at(attempt, "/kind").equals("COMPENSATION") ? " (undo)" : ""))
            .column("ATTEMPT", "/attempt")
            .column("STATE", "/state")
            .column(
                    "WHY",
                    attempt -> Json.at(attempt, "/error/code")
                            + (Json.at(attempt, "/error/message").isEmpty()
                                    ? ""
                                    : ": " + Json.at(attempt, "/error/message")))
            .column("ENDED", "/endedAt")
            .wide("WORKER", "/leaseHolder");

    private Description() {}

    static void describe(Invocation invocation) {
        Api api = invocation.api();
        String id = Runs.id(invocation);
        JsonNode run = api.json(api.get("instances", id));
        JsonNode explanation = api.json(api.get("instances", id, "explain"));
        Pages attempts = Pages.read(api, () -> api.get("instances", id, "tasks"), MOST_ATTEMPTS);
        String next = invocation.line(Advice.next(run, explanation));
        if (invocation.printer().format().isForPeople()) {
            tell(invocation.printer(), run, explanation, attempts);
            invocation.printer().line("\nNext: " + next);
        } else {
            ObjectNode all = Json.object();
            all.set("instance", run);
            all.set("explanation", explanation);
            all.putArray("tasks").addAll(attempts.items());
            invocation.printer().one(View.by("/instance/instanceId"), all.put("next", next));
        }
    }

    private static void tell(Printer printer, JsonNode run, JsonNode explanation, Pages attempts) {
        field(printer, "Instance", Json.at(run, "/instanceId"));
        field(
                printer,
                "Workflow",
                Json.at(run, "/namespace") + "/" + Json.at(run, "/workflow") + "@" + Json.at(run, "/revision"));
        field(printer, "Run id", Json.at(run, "/runId"));
        field(printer, "State", Json.at(run, "/state"));
        field(printer, "Cause", cause(run.path("cause")));
        field(printer, "Started", Json.at(run, "/startedAt"));
        field(printer, "Ended", Json.at(run, "/endedAt"));
        field(printer, "Labels", run.path("labels").isEmpty() ? "" : Json.at(run, "/labels"));
        field(printer, "Attributes", run.path("attributes").isEmpty() ? "" : Json.at(run, "/attributes"));
        field(printer, "Trace", trace(explanation));
        field(printer, "Input", Json.at(run, "/input"));
        field(printer, "Output", Json.at(run, "/output"));
        if (!attempts.items().isEmpty()) {
            printer.line("");
            printer.all(TASKS, attempts.items());
            if (!attempts.areAll()) {
                printer.note("These are the first " + MOST_ATTEMPTS + " attempts.");
            }
        }
        printer.line("");
        explanation.path("reasons").forEach(reason -> printer.line(why(reason)));
    }

    private static void field(Printer printer, String label, String value) {
        if (!value.isEmpty()) {
            printer.line(label + ":" + " ".repeat(LABEL_WIDTH - label.length()) + Printer.oneLine(value));
        }
    }

    /** By its id and, where it is shown somewhere, where; empty without one. */
    static String trace(JsonNode explanation) {
        return (Json.at(explanation, "/traceId") + " " + Json.at(explanation, "/traceLink")).strip();
    }

    private static String cause(JsonNode cause) {
        if (!cause.isObject()) {
            return "";
        }
        String task = Json.at(cause, "/taskId");
        String message = Json.at(cause, "/message");
        return Json.at(cause, "/code")
                + (task.isEmpty() ? "" : " of " + task)
                + (message.isEmpty() ? "" : ": " + message);
    }

    private static String why(JsonNode reason) {
        String task = Json.at(reason, "/taskId");
        return Printer.oneLine((task.isEmpty() ? "" : task + ": ") + Json.at(reason, "/message"));
    }

    /** Kept apart from the telling: which command is sensible now. */
    static final class Advice {

        private static final List<String> WORKERS = List.of("NO_WORKER", "WORKERS_FULL", "HANDOVER_PENDING");

        private Advice() {}

        static String next(JsonNode run, JsonNode explanation) {
            String id = Json.at(run, "/instanceId");
            for (JsonNode reason : explanation.path("reasons")) {
                String advice = of(reason, id);
                if (!advice.isEmpty()) {
                    return advice;
                }
            }
            return switch (Json.at(run, "/state")) {
                case "COMPLETED" -> "instance result " + id;
                case "PAUSED" -> "instance resume " + id;
                case "FAILED", "COMPENSATED", "CANCELLED", "TERMINATED" -> "instance events " + id;
                default -> "instance events --follow " + id;
            };
        }

        private static String of(JsonNode reason, String id) {
            String code = Json.at(reason, "/code");
            String task = id + " " + Json.at(reason, "/taskId")
                    + (Json.at(reason, "/iteration").isEmpty() ? "" : " --iteration " + Json.at(reason, "/iteration"));
            if (WORKERS.contains(code)) {
                return "worker list --queue " + Json.at(reason, "/queue");
            }
            return switch (code) {
                case "PAUSED" -> "instance resume " + id;
                case "SET_ASIDE" -> "instance retry " + id;
                case "INCIDENT", "UNDO_DEAD_LETTER" -> "task retry " + task + " --reason '...'";
                case "QUEUE_PAUSED" -> "queue resume " + Json.at(reason, "/queue") + " --reason '...'";
                case "WAITING_FOR_CHILD" -> "instance tree " + id;
                default -> "";
            };
        }
    }
}
