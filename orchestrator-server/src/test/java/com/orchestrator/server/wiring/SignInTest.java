package com.orchestrator.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.server.auth.Authenticator;
import com.orchestrator.server.auth.Refusals;
import com.orchestrator.server.auth.SessionCookie;
import com.orchestrator.server.auth.Tokens;
import com.orchestrator.server.oidc.Provider;
import com.orchestrator.server.oidc.SignInDesk;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Date;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** People sign in to the page through a provider; two servers of a database serve the halves of it. */
class SignInTest {

    private static final String ROOT = "http://127.0.0.1:9";
    private static final String DONE = ROOT + "/ui/sign-in/done";
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Deque<AutoCloseable> OPENED = new ArrayDeque<>();
    private static final List<String> REFUSED = new ArrayList<>();

    private static Provider provider;
    private static RSAKey impostor;
    private static OwnEngine engine;
    private static TestServer first;
    private static TestServer second;

    private static Settings settings(String... more) {
        Map<String, String> own = Map.of(
                "orchestrator.oidc.grants",
                "claims.groups.map(g, 'operator@' + g.substring(5))",
                "orchestrator.oidc.client-id",
                SignInDesk.CLIENT,
                "orchestrator.oidc.client-secret",
                SignInDesk.SECRET,
                "orchestrator.public-url",
                ROOT + "/");
        return TrustSettings.of(provider, own, more);
    }

    @BeforeAll
    static void open() throws Exception {
        provider = new Provider();
        OPENED.push(provider);
        provider.keys.add(new RSAKeyGenerator(2048).keyID("k").generate());
        impostor = new RSAKeyGenerator(2048).keyID("k").generate();
        engine = OwnEngine.onLocal(new InMemoryEngineStore(SettableClock.standing()));
        OPENED.push(engine);
        first = server();
        second = server();
    }

    private static TestServer server() {
        SignIns signIns = SignIns.open(AuthenticatorFactory.oidc(settings()).orElseThrow(), engine, OPENED::push);
        Refusals refusals = (who, code, method, path) -> REFUSED.add(code + " " + path);
        TestServer server = TestServer.withSignIn(
                engine, signIns.putInto(Authenticator.byTokens(Tokens.parse("root:admin:r-secret"))));
        signIns.putInto(server.context(), refusals);
        OPENED.push(server);
        return server;
    }

    @AfterAll
    static void close() throws Exception {
        while (!OPENED.isEmpty()) {
            OPENED.pop().close();
        }
    }

    @AfterEach
    void beHonest() {
        provider.desk.honest();
        provider.isDown = false;
        REFUSED.clear();
    }

    /** A sign-in under way: what the provider was asked, what it answers, and the cookie of the browser. */
    private record Walk(Map<String, String> asked, String cookie, Map<String, String> back) {

        Walk returning(String name, String value) {
            Map<String, String> other = new HashMap<>(back);
            other.put(name, value);
            return new Walk(asked, cookie, other);
        }

        Answer end() {
            String query = back.entrySet().stream()
                    .map(field -> field.getKey() + "=" + field.getValue())
                    .reduce((one, other) -> one + "&" + other)
                    .orElseThrow();
            return page(second.request("/ui/sign-in/done?" + query).header("Cookie", "other=1; " + cookie));
        }
    }

    /** Of addresses that the document of the API does not know. */
    private static Answer page(HttpRequest.Builder request) {
        return new Answer(
                HTTP.sendAsync(request.build(), BodyHandlers.ofByteArray()).join());
    }

    private static Answer begin(TestServer server, String to) {
        return page(server.request("/ui/sign-in?to=" + to));
    }

    private static Walk walk(String to) {
        Answer begun = begin(first, to);
        assertThat(begun.status()).isEqualTo(303);
        URI there = URI.create(begun.header("Location"));
        String back = page(HttpRequest.newBuilder(there)).header("Location");
        assertThat(back).startsWith(DONE + "?");
        return new Walk(
                SignInDesk.form(there.getRawQuery()),
                value(begun.header("Set-Cookie")),
                SignInDesk.form(URI.create(back).getRawQuery()));
    }

    private static String value(String setCookie) {
        return setCookie.substring(0, setCookie.indexOf(';'));
    }

