package com.orchestrator.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.launcher.os.Subprocess;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import com.orchestrator.launcher.server.ServerNode;
import com.orchestrator.system.http.SlowCallers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The real server, with hundreds of callers that send nothing, or slowly, or do not read: the others are answered all the same. */
@SuppressWarnings("try") // Slow callers are there to be waited for, not to be named.
class SlowCallersIT {

    private static final Logger LOG = LoggerFactory.getLogger(SlowCallersIT.class);

    private static final Path WORK = Built.folder("slow-callers");
    private static final int COUNT = 500;
    private static final int ROUNDS = 20;
    private static final Duration PROMISED = Duration.ofSeconds(1);

    /** Half of them polls, half of them streams; {@code -Dwaiting=10000} for as many as there may be of the latter. */
    private static final int WAITING = Integer.getInteger("waiting", 400);

    private static final long BYTES_EACH_MAX = 32 << 10;
    private static final long SLACK = 8 << 20;

    /** That a server has not needed before. */
    private static final int THREADS_OF_POOLS = 64;

    private static final String WITHOUT_TOKEN = "";
    private static final String WITH_TOKEN = "Authorization: Bearer secret-of-the-admin\r\n";

    private static final String POLL_BODY = "{\"workerId\":\"w\",\"queues\":[\"idle\"],\"max\":1,\"wait\":\"60s\"}";
    private static final String POLL =
            "POST /api/v1/tasks/poll HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + WITH_TOKEN
                    + "Content-Length: " + POLL_BODY.length() + "\r\n\r\n" + POLL_BODY;
    private static final String STREAM = "GET /api/v1/stream HTTP/1.1\r\nHost: x\r\n" + WITH_TOKEN + "\r\n";

    private static EmbeddedPostgres database;
    private static ServerNode server;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        database = Built.database(WORK);
        server = ServerNode.start(
                Built.server(),
                database,
                Map.of(
                        "orchestrator.auth",
                        "",
                        "orchestrator.tokens",
                        "ops:admin:secret-of-the-admin",
                        "orchestrator.http.connections-max",
                        "20000",
                        "orchestrator.http.connections-per-address-max",
                        "20000"),
                WORK.resolve("logs"));
    }

    /** What a server does for the first time takes longer than ever after. */
    @BeforeEach
    void warmUp() throws IOException, InterruptedException {
        for (HttpRequest.Builder other : others()) {
            http.send(other.build(), HttpResponse.BodyHandlers.discarding());
        }
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (database != null) {
            database.close();
        }
    }

    private static String post(String access) {
        return "POST /api/v1/tasks/poll HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + access
                + "Content-Length: 900000\r\n\r\n";
    }

    private static String lists(String access) {
        return ("GET /api/v1/schemas/workflow-v1.json HTTP/1.1\r\nHost: x\r\n" + access + "\r\n").repeat(20);
    }

    @Test
    void bodies_thatNeverCome_holdNobodyUp() throws Exception {
        try (var strangers = new SlowCallers(server.url(), COUNT, post(WITHOUT_TOKEN), "");
                var known = new SlowCallers(server.url(), COUNT, post(WITH_TOKEN), "")) {
            othersAreAnswered();
        }
    }

    @Test
    void bodies_thatComeByteByByte_holdNobodyUp() throws Exception {
        try (var strangers = new SlowCallers(server.url(), COUNT, post(WITHOUT_TOKEN), " ");
                var known = new SlowCallers(server.url(), COUNT, post(WITH_TOKEN), " ")) {
            othersAreAnswered();
        }
    }

    @Test
    void answers_thatNobodyReads_holdNobodyUp() throws Exception {
        try (var strangers = new SlowCallers(server.url(), COUNT, lists(WITHOUT_TOKEN), "");
                var known = new SlowCallers(server.url(), COUNT, lists(WITH_TOKEN), "")) {
            othersAreAnswered();
        }
    }

    @Test
    void pollsAndStreams_thatWait_takeLittleHeap_andNoThread() throws Exception {
        long before = heap();
        double threads = metric("jvm_threads_live_threads");
        try (var polls = new SlowCallers(server.url(), WAITING / 2, POLL, "");
                var streams = new SlowCallers(server.url(), WAITING / 2, STREAM, "")) {
            Awaitility.await("all wait")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> metric("orchestrator_requests_held") == WAITING);
            long after = heap();
            LOG.info("{} that wait take {} KB more heap", WAITING, (after - before) >> 10);
            assertThat(after - before).isLessThan(SLACK + WAITING * BYTES_EACH_MAX);
            assertThat(metric("jvm_threads_live_threads") - threads).isLessThan(THREADS_OF_POOLS);
            othersAreAnswered();
        }
    }

    /** What is left after nothing that can go is kept. */
    private static long heap() throws IOException, InterruptedException {
        Subprocess.run(
                        Duration.ofMinutes(1),
                        List.of(
                                Path.of(Subprocess.java())
                                        .resolveSibling("jcmd")
                                        .toString(),
                                String.valueOf(server.pid()),
                                "GC.run"))
                .orThrow("The server does not collect its garbage");
        return (long) metric("jvm_memory_used_bytes{area=\"heap\"");
    }

    /** Of all labels together. */
    private static double metric(String begin) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(request("/metrics").GET().build(), HttpResponse.BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith(begin))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private void othersAreAnswered() throws IOException, InterruptedException {
        awaitAllAreIn();
        for (int i = 0; i < ROUNDS; i++) {
            for (HttpRequest.Builder other : others()) {
                isAnswered(other);
            }
        }
    }

    /** A health check, a poll, and a report of something that nobody knows. */
    private static List<HttpRequest.Builder> others() {
        return List.of(
                request("/health/live").GET(),
                request("/api/v1/tasks/poll")
                        .POST(body("{\"workerId\":\"w\",\"queues\":[\"q\"],\"max\":1,\"wait\":\"0s\"}")),
                request("/api/v1/tasks/00000000-0000-4000-8000-000000000000/complete")
                        .POST(body("{\"workerId\":\"w\",\"fenceToken\":1,\"output\":{}}")));
    }

    /** To accept a thousand connections and to answer what they ask first is work, and takes a while. */
    private void awaitAllAreIn() {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
            long began = System.nanoTime();
            for (int i = 0; i < ROUNDS; i++) {
                http.send(request("/health/live").GET().build(), HttpResponse.BodyHandlers.discarding());
            }
            return System.nanoTime() - began < PROMISED.toNanos();
        });
    }

    private static HttpRequest.BodyPublisher body(String json) {
        return HttpRequest.BodyPublishers.ofString(json);
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer secret-of-the-admin");
    }

    private void isAnswered(HttpRequest.Builder request) throws IOException, InterruptedException {
        long began = System.nanoTime();
        HttpResponse<String> answer =
                http.send(request.timeout(PROMISED.multipliedBy(10)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 404);
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .as(answer.request().uri().getPath())
                .isLessThan(PROMISED);
    }
}
