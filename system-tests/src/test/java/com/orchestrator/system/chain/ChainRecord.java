package com.orchestrator.system.chain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What a server has acknowledged, and in which order it was heard: all that nobody may take back. */
final class ChainRecord {

    private final AtomicLong moments = new AtomicLong();
    private final Map<String, String> starts = new LinkedHashMap<>();
    private final Map<String, JsonNode> ends = new LinkedHashMap<>();
    private final Map<String, List<Delivery>> deliveries = new LinkedHashMap<>();
    private final Map<String, List<Acceptance>> acceptances = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();

    /**
     * A task in the hands of a worker.
     *
     * @param asked before the poll that brought it was sent
     */
    record Delivery(String taskId, long asked) {}

    /**
     * A result that a worker need not keep any longer.
     *
     * @param answered after the answer came
     */
    record Acceptance(String taskId, String executionId, String mark, long answered) {}

    long moment() {
        return moments.incrementAndGet();
    }

    synchronized void started(String runId, String instanceId) {
        starts.put(runId, instanceId);
    }

    /** @param instance as somebody saw it after its end */
    synchronized void ended(String runId, JsonNode instance) {
        ends.put(runId, instance);
    }

    synchronized void delivered(String runId, Delivery delivery) {
        deliveries.computeIfAbsent(runId, id -> new ArrayList<>()).add(delivery);
    }

    synchronized void accepted(String runId, Acceptance acceptance) {
        acceptances.computeIfAbsent(runId, id -> new ArrayList<>()).add(acceptance);
    }

    synchronized void fault(String what) {
        faults.add(what);
    }

    synchronized Map<String, String> starts() {
        return Map.copyOf(starts);
    }

    synchronized Map<String, JsonNode> ends() {
        return Map.copyOf(ends);
    }

    synchronized List<Delivery> deliveries(String runId) {
        return List.copyOf(deliveries.getOrDefault(runId, List.of()));
    }

    synchronized List<Acceptance> acceptances(String runId) {
        return List.copyOf(acceptances.getOrDefault(runId, List.of()));
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }
}