    private static String session(Answer ended) {
        return ended.response().headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith(SessionCookie.NAME + "="))
                .reduce("", String::concat);
    }

    private static Answer ask(String path, String session) {
        return first.send(first.request(path).header("Cookie", session));
    }

    @Test
    void whoComesBackFromTheProvider_isSignedIn_onEveryServer() {
        Answer begun = begin(first, "instances%3Fstate%3DFAILED");
        assertThat(begun.header("Set-Cookie"))
                .startsWith("orchestrator_sign_in=")
                .contains("HttpOnly", "SameSite=Lax", "Path=/ui/sign-in/done;", "Max-Age=600");
        assertThat(begun.header("Location"))
                .startsWith(provider.issuer() + "/authorize?tenant=t&response_type=code")
                .contains("code_challenge_method=S256", "scope=openid+profile+email");

        Answer ended = walk("instances%3Fstate%3DFAILED").end();

        assertThat(ended.status()).isEqualTo(303);
        assertThat(ended.header("Location")).isEqualTo("/ui/instances?state=FAILED");
        assertThat(ended.header("Cache-Control")).isEqualTo("no-store");
        assertThat(session(ended))
                .contains("HttpOnly", "SameSite=Strict", "Path=/api/v1;")
                .doesNotContain("ann", "Secure", "Domain")
                .containsPattern("Max-Age=3[56]\\d\\d");
        Answer who = ask("/api/v1/session", value(session(ended)));
        assertThat(who.text()).contains("oidc/ann@example.com", "\"operator\"", "[\"shop\"]");
    }

    @Test
    void aSession_changesNothingWithoutTheHeaderOfThePage_andIsOverByACutoff() {
        provider.desk.claims = claims -> claims.claim("email", "ben@example.com");
        String cookie = value(session(walk("").end()));
        HttpRequest.Builder stop = first.request("/api/v1/workflows/shop/x")
                .header("Cookie", cookie)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"paused\":true,\"reason\":\"r\"}"));
        assertThat(first.send(stop.copy()).status()).isEqualTo(403);
        assertThat(first.send(stop.header("X-Orchestrator-Page", "1")).status()).isEqualTo(404);

        String body = "{\"principal\":\"oidc/ben@example.com\",\"reason\":\"his laptop\"}";
        first.send(first.request("/api/v1/cutoffs")
                .header("Authorization", "Bearer r-secret")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));

        assertThat(ask("/api/v1/session", cookie).status()).isEqualTo(401);
        assertThat(walk("").end().header("Location")).isEqualTo("/ui/?signInFault=NOT_LET_IN");
    }

    @Test
    void cookies_openNothingElse() {
        Walk walk = walk("");
        String session = value(session(walk.end()));

        String asSession = walk.cookie().replace("orchestrator_sign_in", SessionCookie.NAME);
        assertThat(ask("/api/v1/session", asSession).status()).isEqualTo(401);
        assertThat(ask("/api/v1/session", session.substring(0, session.length() - 4) + "AAAA")
                        .status())
                .isEqualTo(401);
        assertThat(first.send(first.request("/api/v1/session")
                                .header("Authorization", "Bearer " + session.substring(session.indexOf('=') + 1)))
                        .status())
                .as("a session is no bearer token")
                .isEqualTo(401);
        Walk crossed = new Walk(walk.asked(), session.replace(SessionCookie.NAME, "orchestrator_sign_in"), walk.back());
        refused(crossed.end(), "NOT_BEGUN");
    }

    private static void refused(Answer answer, String fault) {
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location")).isEqualTo("/ui/?signInFault=" + fault);
        assertThat(session(answer)).isEmpty();
        assertThat(answer.header("Set-Cookie"))
                .startsWith("orchestrator_sign_in=")
                .contains("Max-Age=0");
    }

    @Test
    void whatIsForgedOrReplayed_isRefused() {
        Walk mine = walk("");
        Walk other = walk("");

        refused(mine.returning("state", "made-up").end(), "NOT_BEGUN");
        refused(mine.returning("state", other.back().get("state")).end(), "NOT_BEGUN");
        refused(new Walk(mine.asked(), "none=1", mine.back()).end(), "NOT_BEGUN");
        refused(new Walk(mine.asked(), other.cookie(), mine.back()).end(), "NOT_BEGUN");
        refused(mine.returning("iss", "https://elsewhere.example").end(), "NOT_BEGUN");
        refused(mine.returning("error", "access_denied").end(), "PROVIDER_REFUSED");
        refused(mine.returning("code", other.back().get("code")).end(), "CODE_REFUSED");
        refused(mine.returning("code", "made-up").end(), "CODE_REFUSED");
        assertThat(session(mine.end())).isNotEmpty();
        refused(mine.end(), "CODE_REFUSED");
        assertThat(REFUSED).hasSize(9).containsOnly("UNAUTHENTICATED /ui/sign-in/done");
    }

    @Test
    void aCodeOfAnotherClient_orOneThatIsOver_isRefused() {
        Walk mine = walk("");
        Map<String, String> ofAnother = new HashMap<>(mine.asked());
        ofAnother.put("client_id", "billing");
        refused(mine.returning("code", provider.desk.code(ofAnother)).end(), "CODE_REFUSED");

        provider.desk.codesAreOver = true;
        refused(mine.end(), "CODE_REFUSED");
    }

    /** Each is as good as a token can be but for one thing. */
    private static Stream<UnaryOperator<JWTClaimsSet.Builder>> spoiled() {
        Instant now = Instant.now();
        return Stream.of(
                claims -> claims.claim("nonce", "of-another-sign-in"),
                claims -> claims.claim("nonce", null),
                claims -> claims.issuer("https://elsewhere.example"),
                claims -> claims.audience(Provider.AUDIENCE),
                claims -> claims.claim("azp", "billing"),
                claims -> claims.expirationTime(Date.from(now.minusSeconds(100))),
                claims -> claims.expirationTime(Date.from(now.minusSeconds(10))),
                claims -> claims.expirationTime(null),
                claims -> claims.issueTime(Date.from(now.plusSeconds(100))));
    }

    @ParameterizedTest
    @MethodSource("spoiled")
    void whatTheProviderDidNotSayOfThisSignIn_isRefused(UnaryOperator<JWTClaimsSet.Builder> spoiled) {
        provider.desk.claims = spoiled;

        refused(walk("").end(), "NOT_VOUCHED_FOR");
    }

    @Test
    void whatTheProviderDidNotSign_isRefused() {
        provider.desk.signature = claims -> Provider.signed(impostor, claims);
        refused(walk("").end(), "NOT_VOUCHED_FOR");
        provider.desk.signature = claims -> new PlainJWT(claims).serialize();
        refused(walk("").end(), "NOT_VOUCHED_FOR");
        provider.desk.signature = claims -> "";
        refused(walk("").end(), "NOT_VOUCHED_FOR");
    }

    @Test
    void whoMayDoNothing_orMoreThanACookieHolds_isToldSo() {
        provider.desk.claims = claims -> claims.claim("groups", List.of());
        refused(walk("").end(), "NOT_LET_IN");

        List<String> many = Stream.iterate(1, n -> n + 1)
                .limit(2_000)
                .map(n -> "team-" + Integer.toHexString(n * 7_919))
                .toList();
        provider.desk.claims = claims -> claims.claim("groups", many);
        refused(walk("").end(), "TOO_MANY_GRANTS");
        provider.desk.claims = claims -> claims.claim("groups", many.subList(0, 300));
        assertThat(session(walk("").end())).isNotEmpty().hasSizeLessThan(4_096);
    }

    @Test
    void aProviderThatIsDown_isSaid() {
        Walk walk = walk("");
        provider.isDown = true;
        refused(walk.end(), "UNAVAILABLE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "https://evil.example",
                "/evil",
                "\\evil.example",
                "../api/v1/session",
                "a/../../api",
                "%2e%2e/api",
                "javascript:alert(1)",
                "a\r\nSet-Cookie: x=1"
            })
    void nobody_isLedElsewhere(String to) {
        String encoded = URLEncoder.encode(to, StandardCharsets.UTF_8);

        assertThat(walk(encoded).end().header("Location")).isEqualTo("/ui/");
    }

    @ParameterizedTest
    @CsvSource({"oidc.scopes,profile,openid", "public-url,here,address", "public-url,'',public-url"})
    void settingsThatDoNotServe_stopTheStart(String key, String value, String said) {
        assertThatThrownBy(() -> AuthenticatorFactory.oidc(settings("orchestrator." + key, value)))
                .hasMessageContaining(said);
    }

    @Test
    void behindEncryption_cookiesAreForEncryptedConnectionsAlone() {
        Settings settings = settings("orchestrator.public-url", "https://orchestrator.example.com");
        SignIns signIns = SignIns.open(AuthenticatorFactory.oidc(settings).orElseThrow(), engine, OPENED::push);
        try (TestServer server = TestServer.withSignIn(engine, Authenticator.byTokens(Tokens.none()))) {
            assertThat(begin(server, "").status()).isEqualTo(404);
            signIns.putInto(server.context(), Refusals.NOBODY);

            assertThat(begin(server, "").header("Set-Cookie")).contains("Secure");
            assertThat(begin(server, "").header("Location")).contains("https%3A%2F%2Forchestrator.example.com%2Fui");
            assertThat(page(server.request("/ui/sign-in").DELETE()).status()).isEqualTo(405);
        }
    }
}
