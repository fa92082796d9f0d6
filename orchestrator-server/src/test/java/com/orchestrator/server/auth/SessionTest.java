package com.orchestrator.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.server.testing.FakeWorkflows;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A browser signs in by a token, and is known by its cookie from then on. */
class SessionTest {

    private static final String SESSION = "/api/v1/session";
    private static final String RUN = "/api/v1/instances/" + FakeWorkflows.RUN;
    private static final String OF_PAGE = "X-Orchestrator-Page";

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.guardedBy(Authenticator.byTokens(
                Tokens.parse("board:reader:r-secret, shop:operator+worker:o:sécret/with+signs")));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Answer signIn(TestServer server, String body) {
        return server.send(server.request(SESSION)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private static String cookieOf(String token) {
        String set = setCookie(signIn(server, "{\"token\":\"" + token + "\"}"));
        return set.substring(0, set.indexOf(';'));
    }

    private static String setCookie(Answer answer) {
        return answer.header("Set-Cookie");
    }

    private static HttpRequest.Builder asked(String path, String cookie) {
        return server.request(path).header("Cookie", "other=1; " + cookie);
    }

    private static HttpRequest.Builder pause(String cookie) {
        return asked(RUN + "/pause", cookie)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"));
    }

    @Test
    void aToken_isTradedForACookieThatNoScriptAndNoOtherSiteHas() {
        Answer answer = signIn(server, "{\"token\":\" o:sécret/with+signs \"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .isEqualTo(
                        "{\"name\":\"shop\",\"roles\":[\"worker\",\"operator\"],\"guarded\":true,\"payloads\":true,\"sensitive\":true}");
        assertThat(setCookie(answer))
                .startsWith("orchestrator_session=")
                .contains("HttpOnly", "SameSite=Strict", "Path=/api/v1;", "Max-Age=43200")
                .doesNotContain("Secure", "Domain");
    }

    @Test
    void theCookie_saysWhoIsAsking() {
        Answer answer = server.send(asked(SESSION, cookieOf("o:sécret/with+signs")));

        assertThat(answer.json().path("name").asText()).isEqualTo("shop");
        assertThat(server.send(asked(RUN, cookieOf("r-secret"))).status()).isEqualTo(200);
    }

    @Test
    void whatAnotherSiteHasABrowserSend_changesNothing() {
        String cookie = cookieOf("o:sécret/with+signs");

        Answer refused = server.send(pause(cookie));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().path("detail").asText()).contains(OF_PAGE);
        assertThat(server.send(pause(cookie).header(OF_PAGE, "1")).status()).isEqualTo(200);
    }

    @Test
    void aSession_mayDoNoMoreThanItsToken() {
        Answer answer = server.send(pause(cookieOf("r-secret")).header(OF_PAGE, "1"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().path("detail").asText()).contains("operator");
    }

    @Test
    void theHeader_goesBeforeTheCookie() {
        HttpRequest.Builder both = asked(SESSION, cookieOf("r-secret")).header("Authorization", "Bearer nobody");

        assertThat(server.send(both).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%%%", "bm9ib2R5", "x y", "\"quoted\""})
    void cookiesOfNobody_openNothing(String value) {
        Answer answer = server.send(asked(RUN, SessionCookie.NAME + "=" + value));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("code").asText()).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void aTokenOfNobody_isRefusedAndSetsNothing() {
        Answer answer = signIn(server, "{\"token\":\"nobody\"}");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(setCookie(answer)).isEmpty();
        assertThat(answer.json().toString()).doesNotContain("nobody");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"token\":null}", "{\"token\":7}", "{\"token\":\"a\",\"more\":1}", "[]", "x"})
    void whatIsNoToken_isABadRequest(String body) {
        assertThat(signIn(server, body).status()).isEqualTo(400);
    }

    @Test
    void whoSignsOut_isForgotten() {
        Answer answer = server.send(asked(SESSION, cookieOf("r-secret")).DELETE());

        assertThat(answer.status()).isEqualTo(204);
        assertThat(setCookie(answer)).startsWith("orchestrator_session=;").contains("Max-Age=0", "Path=/api/v1;");
    }

    @Test
    void aServerWithoutTokens_needsNoSession() {
        try (TestServer open = TestServer.guardedBy(Authenticator.off())) {
            assertThat(open.get(SESSION).text())
                    .isEqualTo(
                            "{\"name\":\"anonymous\",\"roles\":[\"admin\"],\"guarded\":false,\"payloads\":true,\"sensitive\":true}");
            assertThat(setCookie(signIn(open, "{\"token\":\"any\"}"))).isEmpty();
        }
    }
}
