package com.orchestrator.server.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.server.auth.Authenticator;
import com.orchestrator.server.auth.Digest;
import com.orchestrator.server.auth.Tokens;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import com.orchestrator.server.wiring.OwnEngine;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tokens as people make, rotate and take them back. */
class TokensTest {

    private static final String ROOT = "r-secret";
    private static final String SHOP = "s-secret";

    private static OwnEngine engine;
    private static TestServer server;

    @BeforeAll
    static void open() {
        engine = OwnEngine.onLocal(new InMemoryEngineStore(SettableClock.standing()));
        server = TestServer.of(
                engine,
                Authenticator.byTokens(
                        Tokens.parse("root:admin:r-secret,boss@shop:admin@shop:s-secret,ops:operator:o-secret")));
    }

    @AfterAll
    static void close() {
        server.close();
        engine.close();
    }

    private static Answer send(String token, String method, String path, String body) {
        return server.send(server.request("/api/v1" + path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    private static Answer create(String by, String name, String grants) {
        return send(by, "POST", "/tokens", "{\"name\":\"" + name + "\",\"grants\":[" + grants + "],\"reason\":\"r\"}");
    }

    private static String made(String by, String name, String grants) {
        Answer answer = create(by, name, grants);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().get("secret").asText();
    }

    private static int read(String token) {
        return send(token, "GET", "/instances", "").status();
    }

    @Test
    void whoHasTheSecret_isLetIn_withWhatItGives() {
        String secret = made(ROOT, "first", "\"operator+worker@shop\",\"reader@stock\"");

        JsonNode session = send(secret, "GET", "/session", "").json();
        assertThat(session.get("name").asText()).isEqualTo("first");
        assertThat(session.get("namespaces")).hasToString("[\"shop\",\"stock\"]");
        assertThat(send(secret, "GET", "/instances?namespace=stock", "").status())
                .isEqualTo(200);
        assertThat(send(secret, "GET", "/tokens", "").status()).isEqualTo(403);
        Answer signedIn = server.post("/api/v1/session", "{\"token\":\"" + secret + "\"}");
        assertThat(signedIn.header("Set-Cookie")).contains("orchestrator_session");
    }

    @Test
    void theSecret_isInOneAnswer_andInNoOther() {
        String secret = made(ROOT, "hidden", "\"reader\"");

        String all = send(ROOT, "GET", "/tokens", "").text()
                + send(ROOT, "GET", "/tokens/hidden", "").text()
                + send(ROOT, "GET", "/audit?limit=1000", "").text()
                + send(ROOT, "GET", "/server/config", "").text()
                + send(ROOT, "GET", "/session", "").text();
        assertThat(all).contains("hidden").doesNotContain(secret).doesNotContain(Digest.hex(secret));
    }

    @Test
    void anotherSecret_isTakenBesideTheFirst_orInItsPlace() {
        String first = made(ROOT, "turned", "\"reader\"");
        String second = send(ROOT, "POST", "/tokens/turned/rotate", "{\"reason\":\"r\"}")
                .json()
                .get("secret")
                .asText();

        assertThat(List.of(read(first), read(second))).containsExactly(200, 200);
        String third = send(ROOT, "POST", "/tokens/turned/rotate", "{\"reason\":\"r\",\"grace\":\"0s\"}")
                .json()
                .get("secret")
                .asText();
        assertThat(List.of(read(first), read(second), read(third))).containsExactly(401, 401, 200);
    }

    @Test
    void whatIsTakenBack_letsNobodyIn_andMayBeTakenBackAgain() {
        String secret = made(ROOT, "gone", "\"reader\"");
        assertThat(read(secret)).isEqualTo(200);

        assertThat(send(ROOT, "DELETE", "/tokens/gone", "").status()).isEqualTo(400);
        assertThat(send(ROOT, "DELETE", "/tokens/gone?reason=r", "").status()).isEqualTo(204);
        assertThat(read(secret)).isEqualTo(401);
        assertThat(send(ROOT, "DELETE", "/tokens/gone?reason=r", "").status()).isEqualTo(204);
        assertThat(send(ROOT, "GET", "/tokens/gone", "").status()).isEqualTo(404);
    }

    @Test
    void aStream_endsWithTheTokenThatOpenedIt() throws Exception {
        String secret = made(ROOT, "listener", "\"reader\"");
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        InputStream heard = http.send(
                        server.request("/api/v1/stream?after=0")
                                .header("Authorization", "Bearer " + secret)
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream())
                .body();
        send(ROOT, "DELETE", "/tokens/listener?reason=r", "");
        send(
                "o-secret",
                "POST",
                "/workflows",
                "{\"apiVersion\":\"orchestrator/v1\",\"kind\":\"Workflow\",\"namespace\":\"shop\",\"name\":\"order\","
                        + "\"tasks\":[{\"id\":\"a\",\"task\":\"a\"}]}");
        send("o-secret", "POST", "/workflows/shop/order/instances", "{\"runId\":\"unheard\"}");

        try (BufferedReader lines = new BufferedReader(new InputStreamReader(heard, StandardCharsets.UTF_8))) {
            String all = lines.lines().reduce("", String::concat);
            assertThat(all).contains("UNAUTHENTICATED").doesNotContain("unheard");
        }
    }

    @Test
    void nobody_handsOutWhatHeDoesNotHave() {
        assertThat(create(SHOP, "own@shop", "\"admin@shop\"").status()).isEqualTo(201);
        assertThat(create(SHOP, "more@shop", "\"reader@stock\"").status()).isEqualTo(400);
        assertThat(create(SHOP, "everywhere@shop", "\"reader\"").status()).isEqualTo(400);
        assertThat(create(SHOP, "more", "\"reader@shop\"").status()).isEqualTo(403);
        assertThat(create(SHOP, "ci@stock", "\"reader@stock\"").status()).isEqualTo(404);
        assertThat(create("o-secret", "ci@shop", "\"reader@shop\"").status()).isEqualTo(403);
    }

    @Test
    void nobody_getsASecretOfATokenThatHasMore() {
        made(ROOT, "mighty", "\"admin\"");

        assertThat(send(SHOP, "POST", "/tokens/mighty/rotate", "{\"reason\":\"r\"}")
                        .status())
                .isEqualTo(403);
        assertThat(send(SHOP, "GET", "/tokens/mighty", "").status()).isEqualTo(403);
        assertThat(send(SHOP, "DELETE", "/tokens/mighty?reason=r", "").status()).isEqualTo(403);
        assertThat(send(SHOP, "GET", "/tokens", "").text()).doesNotContain("mighty");
    }

    @Test
    void anAdminOfANamespace_seesItsTokensAlone_pageByPage() {
        List.of("a", "b", "c").forEach(name -> made(SHOP, "page-" + name + "@shop", "\"reader@shop\""));
        made(ROOT, "page-x@stock", "\"reader@stock\"");

        JsonNode first = send(SHOP, "GET", "/tokens?limit=2&cursor=page-", "").json();
        JsonNode second = send(
                        SHOP,
                        "GET",
                        "/tokens?limit=2&cursor=" + first.at("/page/next").asText(),
                        "")
                .json();
        assertThat(first.get("items").findValuesAsText("name")).containsExactly("page-a@shop", "page-b@shop");
        assertThat(second.get("items").findValuesAsText("name")).containsExactly("page-c@shop");
    }

    @Test
    void aNameThatIsTaken_andWhatMeansNothing_areRefused() {
        made(ROOT, "taken", "\"reader\"");

        assertThat(create(ROOT, "taken", "\"reader\"").status()).isEqualTo(409);
        assertThat(create(ROOT, "ops", "\"reader\"").text()).contains("ILLEGAL_STATE");
        assertThat(create(ROOT, "anonymous", "\"reader\"").text()).contains("/name");
        assertThat(create(ROOT, "a:b", "\"reader\"").text()).contains("/name");
        assertThat(create(ROOT, "some", "\"reader\",\"king\"").text()).contains("/grants/1", "unknown role");
        assertThat(create(ROOT, "some", "").text()).contains("/grants");
        assertThat(send(
                                ROOT,
                                "POST",
                                "/tokens",
                                "{\"name\":\"some\",\"grants\":[\"reader\"],\"expiresIn\":\"1s\",\"reason\":\"r\"}")
                        .text())
                .contains("/expiresIn");
        assertThat(send(ROOT, "POST", "/tokens/taken/rotate", "{\"reason\":\"r\",\"grace\":\"8d\"}")
                        .text())
                .contains("/grace");
    }
}
