package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.cli.outcome.CommandException;
import com.orchestrator.cli.outcome.ExitCode;
import com.orchestrator.cli.output.Json;
import com.orchestrator.cli.output.Printer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What was asked for, what was planned and what came of it, for those who read it later. */
final class RepairReport {

    private final ObjectNode all = Json.object();

    RepairReport(ObjectNode request, JsonNode plan) {
        all.set("request", request);
        all.set("plan", plan);
    }

    /** @param others what has not succeeded */
    RepairReport with(JsonNode batch, List<JsonNode> others) {
        all.set("batch", batch);
        all.putArray("others").addAll(others);
        return this;
    }

    void write(String file) {
        try {
            Files.writeString(Path.of(file), file.endsWith(".json") ? Json.pretty(all) + "\n" : markdown());
        } catch (IOException e) {
            throw new CommandException(ExitCode.ERROR, "The report cannot be written to " + file + ".");
        }
    }

    private String markdown() {
        StringBuilder text = new StringBuilder("# Repair: " + Json.at(all, "/request/operation") + "\n\n");
        line(text, "Reason", "/request/reason");
        line(text, "Filter", "/request/filter");
        line(text, "Group of incidents", "/request/fingerprint");
        line(text, "Runs", "/request/instanceIds");
        line(text, "Parameters", "/request/parameters");
        text.append("\n## Plan\n\n- ")
                .append(Rehearsed.summary(all.path("plan")))
                .append('\n');
        table(text, all.at("/plan/refused"));
        if (all.has("batch")) {
            text.append("\n## What came of it\n\n");
            line(text, "Batch", "/batch/batchId");
            line(text, "By", "/batch/actor");
            line(text, "Began", "/batch/createdAt");
            line(text, "Ended", "/batch/endedAt");
            line(text, "State", "/batch/state");
            line(text, "Runs", "/batch/total");
            line(text, "Succeeded", "/batch/succeeded");
            line(text, "Refused", "/batch/refused");
            line(text, "Failed", "/batch/failed");
            table(text, all.path("others"));
        }
        return text.toString();
    }

    private void line(StringBuilder text, String label, String pointer) {
        String value = Json.at(all, pointer);
        if (!value.isEmpty()) {
            text.append("- ")
                    .append(label)
                    .append(": ")
                    .append(Printer.oneLine(value))
                    .append('\n');
        }
    }

    private static void table(StringBuilder text, JsonNode runs) {
        if (!runs.isEmpty()) {
            text.append("\n| Run | Code | Why not |\n|---|---|---|\n");
            runs.forEach(run -> text.append("| ")
                    .append(Json.at(run, "/instanceId"))
                    .append(" | ")
                    .append(Json.at(run, "/code"))
                    .append(" | ")
                    .append(Printer.oneLine(Json.at(run, "/detail")).replace("|", "\\|"))
                    .append(" |\n"));
        }
    }
}
