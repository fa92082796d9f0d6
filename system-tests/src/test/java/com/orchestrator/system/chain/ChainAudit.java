package com.orchestrator.system.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.system.chain.ChainRecord.Acceptance;
import com.orchestrator.system.chain.ChainRecord.Delivery;
import com.orchestrator.system.http.Api;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Compares what clients and workers were told with what the database says in the end. */
final class ChainAudit {

    static final List<String> TASKS = List.of("a", "b", "c", "d", "e");
    static final Set<String> RECORDED_TASKS = Set.of("b", "d");

    private final Api api;
    private final ChainRecord record;
    private final Set<String> effects;
    private final List<String> faults;

    ChainAudit(Api api, ChainRecord record, Collection<String> effects) {
        this.api = api;
        this.record = record;
        this.effects = Set.copyOf(effects);
        this.faults = new ArrayList<>(record.faults());
    }

    List<String> faults() {
        record.starts().forEach(this::check);
        return faults;
    }

    private void expect(boolean holds, String runId, String fault) {
        if (!holds) {
            faults.add(runId + ": " + fault);
        }
    }

    private void check(String runId, String instanceId) {
        Api.Answer answer = api.get("/instances/" + instanceId);
        if (!answer.isOk()) {
            expect(false, runId, "its start was acknowledged, but " + answer);
            return;
        }
        JsonNode history = api.history(instanceId);
        checkEnd(runId, answer.body(), history);
        TASKS.forEach(taskId -> checkOnce(runId, taskId, history));
        record.acceptances(runId).forEach(result -> checkKept(runId, result, answer.body(), history));
        checkNeverBack(runId);
    }

    private void checkEnd(String runId, JsonNode instance, JsonNode history) {
        long expected = 0;
        for (JsonNode event : history) {
            expect(event.get("sequenceNumber").asLong() == ++expected, runId, "gap before " + event);
        }
        expect(instance.get("sequenceNumber").asLong() == expected, runId, "history ends before " + instance);
        expect(instance.get("state").asText().equals("COMPLETED"), runId, "is " + instance);
        JsonNode seen = record.ends().get(runId);
        expect(Objects.equals(seen, instance), runId, "was seen ended as " + seen + ", and is " + instance);
    }

    /** One success each in the history, and done by a worker that knows of it. */
    private void checkOnce(String runId, String taskId, JsonNode history) {
        long times = completions(taskId, history).size();
        expect(times == 1, runId, taskId + " is " + times + " times in the history");
        boolean isDone = RECORDED_TASKS.contains(taskId)
                ? record.deliveries(runId).stream()
                        .anyMatch(delivery -> delivery.taskId().equals(taskId))
                : effects.contains("test/chain/" + runId + "/" + taskId);
        expect(isDone, runId, taskId + " was done by nobody");
    }

    private static List<String> completions(String taskId, JsonNode history) {
        List<String> executions = new ArrayList<>();
        for (JsonNode event : history) {
            if (event.get("type").asText().equals("TASK_COMPLETED")
                    && event.get("taskId").asText().equals(taskId)) {
                executions.add(event.get("executionId").asText());
            }
        }
        return executions;
    }

    private void checkKept(String runId, Acceptance result, JsonNode instance, JsonNode history) {
        expect(
                completions(result.taskId(), history).contains(result.executionId()),
                runId,
                "lost the result of " + result);
        String mark = instance.at("/output/" + result.taskId()).asText();
        expect(mark.equals(result.mark()), runId, "has the result of " + mark + " instead of " + result);
    }

    /** What was asked for after a result was acknowledged brings neither that task nor one before it. */
    private void checkNeverBack(String runId) {
        for (Acceptance result : record.acceptances(runId)) {
            for (Delivery delivery : record.deliveries(runId)) {
                boolean isBack = delivery.asked() > result.answered()
                        && delivery.taskId().compareTo(result.taskId()) <= 0;
                expect(!isBack, runId, "went back to " + delivery.taskId() + " after " + result);
            }
        }
    }
}
