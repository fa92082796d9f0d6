package com.orchestrator.test;

import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.Reason;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The history of a run for people, in the order in which it happened, and what it waits for. */
final class Timeline {

    private static final Set<String> DULL = Set.of("TASK_SCHEDULED", "TASK_LEASED");
    private static final int DATA_CHARS = 90;
    private static final int TYPE_WIDTH = 22;
    private static final int NAME_WIDTH = 14;

    private Timeline() {}

    static String of(Stage stage, UUID instanceId) {
        String events = stage.history(instanceId).stream()
                .filter(event -> !DULL.contains(event.type()))
                .map(event -> line(stage.since(event.at()), event))
                .collect(Collectors.joining("\n"));
        String given = stage.deliveries().stream()
                .filter(delivery -> delivery.instanceId().equals(instanceId))
                .map(delivery -> "  " + delivery.number() + ". " + delivery.name() + " " + delivery.outcome())
                .collect(Collectors.joining("\n"));
        String waits = stage.engine().workflows().explainWorkflow(instanceId).reasons().stream()
                .map(Reason::message)
                .collect(Collectors.joining("\n  ", "  ", ""));
        return events + "\nWhat workers were given:\n" + given + "\nNow:\n" + waits;
    }

    private static String line(Duration since, HistoryEntry event) {
        boolean isUndo = event.data().path("kind").asText().equals("COMPENSATION");
        String name = event.taskId() == null
                ? ""
                : event.taskId() + (event.iteration() == null ? "" : "#" + event.iteration()) + (isUndo ? ":undo" : "");
        String data = event.data().toString();
        return "  +" + since.toMillis() / 1_000.0 + "s " + padded(event.type(), TYPE_WIDTH) + padded(name, NAME_WIDTH)
                + (data.length() <= DATA_CHARS ? data : data.substring(0, DATA_CHARS) + "…");
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }
}
