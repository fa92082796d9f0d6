package com.orchestrator.cli.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.cli.outcome.CommandException;
import com.orchestrator.cli.outcome.ExitCode;
import com.orchestrator.cli.output.Json;
import java.util.ArrayList;
import java.util.List;

/** Refusals of the server (RFC 9457) as a sentence, the places of faults, and hints. */
public final class Problems {

    private Problems() {}

    static CommandException of(Api.Answer answer) {
        ExitCode exitCode = ExitCode.ofStatus(answer.status());
        JsonNode problem = problem(answer);
        String detail = Json.at(problem, "/detail");
        if (detail.isEmpty()) {
            return new CommandException(
                    exitCode,
                    "The server answers with status " + answer.status() + ".",
                    "Is this the address of an orchestrator?");
        }
        List<String> hints = new ArrayList<>();
        problem.path("errors").forEach(fault -> hints.add(fault(fault, detail)));
        if (exitCode == ExitCode.NOT_ALLOWED) {
            hints.add("--token, --token-file, ORCHESTRATOR_TOKEN or a context says who you are.");
        }
        if (problem.has("instance")) {
            hints.add("The server's log has more, under " + Json.at(problem, "/instance") + ".");
        }
        if (problem.path("retryable").asBoolean()) {
            hints.add("The same may succeed later.");
        }
        return new CommandException(exitCode, sentence(detail) + " (" + Json.at(problem, "/code") + ")", hints);
    }

    private static JsonNode problem(Api.Answer answer) {
        try {
            return Json.parse(answer.text());
        } catch (JsonProcessingException e) {
            return Json.object();
        }
    }

    /** One fault in a document or request: where, what, and how to mend it. */
    public static String fault(JsonNode fault, String said) {
        StringBuilder line = new StringBuilder(Json.at(fault, "/pointer"));
        if (fault.path("line").asInt() > 0) {
            line.append(line.isEmpty() ? "" : ", ")
                    .append("line ")
                    .append(fault.path("line").asInt())
                    .append(", column ")
                    .append(fault.path("column").asInt());
        }
        String detail = Json.at(fault, "/detail");
        if (!detail.equals(said)) {
            line.append(line.isEmpty() ? "" : ": ").append(detail);
        }
        String hint = Json.at(fault, "/hint");
        return hint.isEmpty() ? line.toString() : line + "; " + hint;
    }

    private static String sentence(String detail) {
        return detail.endsWith(".") || detail.endsWith("?") ? detail : detail + ".";
    }
}
