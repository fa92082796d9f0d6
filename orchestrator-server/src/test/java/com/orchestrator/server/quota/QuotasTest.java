package com.orchestrator.server.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.server.auth.Authenticator;
import com.orchestrator.server.auth.Tokens;
import com.orchestrator.server.testing.RawCaller;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import com.orchestrator.server.wiring.OwnEngine;
import io.github.bucket4j.TimeMeter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is too much is refused, to whom it is too much, and to nobody else. */
class QuotasTest {

    private static final String POLL = "/api/v1/tasks/poll";
    private static final String STARTS = "/api/v1/workflows/%s/order/instances";
    private static final String FLOW = "{\"apiVersion\":\"orchestrator/v1\",\"kind\":\"Workflow\",\"namespace\":\"%s\","
            + "\"name\":\"order\",\"tasks\":[{\"id\":\"a\",\"task\":\"a\"}]}";

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger servers = new AtomicInteger(1);
    private final OwnEngine engine = OwnEngine.onLocal(new InMemoryEngineStore(SettableClock.running()));
    private Quotas quotas = Quotas.off();
    private TestServer server;

    private final TimeMeter ticker = new TimeMeter() {
        @Override
        public long currentTimeNanos() {
            return nanos.get();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    };

    private void allow(Map<Quota, String> allowed) {
        Map<Quota, Allowance> parsed = allowed.entrySet().stream()
                .collect(java.util.stream.Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> Allowance.parse(List.of(entry.getValue().split(",")))));
        quotas = Quotas.of(parsed, new Shares(servers::get), ticker, InstantSource.system());
        server = TestServer.of(
                engine,
                Authenticator.byTokens(
                        Tokens.parse(
                                "ops:admin:ops,shop:operator+worker@shop:shop,till:operator@shop:till,stock:operator+worker@stock:stock")),
                quotas);
    }

    @AfterEach
    void close() {
        server.close();
        engine.close();
    }

    private HttpRequest.Builder as(String token, String path) {
        return server.request(path).header("Authorization", "Bearer " + token);
    }

    private Answer get(String token, String path) {
        return server.send(as(token, path));
    }

