package com.orchestrator.system.chain;

import static com.orchestrator.system.http.Api.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.system.chain.ChainRecord.Acceptance;
import com.orchestrator.system.chain.ChainRecord.Delivery;
import com.orchestrator.system.http.Api;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Workers that keep a record of which of their results were acknowledged. */
final class ChainWorkers implements AutoCloseable {

    private static final int COUNT = 4;
    private static final int TASKS_MAX = 4;

    private final Api api;
    private final String queue;
    private final ChainRecord record;
    private final ExecutorService threads = Executors.newFixedThreadPool(COUNT);
    private volatile boolean isClosed;

    ChainWorkers(Api api, String queue, ChainRecord record) {
        this.api = api;
        this.queue = queue;
        this.record = record;
        for (int i = 0; i < COUNT; i++) {
            String workerId = queue + "-" + i;
            threads.execute(() -> loop(workerId));
        }
    }

    private void loop(String workerId) {
        try {
            while (!isClosed) {
                poll(workerId);
            }
        } catch (RuntimeException | AssertionError e) {
            record.fault("Worker " + workerId + " died of " + e);
        }
    }

    private void poll(String workerId) {
        ObjectNode request = JSON.createObjectNode()
                .put("workerId", workerId)
                .put("max", TASKS_MAX)
                .put("wait", "500ms");
        request.putArray("queues").add(queue);
        long asked = record.moment();
        for (JsonNode task : api.post("/tasks/poll", request).mustBeOk().get("tasks")) {
            record.delivered(
                    task.get("runId").asText(), new Delivery(task.get("taskId").asText(), asked));
            complete(workerId, task);
        }
    }

    /** Its output says whose it is, so that no other can stand in for it. */
    private void complete(String workerId, JsonNode task) {
        String executionId = task.get("executionId").asText();
        String mark = executionId + "/" + task.get("fenceToken").asText();
        ObjectNode report = JSON.createObjectNode().put("workerId", workerId);
        report.set("fenceToken", task.get("fenceToken"));
        report.putObject("output").put("mark", mark).put("text", ChainLoad.TEXT);
        Api.Answer answer = api.post("/tasks/" + executionId + "/complete", report);
        if (answer.isOk()) {
            record.accepted(
                    task.get("runId").asText(),
                    new Acceptance(task.get("taskId").asText(), executionId, mark, record.moment()));
        } else if (!answer.body().path("code").asText().equals("FENCE_STALE")) {
            record.fault("Unexpected answer to the result of " + task + ": " + answer);
        }
    }

    @Override
    public void close() {
        isClosed = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            threads.shutdownNow();
        }
    }
}
