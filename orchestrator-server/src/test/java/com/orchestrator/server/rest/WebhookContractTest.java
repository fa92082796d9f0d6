package com.orchestrator.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.webhook.WebhookSignature;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import com.orchestrator.server.webhook.AddressRules;
import com.orchestrator.server.webhook.HttpCourier;
import com.orchestrator.server.wiring.OwnEngine;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Webhooks over HTTP; no request leaves, since they are paused. */
class WebhookContractTest {

    private static final String ORDERS = "/api/v1/webhooks/orders";
    private static final String SECRET = WebhookSignature.newSecret();
    private static final String BODY = "{\"url\":\"https://hooks.example.com/in\",\"types\":[\"WORKFLOW_COMPLETED\"],"
            + "\"paused\":true,\"reason\":\"the shop asks for it\",\"secret\":\"" + SECRET + "\"}";

    private final OwnEngine engine = OwnEngine.onLocal(
            new InMemoryEngineStore(SettableClock.standing()),
            new HttpCourier(AddressRules.of(false, List.of("hooks.example.com", "127.0.0.1"), List.of())));
    private final TestServer server = TestServer.of(engine);

    @AfterEach
    void close() {
        server.close();
        engine.close();
    }

    private Answer put(String body, String... headers) {
        HttpRequest.Builder request = server.request(ORDERS)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.send(request);
    }