    private CompletableFuture<Answer> later(String token, String path, String body) {
        return server.sendAsync(
                as(token, path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    private Answer post(String token, String path, String body) {
        return later(token, path, body).join();
    }

    private Answer start(String token, String namespace) {
        return post(token, STARTS.formatted(namespace), "{}");
    }

    private static String poll(String queue, String wait) {
        return "{\"workerId\":\"w\",\"queues\":[\"" + queue + "\"],\"max\":1,\"wait\":\"" + wait + "\"}";
    }

    private static void assertRefused(Answer answer, Quota quota, String retryAfter) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).isEqualTo(retryAfter);
        JsonNode problem = answer.json();
        assertThat(problem.get("code").asText()).isEqualTo("QUOTA_EXCEEDED");
        assertThat(problem.get("retryable").asBoolean()).isTrue();
        assertThat(problem.get("retryAfter").asText()).isEqualTo(retryAfter);
        assertThat(problem.at("/errors/0/code").asText()).isEqualTo(quota.key());
        assertThat(problem.at("/errors/0/hint").asText()).contains("orchestrator.quota." + quota.key());
    }

    @Test
    void principalThatAsksTooOften_isRefused_whateverItAsks_andNobodyElse() {
        allow(Map.of(Quota.PRINCIPAL_REQUESTS, "2,ops=none"));
        assertThat(get("shop", "/api/v1/session").status()).isEqualTo(200);
        assertThat(post("shop", POLL, poll("shop:a", "0s")).status()).isEqualTo(200);

        Answer byJersey = get("shop", "/api/v1/session");
        Answer past = post("shop", POLL, poll("shop:a", "0s"));

        assertRefused(byJersey, Quota.PRINCIPAL_REQUESTS, "1");
        assertThat(byJersey.json().get("detail").asText()).isEqualTo("Principal 'shop' is allowed 2 requests a second");
        assertRefused(past, Quota.PRINCIPAL_REQUESTS, "1");
        assertThat(get("stock", "/api/v1/session").status()).isEqualTo(200);
        for (int i = 0; i < 9; i++) {
            assertThat(get("ops", "/api/v1/session").status()).isEqualTo(200);
        }
        nanos.addAndGet(Duration.ofMillis(500).toNanos());
        assertThat(get("shop", "/api/v1/session").status()).isEqualTo(200);
        assertRefused(get("shop", "/api/v1/session"), Quota.PRINCIPAL_REQUESTS, "1");
    }

    @Test
    void namespace_isCountedOverAllWhoAskAboutIt_andNobodyUsesUpAnothers() {
        allow(Map.of(Quota.NAMESPACE_REQUESTS, "3"));
        for (int i = 0; i < 3; i++) {
            assertThat(start("stock", "shop").status()).isEqualTo(404);
        }
        assertThat(start("stock", "shop").json().get("detail").asText())
                .isEqualTo("Namespace 'stock' is allowed 3 requests a second");
        assertThat(get("shop", "/api/v1/workflows/shop/order").status()).isEqualTo(404);
        assertThat(get("till", "/api/v1/instances").status()).isEqualTo(200);
        assertThat(start("ops", "shop").status()).isEqualTo(404);

        assertRefused(start("till", "shop"), Quota.NAMESPACE_REQUESTS, "1");
        assertRefused(start("ops", "shop"), Quota.NAMESPACE_REQUESTS, "1");
        assertThat(start("ops", "other").status()).isEqualTo(404);
        assertThat(get("ops", "/api/v1/instances").status()).isEqualTo(200);
    }

    @Test
    void largeBody_isPaidForAfterwards_announcedOrNot() {
        allow(Map.of(Quota.PRINCIPAL_BYTES, "100"));
        String large = "{\"input\":\"" + "x".repeat(988) + "\"}";
        assertThat(large).hasSize(1_000);
        assertThat(post("shop", STARTS.formatted("shop"), large).status()).isEqualTo(404);

        assertRefused(start("shop", "shop"), Quota.PRINCIPAL_BYTES, "10");
        assertThat(get("shop", "/api/v1/session").status()).isEqualTo(200);
        nanos.addAndGet(Duration.ofSeconds(20).toNanos());
        Answer unannounced = server.send(as("shop", STARTS.formatted("shop"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8)))));
        assertThat(unannounced.status()).isEqualTo(404);
        assertRefused(start("shop", "shop"), Quota.PRINCIPAL_BYTES, "10");
    }

    @Test
    void pollThatWaits_isCountedWhileItDoes() {
        allow(Map.of(Quota.PRINCIPAL_HELD, "1,ops=none", Quota.NAMESPACE_HELD, "2"));
        assertThat(post(
                                "ops",
                                "/api/v1/workflows",
                                FLOW.formatted("shop").replace("\"task\":\"a\"", "\"task\":\"shop:a\""))
                        .status())
                .isEqualTo(201);
        CompletableFuture<Answer> first = later("shop", POLL, poll("shop:a", "30s"));
        Awaitility.await().until(() -> quotas.held() == 1);

        assertRefused(post("shop", POLL, poll("shop:a", "30s")), Quota.PRINCIPAL_HELD, "1");
        assertThat(post("shop", POLL, poll("shop:b", "0s")).status()).isEqualTo(200);
        CompletableFuture<Answer> second = later("ops", POLL, poll("shop:b", "30s"));
        Awaitility.await().until(() -> quotas.held() == 2);
        assertRefused(post("ops", POLL, poll("shop:b", "30s")), Quota.NAMESPACE_HELD, "1");
        assertThat(start("ops", "shop").status()).isEqualTo(201);
        assertThat(first.join().json().get("tasks")).hasSize(1);
        assertThat(quotas.held()).isEqualTo(1);
        CompletableFuture<Answer> third = later("shop", POLL, poll("shop:a", "30s"));
        Awaitility.await().until(() -> quotas.held() == 2);
        engine.taskService().drain();
        assertThat(second.join().status()).isEqualTo(200);
        assertThat(third.join().status()).isEqualTo(200);
        assertThat(quotas.held()).isZero();
    }

    @Test
    void waitForAResult_isCountedWhileItWaits() {
        allow(Map.of(Quota.PRINCIPAL_HELD, "1"));
        post("ops", "/api/v1/workflows", FLOW.formatted("shop"));
        CompletableFuture<Answer> waiting = later("shop", STARTS.formatted("shop") + "?wait=30s", "{\"runId\":\"r\"}");
        Awaitility.await().until(() -> quotas.held() == 1);
        String run = start("shop", "shop").json().get("instanceId").asText();

        assertRefused(get("shop", "/api/v1/instances/" + run + "/result?wait=30s"), Quota.PRINCIPAL_HELD, "1");
        assertThat(get("shop", "/api/v1/instances/" + run + "/result").status()).isEqualTo(202);
        server.drain.begin();
        assertThat(waiting.join().status()).isEqualTo(201);
        Awaitility.await().until(() -> quotas.held() == 0);
    }

    @Test
    void stream_isCountedUntilItsCallerIsGone_orTheServerDrains() throws IOException {
        allow(Map.of(Quota.PRINCIPAL_HELD, "1"));
        post("ops", "/api/v1/workflows", FLOW.formatted("shop"));
        try (RawCaller caller = listen("shop")) {
            assertThat(caller.hear("\n\n")).contains("retry:");
            assertRefused(get("shop", "/api/v1/stream"), Quota.PRINCIPAL_HELD, "1");
        }
        Awaitility.await().until(() -> {
            start("shop", "shop");
            return quotas.held() == 0;
        });
        try (RawCaller caller = listen("shop")) {
            assertThat(caller.hear("\n\n")).contains("retry:");
            server.drain.begin();
            Awaitility.await().until(() -> quotas.held() == 0);
        }
    }

    private RawCaller listen(String token) throws IOException {
        return new RawCaller(server.port())
                .say("GET /api/v1/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n");
    }

    @Test
    void batch_isRefusedInItsItemsAlone() {
        allow(Map.of(Quota.NAMESPACE_REQUESTS, "2", Quota.NAMESPACE_QUEUED, "stock=1"));
        post("ops", "/api/v1/workflows", FLOW.formatted("shop"));
        post("ops", "/api/v1/workflows", FLOW.formatted("stock"));

        String item = "{\"namespace\":\"%s\",\"workflow\":\"order\"}";
        JsonNode items = post(
                        "ops",
                        "/api/v1/instances/batch-start",
                        "{\"items\":["
                                + String.join(
                                        ",",
                                        item.formatted("shop"),
                                        item.formatted("shop"),
                                        item.formatted("shop"),
                                        item.formatted("stock"),
                                        item.formatted("stock"))
                                + "]}")
                .json()
                .get("items");

        assertThat(items.findValuesAsText("instanceId")).hasSize(3);
        assertThat(items.at("/2/error/code").asText()).isEqualTo("QUOTA_EXCEEDED");
        assertThat(items.at("/2/error/retryAfter").asInt()).isEqualTo(1);
        assertThat(items.at("/2/error/errors/0/code").asText()).isEqualTo(Quota.NAMESPACE_REQUESTS.key());
        assertThat(items.at("/4/error/errors/0/code").asText()).isEqualTo(Quota.NAMESPACE_QUEUED.key());
    }

    @Test
    void namespaceWithEnoughInItsQueues_startsNothing_untilSomeOfItIsTaken() {
        allow(Map.of(Quota.NAMESPACE_QUEUED, "6"));
        post("ops", "/api/v1/workflows", FLOW.formatted("shop"));
        quotas.saw(Map.of("shop", 5L, "jobs", 6L));
        assertThat(start("shop", "shop").status()).isEqualTo(201);

        assertRefused(start("shop", "shop"), Quota.NAMESPACE_QUEUED, "2");
        assertRefused(post("ops", "/api/v1/jobs", "{\"type\":\"mail\",\"payload\":{}}"), Quota.NAMESPACE_QUEUED, "2");
        assertRefused(
                post(
                        "shop",
                        "/api/v1/workflows/shop/order/signal-with-start",
                        "{\"runId\":\"r\",\"signal\":{\"name\":\"n\"}}"),
                Quota.NAMESPACE_QUEUED,
                "2");
        quotas.saw(engine.fleetService().queued());
        assertThat(start("shop", "shop").status()).isEqualTo(201);
        assertThat(engine.fleetService().queued()).isEqualTo(Map.of("shop", 2L));
    }

    @Test
    void whoWasRefused_isShown_andCounted() {
        allow(Map.of(Quota.PRINCIPAL_REQUESTS, "1,ops=none"));
        get("shop", "/api/v1/session");
        get("shop", "/api/v1/session");
        get("shop", "/api/v1/session");

        JsonNode refused = get("ops", "/api/v1/server/quotas").json().get("items");
        assertThat(refused).hasSize(1);
        assertThat(refused.at("/0/quota").asText()).isEqualTo("principal.requests-per-second");
        assertThat(refused.at("/0/name").asText()).isEqualTo("shop");
        assertThat(refused.at("/0/limit").asInt()).isEqualTo(1);
        assertThat(refused.at("/0/refused").asInt()).isEqualTo(2);
        assertThat(get("ops", "/metrics").text())
                .contains(
                        "orchestrator_quota_refusals_total{quota=\"principal.requests-per-second\"} 2.0\n",
                        "orchestrator_quota_refusals_total{quota=\"namespace.queued-tasks\"} 0.0\n",
                        "orchestrator_requests_held 0.0\n");
    }

    private long allowedNow() {
        long allowed = 0;
        while (get("shop", "/api/v1/session").status() == 200) {
            allowed++;
        }
        return allowed;
    }

    @Test
    void quotaOfAllServers_isDividedByThoseThatAreUp_andByNoneToNothing() {
        allow(Map.of(Quota.PRINCIPAL_REQUESTS, "10,ops=none"));
        assertThat(allowedNow()).isEqualTo(10);

        servers.set(2);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(allowedNow()).isEqualTo(5);
        Answer refused = get("shop", "/api/v1/session");
        assertRefused(refused, Quota.PRINCIPAL_REQUESTS, "1");
        assertThat(refused.json().get("detail").asText())
                .isEqualTo("Principal 'shop' is allowed 10 requests a second, of which this server has a share of 5");
        assertThat(get("ops", "/api/v1/server/quotas")
                        .json()
                        .at("/items/0/limit")
                        .asInt())
                .isEqualTo(10);

        servers.set(1);
        assertThat(allowedNow()).isZero();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(allowedNow()).isEqualTo(10);

        servers.set(30);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(allowedNow()).isEqualTo(1);
    }

    @Test
    void pollsOfAllServers_areDividedToo_thoseThatWaitAlreadyStay() {
        allow(Map.of(Quota.PRINCIPAL_HELD, "4"));
        for (int i = 0; i < 4; i++) {
            later("shop", POLL, poll("shop:a", "20s"));
        }
        Awaitility.await().until(() -> quotas.held() == 4);

        servers.set(2);
        assertRefused(post("shop", POLL, poll("shop:a", "20s")), Quota.PRINCIPAL_HELD, "1");
        assertThat(quotas.held()).isEqualTo(4);
    }

    @Test
    void namesWithoutEnd_takeNoMemoryWithoutEnd() {
        allow(Map.of(Quota.NAMESPACE_REQUESTS, "1"));
        Refused refused = new Refused(InstantSource.system());
        Rate rate = new Rate(Quota.NAMESPACE_REQUESTS, Allowance.parse(List.of("1")), Shares.WHOLE, ticker, refused);
        for (int i = 0; i < 30_000; i++) {
            nanos.addAndGet(Duration.ofSeconds(1).toNanos() / 1_000);
            String name = "n" + i;
            rate.take(name, 1);
            assertThatThrownBy(() -> rate.take(name, 1)).isInstanceOf(OrchestratorException.class);
        }

        assertThat(rate.names()).isLessThanOrEqualTo(10_000);
        assertThat(refused.all()).hasSize(Refused.NAMES_MAX);
        assertThat(refused.all().get(0).name()).isEqualTo("n29999");
        assertThat(refused.total(Quota.NAMESPACE_REQUESTS)).isEqualTo(30_000);
    }

    @Test
    void limitThatNobodyCanMean_isRefused() {
        allow(Map.of());
        for (String text : List.of("0", "-1", "1.5", "x", "shop=", "=5", "shop=x", "1000000000")) {
            assertThatThrownBy(() -> Allowance.parse(List.of(text)))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(text);
        }
        assertThatThrownBy(() -> Allowance.parse(List.of("5", "6"))).hasMessageContaining("'6'");
        assertThat(Allowance.parse(List.of("oidc/a=b@example.com=7")).of("oidc/a=b@example.com"))
                .isEqualTo(7);
        assertThat(ErrorCode.QUOTA_EXCEEDED.isRetryable()).isTrue();
    }
}
