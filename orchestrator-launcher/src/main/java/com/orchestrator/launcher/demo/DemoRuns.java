package com.orchestrator.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.launcher.demo.DemoOrder.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The runs of the demo's orders and what is known about them. */
final class DemoRuns {

    private static final Set<String> AT_REST =
            Set.of("COMPLETED", "FAILED", "COMPENSATED", "CANCELLED", "TERMINATED", "COMPENSATION_FAILED", "SUSPENDED");
    private static final Set<String> OPEN_TASK = Set.of("READY", "LEASED");

    private final DemoClient client;
    private final Map<DemoOrder, JsonNode> instances = new LinkedHashMap<>();

    DemoRuns(DemoClient client) {
        this.client = client;
    }

    /** One run as last seen. */
    record Run(DemoOrder order, String instanceId, String state, JsonNode instance) {

        boolean isAsExpected() {
            return state.equals(order.expected().state())
                    && instance.at("/cause/code")
                            .asText("")
                            .equals(order.expected().causeCode());
        }
    }

    void start(DemoClient.Workflow workflow, DemoOrder order) {
        String id = client.start(workflow, order.orderId(), order.input());
        instances.put(order, client.instance(id));
    }

    /** Looks at the runs that have not settled yet; true when none is left but the one that waits for a person. */
    boolean haveSettled() {
        instances.replaceAll((order, seen) -> isAtRest(seen) ? seen : client.instance(id(seen)));
        return instances.entrySet().stream()
                .allMatch(entry -> isAtRest(entry.getValue())
                        || entry.getKey().expected() == Outcome.WAITING && waitsForSignal(entry.getValue()));
    }

    List<Run> all() {
        List<Run> runs = new ArrayList<>();
        instances.forEach((order, instance) -> runs.add(new Run(order, id(instance), state(instance), instance)));
        return runs;
    }

    /** How many runs are in which state. */
    Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        instances.values().forEach(instance -> counts.merge(state(instance), 1, Integer::sum));
        return counts;
    }

    /** Nothing to do for any worker, and yet not over. */
    private boolean waitsForSignal(JsonNode instance) {
        return state(instance).equals("RUNNING")
                && client.tasks(id(instance)).stream()
                        .noneMatch(task -> OPEN_TASK.contains(task.path("state").asText()));
    }

    private static boolean isAtRest(JsonNode instance) {
        return AT_REST.contains(state(instance));
    }

    private static String state(JsonNode instance) {
        return instance.path("state").asText();
    }

    private static String id(JsonNode instance) {
        return instance.path("instanceId").asText();
    }
}
