package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.http.Pages;
import com.orchestrator.cli.output.Json;
import com.orchestrator.cli.output.Times;
import com.orchestrator.cli.output.View;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** When each attempt of a run began and ended, as bars beside each other. */
final class Timeline {

    private static final long MOST = 1000;
    private static final int WIDTH = 40;

    private final Instant start;
    private final Duration whole;
    private final Instant end;

    private Timeline(List<JsonNode> attempts) {
        List<Instant> moments = attempts.stream()
                .flatMap(attempt -> Stream.of("/startedAt", "/endedAt").flatMap(at -> moment(attempt, at).stream()))
                .sorted()
                .toList();
        start = moments.isEmpty() ? Instant.EPOCH : moments.get(0);
        end = moments.isEmpty() ? Instant.EPOCH : moments.get(moments.size() - 1);
        whole = Duration.between(start, end);
    }

    static void show(Invocation invocation) {
        String run = Runs.id(invocation);
        List<JsonNode> attempts = Pages.read(
                        invocation.api(), () -> invocation.api().get("instances", run, "tasks"), MOST)
                .items();
        var timeline = new Timeline(attempts);
        invocation
                .printer()
                .all(
                        View.by("/executionId")
                                .column(
                                        "TASK",
                                        attempt -> Json.at(attempt, "/taskId")
                                                + (Json.at(attempt, "/iteration")
                                                                .isEmpty()
                                                        ? ""
                                                        : "#" + Json.at(attempt, "/iteration"))
                                                + (Json.at(attempt, "/kind").equals("COMPENSATION") ? " (undo)" : ""))
                                .column("ATTEMPT", "/attempt")
                                .column("STATE", "/state")
                                .column("BEGAN", attempt -> timeline.began(attempt))
                                .column("TOOK", attempt -> timeline.took(attempt))
                                .column("WHEN", attempt -> timeline.bar(attempt)),
                        attempts);
    }

    private static Optional<Instant> moment(JsonNode attempt, String pointer) {
        return Optional.of(Json.at(attempt, pointer))
                .filter(text -> !text.isEmpty())
                .map(Instant::parse);
    }

    private String began(JsonNode attempt) {
        return moment(attempt, "/startedAt")
                .map(at -> "+" + Times.text(Duration.between(start, at)))
                .orElse("");
    }

    private String took(JsonNode attempt) {
        return moment(attempt, "/startedAt")
                .flatMap(from -> moment(attempt, "/endedAt").map(to -> Times.text(Duration.between(from, to))))
                .orElse("");
    }

    /** What has not ended goes on to the end of all. */
    private String bar(JsonNode attempt) {
        Optional<Instant> from = moment(attempt, "/startedAt");
        if (from.isEmpty()) {
            return "";
        }
        int begin = place(from.get());
        int ends = Math.max(begin + 1, place(moment(attempt, "/endedAt").orElse(end)));
        return ".".repeat(begin) + "#".repeat(ends - begin) + ".".repeat(Math.max(0, WIDTH - ends));
    }

    private int place(Instant moment) {
        long all = Math.max(1, whole.toMillis());
        return (int) Math.min(WIDTH - 1L, Duration.between(start, moment).toMillis() * WIDTH / all);
    }
}
