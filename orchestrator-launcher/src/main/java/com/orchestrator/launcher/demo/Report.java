package com.orchestrator.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.launcher.demo.DemoRuns.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the demo prints at the end, as lines. */
final class Report {

    private static final double MILLIS_PER_SECOND = 1000.0;

    private Report() {}

    /** One line per order, with the reason where it did not simply complete. */
    static List<String> outcomes(List<Run> runs) {
        List<String> lines = new ArrayList<>();
        lines.add(row("ORDER", "TOTAL", "STATE", "WHY"));
        for (Run run : runs) {
            String surprise =
                    run.isAsExpected() ? "" : "  <- expected " + run.order().expected();
            lines.add(row(run.order().orderId(), run.order().total() + " EUR", run.state(), why(run) + surprise));
        }
        return lines;
    }

    /** The history of one run, undos marked, then each undo with what it was given. */
    static List<String> rollback(Run run, List<JsonNode> events, List<JsonNode> tasks) {
        Map<String, JsonNode> undos = new HashMap<>();
        for (JsonNode task : tasks) {
            if (task.path("kind").asText().equals("COMPENSATION")) {
                undos.put(task.path("executionId").asText(), task);
            }
        }
        List<String> lines = new ArrayList<>();
        Instant start = instant(events.isEmpty() ? run.instance() : events.get(0));
        for (JsonNode event : events) {
            boolean undo = undos.containsKey(event.path("executionId").asText());
            lines.add(eventLine(start, event, undo));
        }
        tasks.stream()
                .filter(undos::containsValue)
                .forEach(undo -> lines.add("  undo of " + undo.path("taskId").asText() + " by "
                        + undo.path("taskType").asText() + ": "
                        + undo.path("state").asText() + ", given " + undo.path("input")));
        return lines;
    }

    private static String eventLine(Instant start, JsonNode event, boolean undo) {
        double seconds = Duration.between(start, instant(event)).toMillis() / MILLIS_PER_SECOND;
        String type = event.path("type").asText().toLowerCase(Locale.ROOT).replace('_', ' ');
        String task = (undo ? "undo of " : "") + event.path("taskId").asText("");
        return String.format(Locale.ROOT, "  +%7.3f s  %-26s %s", seconds, type, task)
                .stripTrailing();
    }

    private static String why(Run run) {
        if (run.order().expected() == DemoOrder.Outcome.WAITING && run.isAsExpected()) {
            return "waits for the signal fraud-review";
        }
        JsonNode cause = run.instance().path("cause");
        if (!cause.isObject()) {
            return "";
        }
        String task = cause.path("taskId").asText("");
        String reason = cause.path("code").asText(cause.path("kind").asText());
        return task.isEmpty() ? reason : task + ": " + reason;
    }

    private static Instant instant(JsonNode node) {
        return Instant.parse(node.path("at").asText(node.path("createdAt").asText()));
    }

    private static String row(String order, String total, String state, String why) {
        return String.format(Locale.ROOT, "  %-10s %12s  %-20s %s", order, total, state, why)
                .stripTrailing();
    }
}