    @Test
    void put_makesAWebhook_whoseSecretIsNeverShown() {
        Answer made = put(BODY);

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.header("ETag")).isEqualTo("\"1\"");
        JsonNode webhook = server.get(ORDERS).json();
        assertThat(webhook.get("url").asText()).isEqualTo("https://hooks.example.com/in");
        assertThat(webhook.get("timeout").asText()).isEqualTo("PT15S");
        assertThat(webhook.get("retry").get("attempts").asInt()).isEqualTo(8);
        assertThat(webhook.get("paused").asText()).isEqualTo("PERSON");
        assertThat(webhook.get("deadLetters").asInt()).isZero();
        for (String path : List.of("", "/changes", "/deliveries")) {
            assertThat(server.get(ORDERS + path).text()).doesNotContain(SECRET.substring(6));
        }
        assertThat(made.text()).doesNotContain(SECRET.substring(6));
        assertThat(server.get("/api/v1/webhooks").json().get("items")).hasSize(1);
    }

    @Test
    void theSame_isNoChange_andAnotherOneKeepsTheSecret() {
        put(BODY);

        assertThat(put(BODY).header("ETag")).isEqualTo("\"1\"");
        Answer other = put("{\"url\":\"https://hooks.example.com/out\",\"reason\":\"it has moved\"}");

        assertThat(other.status()).isEqualTo(200);
        assertThat(other.header("ETag")).isEqualTo("\"2\"");
        assertThat(other.json().get("paused").asText()).isEqualTo("PERSON");
        assertThat(other.json().get("formerSecretUntil").isNull()).isTrue();
        assertThat(put(BODY.replace(SECRET, WebhookSignature.newSecret()))
                        .json()
                        .get("formerSecretUntil")
                        .isNull())
                .isFalse();
    }

    @Test
    void changes_areKept_andHeldAgainstTheETag() {
        put(BODY);

        assertThat(put(BODY.replace("/in", "/a"), "If-Match", "\"7\"").status()).isEqualTo(412);
        assertThat(put(BODY.replace("/in", "/b"), "If-Match", "\"1\"").status()).isEqualTo(200);
        Answer gone = server.send(server.request(ORDERS + "?reason=over").DELETE());

        assertThat(gone.status()).isEqualTo(204);
        assertThat(server.get(ORDERS).status()).isEqualTo(404);
        JsonNode changes = server.get(ORDERS + "/changes?limit=2").json();
        assertThat(changes.get("items"))
                .extracting(change -> change.get("action").asText())
                .containsExactly("REMOVED", "SET");
        assertThat(changes.get("items").get(1).get("settings").get("url").asText())
                .endsWith("/b");
        String next = changes.get("page").get("next").asText();
        assertThat(server.get(ORDERS + "/changes?limit=2&cursor=" + next).json().get("items"))
                .hasSize(1);
        assertThat(server.send(server.request(ORDERS + "?reason=again").DELETE())
                        .status())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://hooks.example.com/in | http://hooks.example.com/in | /url",
                "https://hooks.example.com/in | https://me:you@hooks.example.com/ | /url",
                "https://hooks.example.com/in | https://127.0.0.1/ | /url",
                "https://hooks.example.com/in | https://elsewhere.example.com/ | /url",
                "WORKFLOW_COMPLETED | WORKFLOW_COMPLETE | /types/0",
                "whsec_ | nothing_ | /secret",
                "\"paused\":true | \"timeout\":\"31s\" | /timeout",
                "\"paused\":true | \"pauseAfter\":\"0s\" | /pauseAfter",
                "\"paused\":true | \"retry\":{\"attempts\":0} | /retry/attempts",
                "\"paused\":true | \"retry\":{\"delay\":\"48h\"} | /retry/delay"
            })
    void whatCannotBeMeant_isRefused_withItsPlace(String of, String wrong, String pointer) {
        Answer answer = put(BODY.replace(of, wrong));

        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.json().get("code").asText()).isEqualTo("WEBHOOK_INVALID");
        assertThat(answer.json().get("errors").get(0).get("pointer").asText()).isEqualTo(pointer);
        assertThat(answer.text()).doesNotContain(SECRET.substring(6));
    }

    @Test
    void aNewOne_needsASecret_andAReason() {
        Answer secret = put("{\"url\":\"https://hooks.example.com/in\",\"reason\":\"x\"}");
        Answer reason = put("{\"url\":\"https://hooks.example.com/in\",\"secret\":\"" + SECRET + "\"}");

        assertThat(secret.json().get("errors").get(0).get("hint").asText()).contains("whsec_");
        assertThat(reason.status()).isEqualTo(400);
    }

    @Test
    void whatIsNotThere_is404_andWhatIsNoStateOrIdIsRefused() {
        for (String path : List.of("", "/deliveries")) {
            assertThat(server.get(ORDERS + path).status()).isEqualTo(404);
        }
        for (String path : List.of("/pause", "/resume")) {
            assertThat(server.post(ORDERS + path, "{\"reason\":\"x\"}").status())
                    .isEqualTo(404);
        }
        assertThat(server.post(ORDERS + "/test", "{}").status()).isEqualTo(404);
        put(BODY);
        assertThat(server.get(ORDERS + "/deliveries?state=DEADLY")
                        .json()
                        .get("errors")
                        .get(0)
                        .get("hint")
                        .asText())
                .contains("DEAD");
        assertThat(server.post(ORDERS + "/deliveries/nonsense/redeliver", "{}").status())
                .isEqualTo(400);
        assertThat(server.post(ORDERS + "/deliveries/7/redeliver", "{}").status())
                .isEqualTo(404);
        assertThat(server.post(ORDERS + "/resume", "{\"reason\":\"x\",\"from\":\"there\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void pauseAndResume_areChanges_withTheirReasons() {
        put(BODY.replace("true", "false"));

        JsonNode paused =
                server.post(ORDERS + "/pause", "{\"reason\":\"they move\"}").json();
        assertThat(paused.get("paused").asText()).isEqualTo("PERSON");
        assertThat(paused.get("reason").asText()).isEqualTo("they move");
        JsonNode resumed = server.post(ORDERS + "/resume", "{\"reason\":\"they have\",\"from\":\"now\"}")
                .json();
        assertThat(resumed.get("paused").isNull()).isTrue();
        assertThat(resumed.get("version").asInt()).isEqualTo(3);
    }
}
