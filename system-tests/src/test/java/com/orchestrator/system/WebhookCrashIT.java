package com.orchestrator.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.api.webhook.WebhookSignature;
import com.orchestrator.api.webhook.WebhookSpec;
import com.orchestrator.launcher.postgres.EmbeddedPostgres;
import com.orchestrator.launcher.server.ServerNode;
import com.orchestrator.worker.OrchestratorClient;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Two servers and a receiver that refuses every third request; both servers are killed with -9 in turn, so whichever sends is among them,
 * and some transactions commit late. What the receiver has taken is what the histories say. {@code -Dwebhooks.runs=2000} for more.
 */
class WebhookCrashIT {

    private static final Path WORK = Built.folder("webhook-crash");
    private static final int RUNS = Integer.getInteger("webhooks.runs", 40);
    private static final String SECRET = WebhookSignature.newSecret();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** So that a lease is over soon. */
    private static final Map<String, String> SETTINGS = Map.of(
            "orchestrator.engine.sweep-interval", "200ms",
            "orchestrator.webhooks.allow-http", "true",
            "orchestrator.webhooks.allowed-networks", "127.0.0.1");

    private static final String WORKFLOW = """
            apiVersion: orchestrator/v1
            kind: Workflow
            namespace: test
            name: chain
            tasks:
              - { id: a, set: { x: 1 } }
              - { id: pause, wait: 100ms }
              - { id: b, set: { y: 2 } }
            """;

    private final AtomicInteger asked = new AtomicInteger();
    private final Set<String> known = new HashSet<>();
    private final Map<String, List<Long>> firstTaken = Collections.synchronizedMap(new TreeMap<>());

    @Test
    void serversKilledWhileTheySend_leaveNothingOut_andTellEachRunInItsOrder() throws Exception {
        Path logs = WORK.resolve("logs");
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer receiver = receiver(threads);
        try (EmbeddedPostgres database = Built.database(WORK);
                ServerNode first = ServerNode.start(Built.server(), database, SETTINGS, logs);
                ServerNode second = ServerNode.start(Built.server(), database, SETTINGS, logs)) {
            LateCommits late = new LateCommits(database);
            OrchestratorClient client = OrchestratorClient.connect(first.url());
            client.register(WORKFLOW, "application/yaml");
            client.webhooks().put("all", spec(receiver.getAddress().getPort()), SECRET, "they want to know");

            Map<String, List<Long>> histories = new TreeMap<>();
            List<String> runs = new ArrayList<>();
            for (ServerNode doomed : List.of(first, second)) {
                OrchestratorClient other = OrchestratorClient.connect((doomed == first ? second : first).url());
                runs.addAll(start(other, runs.size()));
                doomed.kill();
                runs.addAll(start(other, runs.size()));
                doomed.restart();
            }
            OrchestratorClient reader = OrchestratorClient.connect(second.url());
            for (String run : runs) {
                histories.put(run, sequences(reader, run));
            }

            Awaitility.await("all of the histories")
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> taken().equals(histories));
            late.close();
            assertThat(reader.webhooks().get("all").deadLetters()).isZero();
        } finally {
            receiver.stop(0);
            threads.shutdownNow();
        }
    }

    private static WebhookSpec spec(int port) {
        return WebhookSpec.to("http://127.0.0.1:" + port + "/")
                .withRetry(new WebhookSpec.Retry(Duration.ofMillis(50), Duration.ofMillis(500), 50));
    }

    private static List<String> start(OrchestratorClient client, int from) {
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < RUNS / 4; i++) {
            runs.add(client.start("test", "chain", "run-" + (from + i), Map.of("n", i))
                    .instanceId()
                    .toString());
        }
        return runs;
    }

    private static List<Long> sequences(OrchestratorClient client, String run) {
        var instanceId = UUID.fromString(run);
        assertThat(client.result(instanceId, Duration.ofSeconds(60)).state().isTerminal())
                .isTrue();
        int length = client.events(instanceId, 0).size();
        return LongStream.rangeClosed(1, length).boxed().toList();
    }

    private Map<String, List<Long>> taken() {
        synchronized (firstTaken) {
            Map<String, List<Long>> copy = new TreeMap<>();
            firstTaken.forEach((run, sequences) -> copy.put(run, List.copyOf(sequences)));
            return copy;
        }
    }

    // ---- the receiver

    private HttpServer receiver(ExecutorService threads) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::receive);
        server.setExecutor(threads);
        server.start();
        return server;
    }

    private void receive(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Headers headers = exchange.getRequestHeaders();
        String id = headers.getFirst(WebhookSignature.ID);
        boolean isOurs = WebhookSignature.verify(
                SECRET,
                id,
                headers.getFirst(WebhookSignature.TIMESTAMP),
                headers.getFirst(WebhookSignature.SIGNATURE),
                body);
        boolean isTaken = isOurs && asked.incrementAndGet() % 3 != 0;
        if (isTaken) {
            JsonNode event = MAPPER.readTree(body);
            synchronized (firstTaken) {
                if (known.add(id)) {
                    firstTaken
                            .computeIfAbsent(event.get("subject").asText(), run -> new ArrayList<>())
                            .add(event.get("sequence").asLong());
                }
            }
        }
        exchange.sendResponseHeaders(isTaken ? 204 : 503, -1);
        exchange.close();
    }
}
