package com.orchestrator.server.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.server.auth.Endpoints.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Definitions, runs and leases that requests can be about. Nothing in it moves by itself. */
final class World {

    static final String RUNS = "/api/v1/instances?namespace=fuzz&limit=1000";

    private static final String START = "/api/v1/workflows/fuzz/order/instances";

    static final String DEFINITION = """
            {"apiVersion":"orchestrator/v1","kind":"Workflow","namespace":"fuzz","name":"order","tasks":[
            {"id":"a","task":"step","timeouts":{"lease":"1h"},"retry":{"maxAttempts":1},
             "compensate":{"task":"undo","timeouts":{"lease":"1h"}}},
            {"id":"b","signal":{"name":"paid"}},
            {"id":"c","task":"step","if":"input.?n.orValue(1) == 1","timeouts":{"lease":"1h"}}]}""";

    /** A task that has been handed out. */
    record Lease(String executionId, long fenceToken) {}

    private final Target target;
    private final Random random;
    final List<String> runs = new ArrayList<>();
    final List<Lease> leases = new ArrayList<>();
    private int named;

    World(Target target, Random random) {
        this.target = target;
        this.random = random;
        target.say(Target.Call.post("/api/v1/workflows", DEFINITION));
        for (int i = 0; i < 6; i++) {
            start();
        }
        poll(3);
    }

    void start() {
        JsonNode started =
                target.say(Target.Call.post(START, "{\"input\":{\"n\":1}}")).json();
        runs.add(started.path("instanceId").asText());
    }

    void poll(int max) {
        String body = "{\"workerId\":\"w1\",\"queues\":[\"step\",\"undo\"],\"wait\":\"0s\",\"max\":" + max + "}";
        target.say(Target.Call.post("/api/v1/tasks/poll", body))
                .json()
                .path("tasks")
                .forEach(task -> leases.add(new Lease(
                        task.path("executionId").asText(),
                        task.path("fenceToken").asLong())));
    }

    String text(String name) {
        return switch (name) {
            case "workerId" -> "w1";
            case "queues" -> "step";
            case "namespace" -> "fuzz";
            case "workflow" -> "order";
            case "fromTaskId", "taskId" -> "a";
            case "runId", "signalId", "jobId" -> name + "-" + random.nextInt(1_000_000) + "-" + named++;
            default -> "text";
        };
    }

    boolean flips() {
        return random.nextBoolean();
    }

    String id(String name) {
        return name.contains("xecution") && !leases.isEmpty()
                ? leases.get(random.nextInt(leases.size())).executionId()
                : runs.get(random.nextInt(runs.size()));
    }

    String path(Endpoint endpoint, Spoiler spoiler) {
        Map<String, String> values = new HashMap<>();
        for (String variable : endpoint.path().getTemplateVariables()) {
            values.put(variable, random.nextInt(12) == 0 ? spoiler.segment() : segment(variable));
        }
        String path = endpoint.path().getTemplate();
        for (Map.Entry<String, String> value : values.entrySet()) {
            path = path.replaceAll(
                    "\\{" + value.getKey() + "[^/]*}", java.util.regex.Matcher.quoteReplacement(value.getValue()));
        }
        return path;
    }

    private String segment(String variable) {
        return switch (variable) {
            case "revision" -> "1";
            case "taskId" -> List.of("a", "b", "c").get(random.nextInt(3));
            case "name" -> "paid";
            case "rule" -> "budget:text";
            case "instanceId", "id", "executionId" -> id(variable);
            default -> text(variable);
        };
    }

    /** What a refusal must leave as it is: how far each run is, and what is registered. */
    String state() {
        Map<String, String> runsBySequence = new TreeMap<>();
        target.say(Target.Call.get(RUNS))
                .json()
                .path("items")
                .forEach(run -> runsBySequence.put(
                        run.path("instanceId").asText(),
                        run.path("sequenceNumber").asText()));
        String definitions = target.say(Target.Call.get("/api/v1/workflows/fuzz/order/revisions"))
                .text();
        return runsBySequence + definitions;
    }

    /** That the history of each run counts from one on, without a gap. */
    void checkHistories() {
        for (JsonNode run : target.say(Target.Call.get(RUNS)).json().path("items")) {
            checkHistory(run.path("instanceId").asText());
        }
    }

    private void checkHistory(String run) {
        JsonNode events = target.say(Target.Call.get("/api/v1/instances/" + run + "/events?limit=1000"))
                .json()
                .path("items");
        long expected = 1;
        for (JsonNode event : events) {
            if (event.path("sequenceNumber").asLong() != expected++) {
                throw new AssertionError("The history of " + run + " has a gap: " + events);
            }
        }
    }

    static byte[] bytes(JsonNode body) {
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }
}
