package com.orchestrator.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.server.auth.Authenticator;
import com.orchestrator.server.auth.Endpoints.Endpoint;
import com.orchestrator.server.auth.Tokens;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import com.orchestrator.server.wiring.OwnEngine;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people change is written down, before it is done and after; work is not. */
class AuditTest {

    private static final String FLOW =
            "{\"apiVersion\":\"orchestrator/v1\",\"kind\":\"Workflow\",\"namespace\":\"shop\","
                    + "\"name\":\"order\",\"tasks\":[{\"id\":\"a\",\"task\":\"a\"}]}";

    private OwnEngine engine;
    private TestServer server;

    @BeforeEach
    void open() {
        engine = OwnEngine.onLocal(new InMemoryEngineStore(SettableClock.standing()));
        server = TestServer.of(
                engine, Authenticator.byTokens(Tokens.parse("ann:operator:a-secret,root:admin:r-secret")));
    }

    @AfterEach
    void close() {
        server.close();
        engine.close();
    }

    private Answer send(String token, String method, String path, String body) {
        return server.send(server.request(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    /** The newest first; waits for the entry that is written last. */
    private List<JsonNode> entries(int wanted) {
        for (int i = 0; i < 1_000; i++) {
            JsonNode items = send("r-secret", "GET", "/api/v1/audit?limit=1000", "")
                    .json()
                    .get("items");
            if (items.size() >= wanted) {
                return StreamSupport.stream(items.spliterator(), false)
                        .map(item -> item.get("entry"))
                        .toList();
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("Fewer than " + wanted + " entries");
    }

    private String run() {
        assertThat(send("a-secret", "POST", "/api/v1/workflows", FLOW).status()).isEqualTo(201);
        return send("a-secret", "POST", "/api/v1/workflows/shop/order/instances", "{\"input\":{\"card\":\"4711\"}}")
                .json()
                .get("instanceId")
                .asText();
    }

    @Test
    void whatIsChanged_isWrittenDownWithWhoWhyAndHowItStood() {
        String run = run();
        Answer paused = send("a-secret", "POST", "/api/v1/instances/" + run + "/pause", "{\"reason\":\"looks odd\"}");

        List<JsonNode> entries = entries(4);
        assertThat(entries)
                .extracting(entry -> entry.get("operation").asText())
                .containsExactly("pause", "pause", "register", "register");
        JsonNode answered = entries.get(0);
        JsonNode asked = entries.get(1);
        assertThat(asked.get("kind").asText()).isEqualTo("ASKED");
        assertThat(asked.get("principal").asText()).isEqualTo("ann");
        assertThat(asked.get("reason").asText()).isEqualTo("looks odd");
        assertThat(asked.get("path").asText()).isEqualTo("api/v1/instances/" + run + "/pause");
        assertThat(asked.at("/before/state").asText()).isEqualTo("RUNNING");
        assertThat(answered.get("kind").asText()).isEqualTo("ANSWERED");
        assertThat(answered.get("status").asInt()).isEqualTo(200);
        assertThat(answered.at("/after/state").asText()).isEqualTo("PAUSED");
        assertThat(answered.get("call")).isEqualTo(asked.get("call"));
        assertThat(paused.header("X-Request-Id")).isEqualTo(asked.get("call").asText());
    }

    @Test
    void whatIsRefused_isWrittenDownWithItsCode() {
        send("a-secret", "PUT", "/api/v1/retention/shop", "{\"completed\":\"1d\",\"reason\":\"r\"}");
        String nobody = "/api/v1/instances/00000000-0000-4000-8000-000000000000";
        send("a-secret", "DELETE", nobody + "?reason=tidy", "");

        List<JsonNode> entries = entries(3);
        assertThat(entries.get(0).get("code").asText()).isEqualTo("NOT_FOUND");
        assertThat(entries.get(1).get("reason").asText()).isEqualTo("tidy");
        assertThat(entries.get(2).get("kind").asText()).isEqualTo("REFUSED");
        assertThat(entries.get(2).get("code").asText()).isEqualTo("FORBIDDEN");
    }

    @Test
    void whoIsNotLetIn_isWrittenDown_andHisSecretIsNot() {
        send("wrong-secret", "GET", "/api/v1/instances", "");
        send("wrong-secret", "POST", "/api/v1/tasks/poll", "{\"workerId\":\"w\",\"queues\":[\"a\"]}");
        server.post("/api/v1/session", "{\"token\":\"wrong-secret\"}");

        List<JsonNode> entries = entries(3);
        assertThat(entries).allSatisfy(entry -> {
            assertThat(entry.get("kind").asText()).isEqualTo("REFUSED");
            assertThat(entry.get("code").asText()).isEqualTo("UNAUTHENTICATED");
            assertThat(entry.toString()).doesNotContain("wrong-secret");
        });
    }

    @Test
    void whatRunsCarry_andSecrets_areNotWrittenDown() {
        String run = run();
        send(
                "a-secret",
                "POST",
                "/api/v1/instances/" + run + "/tasks/a/complete",
                "{\"output\":{\"card\":\"4711\"},\"reason\":\"r\"}");

        assertThat(entries(4).toString()).contains("(not recorded)").doesNotContain("4711");
    }

    @Test
    void nobody_writesToIt() {
        List<String> methods = server.endpoints().all().stream()
                .filter(endpoint -> endpoint.path().getTemplate().startsWith("/api/v1/audit"))
                .map(Endpoint::method)
                .toList();

        assertThat(methods).isNotEmpty().containsOnly("GET");
        assertThat(send("a-secret", "GET", "/api/v1/audit", "").status()).isEqualTo(403);
    }

    /** A change of this list is a decision. */
    @Test
    void whatIsNotAudited_isWorkOrChangesNothing() {
        Set<String> unaudited = server.endpoints().all().stream()
                .filter(endpoint -> !endpoint.method().equals("GET"))
                .filter(endpoint -> !AuditFeature.isAudited(endpoint.handler()))
                .filter(endpoint -> endpoint.role()
                        .filter(role -> role.name().equals("WORKER"))
                        .isEmpty())
                .map(endpoint -> endpoint.method() + " " + endpoint.path().getTemplate())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(unaudited)
                .containsExactly(
                        "DELETE /api/v1/session",
                        "POST /api/jobs/register",
                        "POST /api/v1/etl/dry_run",
                        "POST /api/v1/etl/jobs/{id}/dry_run",
                        "POST /api/v1/instances/batch-start",
                        "POST /api/v1/instances/{instanceId}/signals/{name}",
                        "POST /api/v1/jobs",
                        "POST /api/v1/schedules/preview",
                        "POST /api/v1/session",
                        "POST /api/v1/signals",
                        "POST /api/v1/workflows/validate",
                        "POST /api/v1/workflows/{namespace}/{workflow}/instances",
                        "POST /api/v1/workflows/{namespace}/{workflow}/signal-with-start");
    }
}
