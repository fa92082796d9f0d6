package com.orchestrator.system.saga;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What workers were given and what they have said, with the order in which it happened to them. */
final class SagaLedger {

    private final AtomicLong moments = new AtomicLong();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();

    /**
     * A task in the hands of a worker.
     *
     * @param asked before the poll that brought it was sent
     * @param received after its answer came
     */
    record Delivery(JsonNode task, String workerId, long asked, long received, List<Report> reports) {

        String executionId() {
            return task.get("executionId").asText();
        }

        String runId() {
            return task.get("runId").asText();
        }

        String taskId() {
            return task.get("taskId").asText();
        }

        boolean isUndo() {
            return task.get("kind").asText().equals("COMPENSATION");
        }

        long token() {
            return task.get("fenceToken").asLong();
        }

        boolean wasAccepted(String verb) {
            return reports.stream().anyMatch(report -> report.accepted && report.verb.equals(verb));
        }

        boolean wasLateSuccess() {
            return reports.stream().anyMatch(report -> !report.accepted && report.verb.equals("complete"));
        }
    }

    /**
     * What a worker said of it.
     *
     * @param sent before the report was sent
     * @param answered after its answer came
     */
    record Report(String verb, JsonNode body, boolean accepted, long sent, long answered) {

        boolean leavesDoubt() {
            String kind = body.at("/failure/kind").asText();
            return accepted && (kind.equals("retryable") || kind.equals("unknown"));
        }
    }

    long moment() {
        return moments.incrementAndGet();
    }

    synchronized int record(Delivery delivery) {
        deliveries.add(delivery);
        return (int) deliveries.stream()
                .filter(other -> other.runId().equals(delivery.runId())
                        && other.taskId().equals(delivery.taskId())
                        && other.isUndo() == delivery.isUndo())
                .count();
    }

    synchronized void record(Delivery delivery, Report report) {
        delivery.reports.add(report);
    }

    synchronized void violation(String what) {
        violations.add(what);
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    synchronized List<Delivery> of(String runId) {
        return deliveries.stream()
                .filter(delivery -> delivery.runId().equals(runId))
                .toList();
    }
}
