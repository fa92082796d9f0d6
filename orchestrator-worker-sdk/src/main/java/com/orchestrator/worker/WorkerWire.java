package com.orchestrator.worker;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.LogLine;
import com.orchestrator.api.model.TaskToken;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.PollResponse;
import com.orchestrator.api.request.WorkerHeartbeat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The calls of a worker. */
final class WorkerWire implements LeaseExtender {

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

    @Override
    public TaskToken extend(LeasedTask task, Duration lease) {
        Renew renewal = new Renew(workerId, task.fenceToken(), lease);
        try {
            HttpAnswer answer = ClientCalls.await(ClientCalls.repeating(
                    () -> http.post("/tasks/" + task.executionId() + "/renew", renewal, SHORT_TIMEOUT)));
            return token(task, http.json().read(answer.body(), Renewed.class));
        } catch (OrchestratorProblemException e) {
            throw e.code().equals("FENCE_STALE")
                    ? new TaskCancelledException("The lease of task " + task.taskId() + " is lost")
                    : e;
        }
    }

    /** A server of before has signed none. */
    private TaskToken token(LeasedTask task, Renewed renewed) {
        return renewed.taskToken() == null
                ? new TaskToken(task.executionId(), workerId, task.fenceToken())
                : TaskToken.parse(renewed.taskToken());
    }

    CompletableFuture<?> release(LeasedTask task) {
        return http.post(
                "/tasks/" + task.executionId() + "/release", new Release(workerId, task.fenceToken()), SHORT_TIMEOUT);
    }

    CompletableFuture<?> log(List<LogLine> lines) {
        return http.post("/tasks/logs", new Lines(workerId, lines), SHORT_TIMEOUT);
    }

    CompletableFuture<Heard> heartbeat(WorkerHeartbeat heartbeat) {
        return http.put("/workers/" + workerId + "/heartbeat", heartbeat, SHORT_TIMEOUT)
                .thenApply(answer -> http.json().read(answer.body(), Heard.class));
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

    private record Renew(String workerId, long fenceToken, Duration lease) {}

    /** Answer to a renewal, as far as it is of use here. */
    record Renewed(@Nullable String taskToken) {}

    private record Lines(String workerId, List<LogLine> lines) {}

    /** Answer to a heartbeat: whether the worker was asked to end what it has begun and take no more. */
    record Heard(boolean drain) {}

    private record Release(String workerId, long fenceToken) {}
}
