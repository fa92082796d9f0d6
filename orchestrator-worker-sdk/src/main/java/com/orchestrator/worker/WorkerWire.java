package com.orchestrator.worker;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.PollResponse;
import com.orchestrator.api.request.WorkerHeartbeat;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** The three calls of a worker. */
final class WorkerWire {

    private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(10);

    private final HttpTransport http;
    private final LongSupplier ticker;
    private final String workerId;
    private final Executor threads;

    /** @param threads to wait for the answers to polls: one for a report and one for a poll that waits */
    WorkerWire(HttpTransport http, LongSupplier ticker, String workerId, Executor threads) {
        this.http = http;
        this.threads = threads;
        this.ticker = ticker;
        this.workerId = workerId;
    }

    /** Everything that can go wrong is in the future, so that the loop has one place to deal with it. */
    CompletableFuture<PollAnswer> poll(PollRequest request) {
        long sentAt = ticker.getAsLong();
        Duration timeout = request.waitTime().plus(SHORT_TIMEOUT);
        return http.postOn(threads, "/tasks/poll", request, timeout, answer -> answered(answer, sentAt));
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
