package com.orchestrator.conformance.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.conformance.http.Api;
import com.orchestrator.conformance.http.NobodyAnswersException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Polls one queue and does with each task what the script says. */
public final class Worker implements AutoCloseable {

    private static final int SLOTS = 10;

    private final String id;
    private final Employment employment;
    private final Api api;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean isGone;

    /**
     * What the workers of a scenario have in common.
     *
     * @param lease they ask for
     */
    public record Employment(String queue, Duration lease, Script script, Ledger ledger) {}

    private Worker(String id, Employment employment, Api api) {
        this.id = id;
        this.employment = employment;
        this.api = api;
    }

    public static Worker hire(String id, Employment employment, Api api) {
        Worker worker = new Worker(id, employment, api);
        worker.threads.execute(worker::loop);
        return worker;
    }

    private void loop() {
        while (!isGone && !Thread.currentThread().isInterrupted()) {
            try {
                poll();
            } catch (NobodyAnswersException e) {
                isGone = true;
            }
        }
    }

    private void poll() {
        ObjectNode request = Api.JSON
                .createObjectNode()
                .put("workerId", id)
                .put("max", SLOTS)
                .put("wait", "1s")
                .put("lease", employment.lease().toMillis() + "ms");
        request.putArray("queues").add(employment.queue());
        for (JsonNode task : api.post("/tasks/poll", request).body().path("tasks")) {
            Job job = new Job(this, task);
            Act act = employment.script().next(job);
            threads.execute(() -> work(job, act));
        }
    }

    private static void work(Job job, Act act) {
        try {
            act.perform(job);
        } catch (NobodyAnswersException e) {
            job.killWorker();
        } finally {
            job.ended();
        }
    }

    String id() {
        return id;
    }

    Api api() {
        return api;
    }

    Ledger ledger() {
        return employment.ledger();
    }

    Duration lease() {
        return employment.lease();
    }

    /** Polls no more and says nothing. */
    void die() {
        isGone = true;
    }

    @Override
    public void close() {
        isGone = true;
        threads.shutdownNow();
    }
}
