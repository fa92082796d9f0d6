package com.orchestrator.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import com.orchestrator.server.wiring.OwnEngine;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches over runs: section 0b of the contract, with a whole engine behind it. */
class BatchContractTest {

    private static final String BATCHES = "/api/v1/batches";
    private static final String WORKFLOW = "{\"apiVersion\":\"orchestrator/v1\",\"kind\":\"Workflow\","
            + "\"namespace\":\"shop\",\"name\":\"order\",\"tasks\":[{\"id\":\"a\",\"task\":\"a\"}]}";
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private OwnEngine engine;
    private TestServer server;

    @BeforeEach
    void open() {
        engine = OwnEngine.onLocal(new InMemoryEngineStore(InstantSource.system()));
        server = TestServer.of(engine);
        assertThat(server.post("/api/v1/workflows", WORKFLOW).status()).isEqualTo(201);
    }

    @AfterEach
    void close() {
        server.close();
        engine.close();
    }

    private String start(String runId) {
        return server.post("/api/v1/workflows/shop/order/instances", "{\"runId\":\"" + runId + "\"}")
                .json()
                .get("instanceId")
                .asText();
    }

    private JsonNode ended(String batchId) {
        long until = System.nanoTime() + LONGEST.toNanos();
        JsonNode batch = server.get(BATCHES + "/" + batchId).json();
        while (batch.get("endedAt").isNull() && System.nanoTime() < until) {
            Thread.onSpinWait();
            batch = server.get(BATCHES + "/" + batchId).json();
        }
        assertThat(batch.get("endedAt").isNull()).as(batch.toString()).isFalse();
        return batch;
    }

