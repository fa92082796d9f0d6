package com.orchestrator.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import com.orchestrator.testkit.TestDatabase;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Over HTTP: what runs carried is erased, and a key of the ring is followed by another. */
class EncryptionIT {

    private static final String RUNS = "/api/v1/instances/";
    private static final String ENCRYPTION = "/api/v1/server/encryption";

    private static final String CARD = """
            {"apiVersion":"orchestrator/v1","kind":"Workflow","namespace":"shop","name":"card",
             "tasks":[{"id":"keep","set":{"last":"${ input.card }"}}], "output": "${ vars.last }"}""";

    private final TestDatabase database = TestDatabase.create();

    private static String key(String id, int filling) {
        byte[] key = new byte[32];
        key[0] = (byte) filling;
        return id + ":" + Base64.getEncoder().encodeToString(key);
    }

    private OutboxServer server(String keys) {
        return new OutboxServer(database.config(), Map.of("orchestrator.encryption.keys", keys));
    }

    private static String run(TestServer rest, String runId) {
        return rest.post(
                        "/api/v1/workflows/shop/card/instances?wait=20s",
                        "{\"runId\":\"" + runId + "\",\"input\":{\"card\":\"5105\"}}")
                .json()
                .get("instanceId")
                .asText();
    }

    private static Answer delete(TestServer rest, String path) {
        return rest.send(rest.request(path).DELETE());
    }

    @Test
    void whatRunsCarried_isErased_oneByOneAndMany() {
        try (OutboxServer server = server(key("first", 1));
                TestServer rest = server.rest()) {
            rest.post("/api/v1/workflows", CARD);
            String one = run(rest, "one");
            assertThat(rest.get(RUNS + one + "/result").text()).contains("5105");

            assertThat(delete(rest, RUNS + one + "/payloads?reason=asked").status())
                    .isEqualTo(204);
            assertThat(delete(rest, RUNS + one + "/payloads").status()).isEqualTo(204);
            assertThat(rest.get(RUNS + one + "/result").json().get("output").toString())
                    .isEqualTo("{\"erased\":\"PAYLOADS_ERASED\"}");
            assertThat(rest.get(RUNS + one + "/events").text())
                    .doesNotContain("5105")
                    .contains("\"PAYLOADS_ERASED\"", "asked");
            JsonNode undo = rest.post(RUNS + one + "/compensate", "{}").json();
            assertThat(undo.get("code").asText()).isEqualTo("PAYLOADS_ERASED");

            String many = run(rest, "many");
            String batch = rest.post(
                            "/api/v1/batches",
                            "{\"operation\":\"erase\",\"instanceIds\":[\"" + many + "\",\"" + one
                                    + "\"],\"reason\":\"asked\"}")
                    .json()
                    .get("batchId")
                    .asText();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> rest.get("/api/v1/batches/" + batch)
                                    .json()
                                    .get("succeeded")
                                    .asInt()
                            == 2);
            assertThat(rest.get(RUNS + many + "/events").text()).doesNotContain("5105");
            assertThat(rest.get(ENCRYPTION).json().get("erased").asInt()).isEqualTo(2);
        }
    }

    @Test
    void keyIsFollowedByAnother() {
        String run;
        try (OutboxServer server = server(key("first", 1));
                TestServer rest = server.rest()) {
            rest.post("/api/v1/workflows", CARD);
            run = run(rest, "before");
        }
        try (OutboxServer server = server(key("second", 2) + " " + key("first", 1));
                TestServer rest = server.rest()) {
            assertThat(delete(rest, ENCRYPTION + "/keys/first").status()).isEqualTo(400);
            assertThat(delete(rest, ENCRYPTION + "/keys/first?reason=r")
                            .json()
                            .get("code")
                            .asText())
                    .isEqualTo("ILLEGAL_STATE");
            assertThat(rest.post(ENCRYPTION + "/rewrap", "{}").status()).isEqualTo(400);

            JsonNode piece =
                    rest.post(ENCRYPTION + "/rewrap", "{\"reason\":\"r\"}").json();
            assertThat(piece.get("rewrapped").asInt()).isEqualTo(2);
            assertThat(piece.get("next").isNull()).isTrue();
            JsonNode keys = rest.get(ENCRYPTION).json();
            assertThat(keys.get("primary").asText()).isEqualTo("second");
            assertThat(keys.at("/keys/0/dataKeys").asInt()).isZero();
            assertThat(keys.at("/keys/1/dataKeys").asInt()).isEqualTo(2);
            assertThat(delete(rest, ENCRYPTION + "/keys/first?reason=r").status())
                    .isEqualTo(204);
        }
        try (OutboxServer server = server(key("second", 2));
                TestServer rest = server.rest()) {
            assertThat(rest.get(RUNS + run + "/result").text()).contains("5105");
        }
    }
}
