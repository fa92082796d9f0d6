package com.orchestrator.server.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.api.model.TraceContext;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.persistence.PostgresEngineStore;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.trace.OtlpTarget;
import com.orchestrator.server.webhook.AddressRules;
import com.orchestrator.server.webhook.HttpCourier;
import com.orchestrator.server.wiring.OwnEngine;
import com.orchestrator.testkit.TestDatabase;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A receiver of OTLP hears of each run that has ended; it is a real one, over HTTP, and sometimes refuses. */
class RunTracesIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";

    private final List<JsonNode> requests = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final List<AutoCloseable> opened = new ArrayList<>();

    private HttpServer receiver;
    private OwnEngine engine;
    private TestServer server;
    private PGSimpleDataSource database;

    @BeforeEach
    void open() throws IOException {
        TestDatabase own = TestDatabase.create();
        database = new PGSimpleDataSource();
        database.setUrl(own.config().jdbcUrl());
        database.setUser(own.config().username());
        database.setPassword(own.config().password());
        OwnEngine.Guests alone = OwnEngine.Guests.ofThisProcess(new NoProjections());
        engine = new OwnEngine(
                EngineConfig.DEFAULT,
                PostgresEngineStore.open(own.config()),
                new HttpCourier(AddressRules.STRICT),
                () -> true,
                null,
                new OwnEngine.Guests(
                        alone.etlStore(),
                        alone.etlWanted(),
                        alone.router(),
                        alone.projections(),
                        alone.security(),
                        true));
        server = TestServer.of(engine);
        receiver = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        receiver.createContext("/v1/traces", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean refused = refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
            if (!refused) {
                keys.add(exchange.getRequestHeaders().getFirst("x-key"));
                requests.add(JSON.readTree(body));
            }
            exchange.sendResponseHeaders(refused ? 503 : 200, -1);
            exchange.close();
        });
        receiver.start();
        register("""
                apiVersion: orchestrator/v1
                kind: Workflow
                namespace: shop
                name: order
                tasks:
                  - id: reserve
                    task: reserve
                    retry: { maxAttempts: 3, initialInterval: 1ms }
                    compensate: { task: release }
                  - { id: charge, task: charge }
                """);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
        receiver.stop(0);
        server.close();
        engine.close();
    }

    private void register(String definition) {
        engine.workflowService().registerWorkflow(definition.getBytes(StandardCharsets.UTF_8));
    }

    private void export() {
        OtlpTarget target = new OtlpTarget(
                URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/v1/traces"),
                Map.of("x-key", "k1"),
                Duration.ofSeconds(10),
                Map.of("service.name", "shop"));
        opened.add(OwnProjection.traces(database, engine.feedService(), engine.workflowService(), target, true));
    }

    private UUID start(String traceparent) {
        var request = server.posting(
                "/api/v1/workflows/shop/order/instances",
                "{\"input\":{\"card\":\"secret-1\"}}".getBytes(StandardCharsets.UTF_8));
        if (traceparent != null) {
            request.header("traceparent", traceparent);
        }
        return UUID.fromString(server.send(request).json().path("instanceId").asText());
    }

    /** Takes a task, does as is said, and returns it as the worker saw it. */
    private JsonNode work(String queue, String verb, String report) {
        JsonNode task = server.post(
                        "/api/v1/tasks/poll",
                        "{\"workerId\":\"w1\",\"queues\":[\"" + queue + "\"],\"max\":1,\"wait\":\"10s\"}")
                .json()
                .at("/tasks/0");
        String body = "{\"workerId\":\"w1\",\"fenceToken\":" + task.path("fenceToken") + report + "}";
        int status = server.post("/api/v1/tasks/" + task.path("executionId").asText() + "/" + verb, body)
                .status();
        assertThat(status).as(task.toString()).isEqualTo(200);
        return task;
    }

    private static String failure(String kind, String code) {
        return ",\"failure\":{\"kind\":\"" + kind + "\",\"code\":\"" + code + "\",\"message\":\"secret-2\"}";
    }

    private Map<String, JsonNode> spans(UUID run) {
        Map<String, JsonNode> spans = new HashMap<>();
        requests.forEach(request -> request.at("/resourceSpans/0/scopeSpans/0/spans")
                .forEach(span -> {
                    if (span.path("traceId").asText().equals(TRACE)
                            || span.path("traceId")
                                    .asText()
                                    .equals(TraceContext.ofRun(run).traceId())) {
                        spans.put(span.path("spanId").asText(), span);
                    }
                }));
        return spans;
    }

    private static String attribute(JsonNode span, String key) {
        return StreamSupport.stream(span.path("attributes").spliterator(), false)
                .filter(one -> one.path("key").asText().equals(key))
                .map(one -> one.path("value").elements().next().asText())
                .findFirst()
                .orElse("");
    }

    @Test
    void aRolledBackRun_isOneTree_inTheTraceOfItsCaller() {
        UUID run = start("00-" + TRACE + "-" + CALLER + "-01");
        JsonNode failed = work("reserve", "fail", failure("retryable", "BUSY"));
        JsonNode retried = work("reserve", "complete", ",\"output\":{\"id\":\"secret-3\"}");
        work("charge", "fail", failure("compensate", "DECLINED"));
        JsonNode undo = work("release", "complete", "");
        export();

        await().atMost(Duration.ofSeconds(60)).until(() -> spans(run).size() == 5);
        Map<String, JsonNode> spans = spans(run);
        JsonNode root = spans.get(TraceContext.spanOf(run));
        assertThat(root.path("name").asText()).isEqualTo("workflow order");
        assertThat(root.path("traceId").asText()).isEqualTo(TRACE);
        assertThat(root.path("parentSpanId").asText()).isEqualTo(CALLER);
        assertThat(root.at("/status/code").asInt()).isEqualTo(2);
        assertThat(attribute(root, "orchestrator.state")).isEqualTo("COMPENSATED");
        JsonNode first = spans.get(spanOf(failed));
        assertThat(first.at("/status/message").asText()).isEqualTo("BUSY");
        assertThat(attribute(first, "orchestrator.attempt")).isEqualTo("1");
        JsonNode second = spans.get(spanOf(retried));
        assertThat(links(second)).containsExactly("retries " + spanOf(failed));
        JsonNode undone = spans.get(spanOf(undo));
        assertThat(undone.path("name").asText()).isEqualTo("undo reserve");
        assertThat(links(undone)).containsExactly("undoes " + spanOf(retried));
        assertThat(List.of(first, second, undone))
                .allSatisfy(
                        span -> assertThat(span.path("parentSpanId").asText()).isEqualTo(TraceContext.spanOf(run)));
        assertThat(second.path("startTimeUnixNano").asLong())
                .isBetween(
                        root.path("startTimeUnixNano").asLong(),
                        second.path("endTimeUnixNano").asLong());
        assertThat(keys).containsOnly("k1");
        assertThat(requests.toString()).contains("\"service.name\"").doesNotContain("secret-");
    }

    private static String spanOf(JsonNode task) {
        UUID execution = UUID.fromString(task.path("executionId").asText());
        assertThat(task.at("/headers/traceparent").asText())
                .isEqualTo("00-" + TRACE + "-" + TraceContext.spanOf(execution) + "-01");
        return TraceContext.spanOf(execution);
    }

    private static List<String> links(JsonNode span) {
        List<String> links = new ArrayList<>();
        span.path("links")
                .forEach(link -> links.add(attribute(link, "orchestrator.link") + " "
                        + link.path("spanId").asText()));
        return links;
    }

    @Test
    void aRunOfItsOwnTrace_isSentWhenTheReceiverTakesItAgain_onceByTwoServers() {
        refusals.set(2);
        UUID run = start(null);
        JsonNode reserved = work("reserve", "complete", "");
        assertThat(reserved.at("/headers/traceparent").asText())
                .isEqualTo(TraceContext.ofRun(run)
                        .within(UUID.fromString(reserved.path("executionId").asText()))
                        .traceparent());
        work("charge", "complete", "");
        export();
        export();

        await().atMost(Duration.ofSeconds(60)).until(() -> spans(run).size() == 3);
        JsonNode root = spans(run).get(TraceContext.spanOf(run));
        assertThat(root.has("parentSpanId")).isFalse();
        assertThat(root.has("status")).isFalse();
        assertThat(requests).hasSize(1);
    }

    @Test
    void aRunThatItsCallerDoesNotWantSeen_isNotSent() {
        UUID unseen = start("00-" + TRACE + "-" + CALLER + "-00");
        JsonNode task = work("reserve", "complete", "");
        assertThat(task.at("/headers/traceparent").asText()).endsWith("-00");
        work("charge", "complete", "");
        UUID seen = start("gibberish");
        work("reserve", "complete", "");
        work("charge", "complete", "");
        export();

        await().atMost(Duration.ofSeconds(60)).until(() -> spans(seen).size() == 3);
        assertThat(spans(unseen)).isEmpty();
    }
}
