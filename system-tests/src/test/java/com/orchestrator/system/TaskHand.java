package com.orchestrator.system;

import static com.orchestrator.system.http.Api.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.system.http.Api;

/** A worker that does what it is told, one call at a time. */
record TaskHand(Api api, String workerId) {

    private static final int POLLS_MAX = 10;

    /** The next task of a queue. */
    JsonNode take(String queue) {
        ObjectNode request =
                JSON.createObjectNode().put("workerId", workerId).put("max", 1).put("wait", "5s");
        request.putArray("queues").add(queue);
        for (int i = 0; i < POLLS_MAX; i++) {
            JsonNode tasks = api.post("/tasks/poll", request).mustBeOk().get("tasks");
            if (!tasks.isEmpty()) {
                return tasks.get(0);
            }
        }
        throw new AssertionError("Nothing comes of " + queue);
    }

    Api.Answer complete(JsonNode task, String by) {
        ObjectNode report = of(task);
        report.putObject("output").put("by", by);
        return onTask(task, "complete", report);
    }

    /** What its run has done is undone. */
    Api.Answer sayNo(JsonNode task) {
        ObjectNode report = of(task);
        report.putObject("failure").put("kind", "compensate").put("code", "NO");
        return onTask(task, "fail", report);
    }

    /** @return what stands for the lease then */
    String leave(JsonNode task) {
        return onTask(task, "renew", of(task).put("lease", "PT24H"))
                .mustBeOk()
                .get("taskToken")
                .asText();
    }

    Api.Answer completeByToken(String token, String by) {
        ObjectNode report = JSON.createObjectNode();
        report.putObject("output").put("by", by);
        return api.post("/task-tokens/" + token + "/complete", report);
    }

    private ObjectNode of(JsonNode task) {
        ObjectNode report = JSON.createObjectNode().put("workerId", workerId);
        report.set("fenceToken", task.get("fenceToken"));
        return report;
    }

    private Api.Answer onTask(JsonNode task, String verb, ObjectNode body) {
        return api.post("/tasks/" + task.get("executionId").asText() + "/" + verb, body);
    }
}
