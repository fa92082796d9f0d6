package com.orchestrator.system.saga;

import static com.orchestrator.system.http.Api.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.system.http.Api;
import com.orchestrator.system.saga.SagaLedger.Delivery;
import com.orchestrator.system.saga.SagaLedger.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Workers that succeed, fail in every way, fall silent, repeat themselves and come late; what they do follows from the seed. */
final class SagaWorkers implements AutoCloseable {

    private static final int COUNT = 8;
    private static final List<Behaviour> FORWARD = behaviours("SSSSSSSSSSSSSSSSSSRRUTFCLEDX");
    private static final List<Behaviour> UNDO = behaviours("SSSSSSSSSSSSRTLEDX");

    private enum Behaviour {
        SUCCEEDS('S'),
        SUCCEEDS_TWICE('D'),
        FAILS_RETRYABLY('R'),
        FAILS_RETRYABLY_TWICE('T'),
        DOES_NOT_KNOW('U'),
        FAILS_FATALLY('F'),
        SAYS_NO('C'),
        GIVES_BACK('X'),
        IS_SILENT('E'),
        IS_LATE('L');

        private final char letter;

        Behaviour(char letter) {
            this.letter = letter;
        }
    }

    private final Api api;
    private final SagaLedger ledger;
    private final String queue;
    private final long seed;
    private final ExecutorService threads = Executors.newFixedThreadPool(COUNT);
    private final ScheduledExecutorService late = Executors.newScheduledThreadPool(2);
    private final Phaser latecomers = new Phaser(1);
    private volatile boolean isClosed;

    SagaWorkers(Api api, SagaLedger ledger, String queue, long seed) {
        this.api = api;
        this.ledger = ledger;
        this.queue = queue;
        this.seed = seed;
        for (int i = 0; i < COUNT; i++) {
            String workerId = queue + "-" + i;
            threads.execute(() -> loop(workerId));
        }
    }

    private static List<Behaviour> behaviours(String letters) {
        List<Behaviour> behaviours = new ArrayList<>();
        for (char letter : letters.toCharArray()) {
            for (Behaviour behaviour : Behaviour.values()) {
                if (behaviour.letter == letter) {
                    behaviours.add(behaviour);
                }
            }
        }
        return behaviours;
    }

    private void loop(String workerId) {
        try {
            while (!isClosed) {
                poll(workerId);
            }
        } catch (RuntimeException | AssertionError e) {
            ledger.violation("Worker " + workerId + " died of " + e);
        }
    }

    private void poll(String workerId) {
        ObjectNode request = JSON.createObjectNode()
                .put("workerId", workerId)
                .put("max", 2)
                .put("wait", "500ms")
                .put("lease", "1s");
        request.putArray("queues").add(queue);
        long asked = ledger.moment();
        Api.Answer answer = api.post("/tasks/poll", request);
        for (JsonNode task : answer.body().path("tasks")) {
            Delivery delivery = new Delivery(task, workerId, asked, ledger.moment(), new ArrayList<>());
            work(delivery, ledger.record(delivery));
        }
    }

    /** @param times how often this task or undo was delivered; after a few, the worker just does it */
    private void work(Delivery delivery, int times) {
        Random random = new Random(
                (seed + "/" + delivery.runId() + "/" + delivery.taskId() + delivery.isUndo() + times).hashCode());
        List<Behaviour> choices = delivery.isUndo() ? UNDO : FORWARD;
        Behaviour behaviour = choices.get(random.nextInt(choices.size()));
        boolean isSilent = behaviour == Behaviour.IS_SILENT || behaviour == Behaviour.IS_LATE;
        act(delivery, times > 4 || (isSilent && times > 1) ? Behaviour.SUCCEEDS : behaviour);
    }

    private void act(Delivery delivery, Behaviour behaviour) {
        switch (behaviour) {
            case SUCCEEDS -> report(delivery, "complete", success(delivery));
            case SUCCEEDS_TWICE -> twice(delivery, "complete", success(delivery));
            case FAILS_RETRYABLY -> report(delivery, "fail", failure(delivery, "retryable"));
            case FAILS_RETRYABLY_TWICE -> twice(delivery, "fail", failure(delivery, "retryable"));
            case DOES_NOT_KNOW -> report(delivery, "fail", failure(delivery, "unknown"));
            case FAILS_FATALLY -> report(delivery, "fail", failure(delivery, "fatal"));
            case SAYS_NO -> report(delivery, "fail", failure(delivery, "compensate"));
            case GIVES_BACK -> report(delivery, "release", JSON.createObjectNode());
            case IS_SILENT -> {}
            case IS_LATE -> comeLate(delivery);
        }
    }

    private static ObjectNode success(Delivery delivery) {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("output").put("by", delivery.executionId() + "/" + delivery.token());
        return body;
    }

    private static ObjectNode failure(Delivery delivery, String kind) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode failure = body.putObject("failure").put("kind", kind).put("code", "E_" + delivery.taskId());
        failure.putObject("details").put("ratio", 1e-7);
        return body;
    }

    private void comeLate(Delivery delivery) {
        Instant expiry = Instant.parse(delivery.task().get("leaseExpiresAt").asText());
        Duration wait = Duration.between(Instant.now(), expiry).plusMillis(300);
        latecomers.register();
        late.schedule(
                () -> {
                    report(delivery, "complete", success(delivery));
                    latecomers.arriveAndDeregister();
                },
                wait.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void twice(Delivery delivery, String verb, ObjectNode body) {
        boolean first = report(delivery, verb, body.deepCopy());
        boolean second = report(delivery, verb, body.deepCopy());
        if (first && !second) {
            ledger.violation("Repeating the accepted " + verb + " of " + delivery.task() + " was refused");
        }
    }

    private boolean report(Delivery delivery, String verb, ObjectNode body) {
        body.put("workerId", delivery.workerId()).put("fenceToken", delivery.token());
        long sent = ledger.moment();
        Api.Answer answer = api.post("/tasks/" + delivery.executionId() + "/" + verb, body);
        ledger.record(delivery, new Report(verb, body, answer.isOk(), sent, ledger.moment()));
        if (!answer.isOk() && !answer.body().path("code").asText().equals("FENCE_STALE")) {
            ledger.violation("Unexpected answer to " + verb + " of " + delivery.task() + ": " + answer);
        }
        return answer.isOk();
    }

    /** Waits for everybody who meant to be late. */
    void awaitLatecomers() {
        latecomers.arriveAndAwaitAdvance();
    }

    @Override
    public void close() {
        isClosed = true;
        late.shutdown();
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
