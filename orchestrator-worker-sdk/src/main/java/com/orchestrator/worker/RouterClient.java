package com.orchestrator.worker;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.orchestrator.api.model.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The job router: jobs by priority to workers by load, or through RabbitMQ. Holds no state of its own: every call asks the server. */
public final class RouterClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int PAGE = 200;

    private final OrchestratorClient client;
    private final HttpTransport http;

    /** @param http to the router's calls, which have no version */
    RouterClient(OrchestratorClient client, HttpTransport http) {
        this.client = client;
        this.http = http;
    }

    /**
     * Registers a job; the same again is the same job. Refused with {@code RUN_ID_CONFLICT} when the id is that of another job.
     *
     * @param priority 10 and more is high, 5 and more medium, less low
     * @param payload anything Jackson can write; the empty object when absent
     */
    public Accepted register(String id, String type, int priority, @Nullable Object payload) {
        return call(
                () -> http.post("/jobs/register", new JobBody(id, type, priority, client.payload(payload)), TIMEOUT),
                Accepted.class);
    }

    private record JobBody(String id, String type, int priority, Payload payload) {}

    /** @param deduplicated whether the job was there before */
    public record Accepted(@JsonProperty("job_id") String jobId, boolean deduplicated) {}

    /**
     * Says how a job stands: {@code running}, {@code completed}, {@code failed}, {@code pending} (given back) or {@code cancelled}. Refused
     * with {@code FENCE_STALE} when the lease of it was lost, and kept with the job's history.
     */
    public void report(String jobId, Report report) {
        call(() -> http.put("/jobs/" + OrchestratorClient.segment(jobId) + "/status", report, TIMEOUT), Status.class);
    }

    /**
     * What a worker says of a job.
     *
     * @param attempt the one that is meant; the worker's last one when absent
     * @param result of one that is completed
     * @param error of one that has failed
     */
    public record Report(
            String status,
            String workerId,
            @Nullable Integer attempt,
            @Nullable Payload result,
            @Nullable String error) {}

    private record Status(String status) {}

    /** Stops it; one that is over stays as it is. Answers with how it stands then. */
    public String cancel(String jobId) {
        return call(
                        () -> http.post(
                                "/jobs/" + OrchestratorClient.segment(jobId) + "/cancel",
                                new byte[0],
                                "application/json",
                                TIMEOUT),
                        Status.class)
                .status();
    }

    /** The newest first, at most so many. */
    public List<RoutedJob> jobs(int max) {
        return all("/jobs", max, Jobs.class);
    }

    private <T, P extends Listed<T>> List<T> all(String list, int max, Class<P> form) {
        List<T> found = new ArrayList<>();
        String next = "";
        while (next != null && found.size() < max) {
            String path = list + "?limit=" + Math.min(PAGE, max - found.size())
                    + (next.isEmpty() ? "" : "&cursor=" + OrchestratorClient.segment(next));
            P page = call(() -> http.get(path, TIMEOUT), form);
            found.addAll(page.items());
            next = page.next();
        }
        return found;
    }

    /** A page of a list; each calls its entries otherwise. */
    private interface Listed<T> {
        List<T> items();

        @Nullable
        String next();
    }

    private record Jobs(
            @JsonProperty("jobs") List<RoutedJob> items,
            @Nullable String next) implements Listed<RoutedJob> {}

    /**
     * How a job stands. Times are milliseconds since 1970.
     *
     * @param workerId who was given it last, or has reported on it last
     * @param result null while there is none
     */
    public record RoutedJob(
            String id,
            String type,
            String status,
            int priority,
            @JsonProperty("worker_id") @Nullable String workerId,
            int attempts,
            @Nullable Payload result,
            @JsonProperty("created_at") long createdAt,
            @JsonProperty("started_at") @Nullable Long startedAt,
            @JsonProperty("completed_at") @Nullable Long completedAt) {}

    /**
     * Says that a worker is alive, and keeps what it has for it.
     *
     * @param capacity jobs that it can do at once
     * @param currentLoad jobs that it is at, at most its capacity
     * @return what it was given and has not said yet that it works on
     */
    public List<GivenJob> heartbeat(String workerId, String workerType, int capacity, int currentLoad) {
        return call(
                        () -> http.post(
                                "/workers/heartbeat",
                                new Heartbeat(workerId, workerType, capacity, currentLoad),
                                TIMEOUT),
                        Given.class)
                .jobs();
    }

    /** Those that have sent heartbeats within a day, by name, at most so many. */
    public List<RoutedWorker> workers(int max) {
        return all("/workers", max, Workers.class);
    }

    private record Workers(
            @JsonProperty("workers") List<RoutedWorker> items,
            @Nullable String next) implements Listed<RoutedWorker> {}

    /**
     * A worker.
     *
     * @param capacity jobs that it can do at once
     * @param currentLoad jobs that it was at, as it has said last
     * @param given jobs that it was given and has not said yet that it works on
     * @param alive heard of within 30 s; others are given nothing
     * @param seenAt in milliseconds since 1970
     */
    public record RoutedWorker(
            @JsonProperty("worker_id") String workerId,
            @JsonProperty("worker_type") String workerType,
            int capacity,
            @JsonProperty("current_load") int currentLoad,
            int given,
            boolean alive,
            @JsonProperty("seen_at") long seenAt) {}

    private record Heartbeat(
            @JsonProperty("worker_id") String workerId,
            @JsonProperty("worker_type") String workerType,
            int capacity,
            @JsonProperty("current_load") int currentLoad) {}

    private record Given(List<GivenJob> jobs) {}

    /** @param attempt to be sent with reports; it tells them from those of others */
    public record GivenJob(String id, String type, int priority, int attempt, Payload payload) {}

    /** Whether jobs flow, as the server that was asked sees it. */
    public Health health() {
        return call(() -> http.get("/health", TIMEOUT), Health.class);
    }

    /**
     * How the router is.
     *
     * @param status {@code healthy} or {@code degraded}
     * @param broker null when there is none
     */
    public record Health(
            String status, String node, @Nullable Broker broker) {}

    /**
     * @param trouble why nothing flows, or what is not as it should be; null when all is well
     * @param queues of the broker, as the leader saw them last
     */
    public record Broker(
            boolean connected, boolean blocked, @Nullable String trouble, List<BrokerQueue> queues) {}

    /** @param messages that wait in it; not those that were delivered and are not acknowledged */
    public record BrokerQueue(String name, long messages, long consumers) {}

    /** Who leads, as the server that was asked sees it. */
    public Leader leader() {
        return call(() -> http.get("/raft/status", TIMEOUT), Leader.class);
    }

    /**
     * Who leads.
     *
     * @param role of the server that was asked: {@code leader}, {@code follower} or {@code candidate}
     * @param term rises with each lease that is taken
     * @param leader null while nobody has the lease
     */
    public record Leader(String role, long term, @Nullable String leader, List<String> peers) {}

    private <T> T call(Supplier<CompletableFuture<HttpAnswer>> request, Class<T> type) {
        return http.json()
                .read(ClientCalls.await(ClientCalls.repeating(request)).body(), type);
    }
}