    @Test
    void batch_isMade_done_andShownWithItsRuns() {
        String one = start("o-1");
        String two = start("o-2");
        server.post("/api/v1/instances/" + two + "/cancel", "{\"reason\":\"twice\"}");
        Answer made = server.post(
                BATCHES,
                "{\"operation\":\"pause\",\"instanceIds\":[\"" + one + "\",\"" + two
                        + "\"],\"reason\":\"stock-taking\"}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        String id = made.json().get("batchId").asText();
        assertThat(made.response().headers().firstValue("Location")).contains(BATCHES + "/" + id);
        assertThat(made.json().get("state").asText()).isEqualTo("RUNNING");
        assertThat(made.json().get("total").asLong()).isEqualTo(2);

        JsonNode batch = ended(id);
        assertThat(batch.get("state").asText()).isEqualTo("COMPLETED");
        assertThat(batch.get("succeeded").asLong()).isEqualTo(1);
        assertThat(batch.get("refused").asLong()).isEqualTo(1);
        JsonNode items = server.get(BATCHES + "/" + id + "/items").json().get("items");
        assertThat(items.at("/0/instanceId").asText()).isEqualTo(one);
        assertThat(items.at("/0/state").asText()).isEqualTo("SUCCEEDED");
        assertThat(items.at("/1/code").asText()).isEqualTo("ILLEGAL_STATE");
        assertThat(server.get(BATCHES + "/" + id + "/items?state=REFUSED")
                        .json()
                        .get("items"))
                .hasSize(1);
        assertThat(server.get(BATCHES).json().at("/items/0/batchId").asText()).isEqualTo(id);
        assertThat(server.get("/api/v1/instances/" + one + "/events").text())
                .contains("BATCH_APPLIED", id, "stock-taking");
        assertThat(server.post(BATCHES + "/" + id + "/cancel", "{}").status()).isEqualTo(409);
    }

    @Test
    void dryRun_says_andMakesNothing() {
        String one = start("o-1");
        Answer dry = server.post(BATCHES, "{\"operation\":\"retry\",\"filter\":\"true\",\"dryRun\":true}");
        assertThat(dry.status()).as(dry.text()).isEqualTo(200);
        assertThat(dry.json().get("total").asLong()).isEqualTo(1);
        assertThat(dry.json().get("willApply").asLong()).isZero();
        assertThat(dry.json().at("/refused/0/instanceId").asText()).isEqualTo(one);
        assertThat(server.get(BATCHES).json().get("items")).isEmpty();
    }

    @Test
    void batchThatIsSlow_isPaused_resumed_andCancelled() {
        for (int i = 0; i < 30; i++) {
            start("o-" + i);
        }
        String id = server.post(
                        BATCHES,
                        "{\"operation\":\"pause\",\"filter\":\"workflow == 'order'\",\"perSecond\":1,\"reason\":\"why\"}")
                .json()
                .get("batchId")
                .asText();
        String batch = BATCHES + "/" + id;
        assertThat(server.post(batch + "/pause", "{\"reason\":\"lunch\"}")
                        .json()
                        .get("state")
                        .asText())
                .isEqualTo("PAUSED");
        assertThat(server.post(batch + "/resume", "{}").json().get("state").asText())
                .isEqualTo("RUNNING");
        Answer cancelled = server.post(batch + "/cancel", "{\"reason\":\"a mistake\"}");
        assertThat(cancelled.json().get("state").asText()).isEqualTo("CANCELLED");
        assertThat(cancelled.json().get("detail").asText()).contains("a mistake");
        assertThat(server.get(batch + "/items?limit=1000")
                        .json()
                        .at("/items/29/state")
                        .asText())
                .isEqualTo("CANCELLED");
    }

    private void assertRefused(String body, String pointer, String words) {
        Answer answer = server.post(BATCHES, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().get("code").asText()).isEqualTo("INVALID_REQUEST");
        assertThat(answer.json().at("/errors/0/pointer").asText())
                .as(answer.text())
                .isEqualTo(pointer);
        assertThat(answer.text()).contains(words);
    }

    @Test
    void whatCannotBeMeant_isRefusedWithPointerAndHint() {
        String one = start("o-1");
        assertRefused("{\"operation\":\"retri\",\"filter\":\"true\",\"reason\":\"x\"}", "/operation", "retry, skip");
        assertRefused("{\"filter\":\"true\",\"reason\":\"x\"}", "/operation", "required");
        assertRefused("{\"operation\":\"retry\",\"filter\":\"true\"}", "/reason", "required");
        assertRefused("{\"operation\":\"retry\",\"reason\":\"x\"}", "/filter", "give 'filter'");
        assertRefused(
                "{\"operation\":\"retry\",\"filter\":\"true\",\"instanceIds\":[\"" + one + "\"],\"reason\":\"x\"}",
                "/instanceIds",
                "two ways");
        assertRefused("{\"operation\":\"retry\",\"instanceIds\":[],\"reason\":\"x\"}", "/instanceIds", "over nothing");
        assertRefused("{\"operation\":\"retry\",\"instanceIds\":[null],\"reason\":\"x\"}", "/instanceIds/0", "null");
        assertRefused(
                "{\"operation\":\"pause\",\"filter\":\"true\",\"perSecond\":0,\"reason\":\"x\"}",
                "/perSecond",
                "between 1 and 10000");
        assertRefused(
                "{\"operation\":\"pause\",\"filter\":\"state == 'FAILED'\",\"reason\":\"x\"}",
                "/filter",
                "over nothing");
        assertRefused("{\"operation\":\"signal\",\"filter\":\"true\",\"reason\":\"x\"}", "/parameters/name", "needs");
        assertRefused(
                "{\"operation\":\"pause\",\"filter\":\"true\",\"parameters\":{\"name\":1},\"reason\":\"x\"}",
                "/parameters/name",
                "no parameter");
        assertThat(server.get(BATCHES + "/00000000-0000-0000-0000-000000000001/items")
                        .status())
                .isEqualTo(404);
        assertThat(server.get(BATCHES + "?cursor=x").status()).isEqualTo(400);
    }
}
