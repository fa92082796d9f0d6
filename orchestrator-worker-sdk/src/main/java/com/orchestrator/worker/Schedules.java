package com.orchestrator.worker;

import com.orchestrator.api.schedule.Backfill;
import com.orchestrator.api.schedule.DayMatch;
import com.orchestrator.api.schedule.Schedule;
import com.orchestrator.api.schedule.ScheduleTimes;
import com.orchestrator.api.schedule.Timing;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The schedules of a server. Holds no state of its own: every call asks the server. */
public final class Schedules {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int PAGE = 200;

    private final HttpTransport http;

    Schedules(HttpTransport http) {
        this.http = http;
    }

    /** All of them, by namespace and name, each with the time to come next and without its recent times. */
    public List<Schedule> list() {
        return all("/schedules?limit=" + PAGE);
    }

    /** Those of one namespace. */
    public List<Schedule> list(String namespace) {
        return all("/schedules?limit=" + PAGE + "&namespace=" + segment(namespace));
    }

    private List<Schedule> all(String path) {
        List<Schedule> all = new ArrayList<>();
        @Nullable String cursor = "";
        while (cursor != null) {
            PageOf page = get(path + cursor, PageOf.class);
            all.addAll(page.items());
            String next = page.page().next();
            cursor = next == null ? null : "&cursor=" + segment(next);
        }
        return all;
    }

    /**
     * The next times of a timing, in numbers and in words; there need not be a schedule.
     *
     * @throws OrchestratorProblemException {@code SCHEDULE_INVALID} when it cannot be meant
     */
    public ScheduleTimes preview(Timing timing, int count) {
        Preview body = new Preview(
                timing.cron(),
                timing.seconds(),
                timing.every(),
                timing.offset(),
                timing.zone(),
                timing.dayMatch(),
                timing.exclude(),
                timing.startAt(),
                timing.endAt(),
                count);
        return post("/schedules/preview", body, ScheduleTimes.class);
    }

    /** How far a backfill is. */
    public Backfill backfill(UUID batchId) {
        return get("/batches/" + batchId, Backfill.class);
    }

    /** It starts no more runs until it is resumed. */
    public Backfill pauseBackfill(UUID batchId) {
        return post("/batches/" + batchId + "/pause", new Nothing(), Backfill.class);
    }

    public Backfill resumeBackfill(UUID batchId) {
        return post("/batches/" + batchId + "/resume", new Nothing(), Backfill.class);
    }

    /** It starts no more runs; those that are there go on. */
    public Backfill cancelBackfill(UUID batchId) {
        return post("/batches/" + batchId + "/cancel", new Nothing(), Backfill.class);
    }

    // ---- calls, each repeated a few times when the server does not answer

    <T> T get(String path, Class<T> type) {
        return read(() -> http.get(path, TIMEOUT), type);
    }

    <T> T put(String path, Object body, Class<T> type) {
        return read(() -> http.put(path, body, TIMEOUT), type);
    }

    <T> T post(String path, Object body, Class<T> type) {
        return read(() -> http.post(path, body, TIMEOUT), type);
    }

    void delete(String path) {
        ClientCalls.await(ClientCalls.repeating(() -> http.delete(path, TIMEOUT)));
    }

    private <T> T read(Supplier<CompletableFuture<HttpAnswer>> call, Class<T> type) {
        return http.json().read(ClientCalls.await(ClientCalls.repeating(call)).body(), type);
    }

    static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A body that says nothing. */
    record Nothing() {}

    private record PageOf(List<Schedule> items, Next page) {}

    private record Next(@Nullable String next) {}

    private record Preview(
            List<String> cron,
            boolean seconds,
            @Nullable String every,
            @Nullable Duration offset,
            @Nullable String zone,
            @Nullable DayMatch dayMatch,
            List<String> exclude,
            @Nullable Instant startAt,
            @Nullable Instant endAt,
            int count) {}
}
