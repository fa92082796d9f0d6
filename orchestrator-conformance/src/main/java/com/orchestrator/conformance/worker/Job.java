package com.orchestrator.conformance.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.conformance.http.Answer;
import com.orchestrator.conformance.http.Api;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A task in the hands of a worker, and all it has said of it. */
public final class Job {

    private static final Duration RENEWAL_MAX = Duration.ofSeconds(2);

    private final Worker worker;
    private final JsonNode task;
    private final List<Report> reports = new CopyOnWriteArrayList<>();
    private final CountDownLatch atEnd = new CountDownLatch(1);
    private volatile boolean isCancelRequested;

    /** What was said, and whether the server took it. */
    public record Report(String verb, boolean isAccepted) {}

    Job(Worker worker, JsonNode task) {
        this.worker = worker;
        this.task = task;
    }

    public JsonNode task() {
        return task;
    }

    public JsonNode input() {
        return task.path("input");
    }

    public String key() {
        return task.path("idempotencyKey").asText();
    }

    public String runId() {
        return task.path("runId").asText();
    }

    public String label() {
        return Ledger.Effect.label(key());
    }

    public boolean isUndo() {
        return task.path("kind").asText().equals("COMPENSATION");
    }

    public long fenceToken() {
        return task.path("fenceToken").asLong();
    }

    public List<Report> reports() {
        return List.copyOf(reports);
    }

    public boolean wasAccepted(String verb) {
        return reports.contains(new Report(verb, true));
    }

    /** Whether a renewal has told the worker to stop. */
    public boolean isCancelRequested() {
        return isCancelRequested;
    }

    /** What the task is there for happens. */
    public void effect() {
        worker.ledger().did(key());
    }

    public Answer complete() {
        return complete(Api.JSON
                .createObjectNode()
                .put("did", label())
                .put("attempt", task.path("attempt").asInt()));
    }

    public Answer complete(JsonNode output) {
        ObjectNode body = Api.JSON.createObjectNode();
        body.set("output", output);
        return report("complete", body);
    }

    public Answer fail(String kind, String code) {
        return fail(Api.JSON.createObjectNode().put("kind", kind).put("code", code));
    }

    public Answer fail(JsonNode failure) {
        ObjectNode body = Api.JSON.createObjectNode();
        body.set("failure", failure);
        return report("fail", body);
    }

    private Answer report(String verb, ObjectNode body) {
        Answer answer = call(verb, body);
        reports.add(new Report(verb, answer.isOk()));
        return answer;
    }

    /** Keeps the lease until the gate is open; gives up when the server says that the lease is lost. */
    public boolean waitAt(Gate gate) {
        while (!gate.await(renewalPause())) {
            Answer renewal = call("renew", Api.JSON.createObjectNode());
            if (!renewal.isOk()) {
                return false;
            }
            isCancelRequested |= renewal.body().path("cancelRequested").asBoolean();
        }
        return true;
    }

    private Duration renewalPause() {
        Duration third = worker.lease().dividedBy(3);
        return third.compareTo(RENEWAL_MAX) < 0 ? third : RENEWAL_MAX;
    }

    private Answer call(String verb, ObjectNode body) {
        body.put("workerId", worker.id()).put("fenceToken", fenceToken());
        return worker.api().post("/tasks/" + task.path("executionId").asText() + "/" + verb, body);
    }

    /** The worker is gone for good; what it held stays held. */
    public void killWorker() {
        worker.die();
    }

    void ended() {
        atEnd.countDown();
    }

    /** Waits until the worker has done with it what its script says. */
    public void awaitEnd() throws InterruptedException {
        atEnd.await();
    }
}
