package com.orchestrator.worker;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.PollResponse;
import com.orchestrator.api.request.WorkerHeartbeat;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** The three calls of a worker. */
final class WorkerWire {

    private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(10);

    private final HttpTransport http;
    private final LongSupplier ticker;
    private final String workerId;

    WorkerWire(HttpTransport http, LongSupplier ticker, String workerId) {
        this.http = http;
        this.ticker = ticker;
        this.workerId = workerId;
    }

    /** Everything that can go wrong is in the future, so that the loop has one place to deal with it. */
    CompletableFuture<PollAnswer> poll(PollRequest request) {
        long sentAt = ticker.getAsLong();
        try {
            return http.post("/tasks/poll", request, request.waitTime().plus(SHORT_TIMEOUT))
                    .thenApply(answer -> answered(answer, sentAt));
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private PollAnswer answered(HttpAnswer answer, long sentAt) {
        PollResponse response = http.json().read(answer.body(), PollResponse.class);
        return new PollAnswer(response, sentAt, ticker.getAsLong(), answer.serverTime());
    }

    CompletableFuture<?> release(LeasedTask task) {
        return http.post(
                "/tasks/" + task.executionId() + "/release", new Release(workerId, task.fenceToken()), SHORT_TIMEOUT);
    }

    CompletableFuture<?> heartbeat(WorkerHeartbeat heartbeat) {
        return http.put("/workers/" + workerId + "/heartbeat", heartbeat, SHORT_TIMEOUT);
    }

    /**
     * @param sentAt a renewal counts from here, the latest moment the server cannot have been earlier than
     * @param receivedAt a new task counts from here, because its poll may have waited for long
     */
    record PollAnswer(PollResponse response, long sentAt, long receivedAt, Optional<Instant> serverTime) {

        boolean tookLess(Duration than) {
            return receivedAt - sentAt < than.toNanos();
        }
    }

    private record Release(String workerId, long fenceToken) {}
}
