package com.orchestrator.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.server.auth.Authenticator;
import com.orchestrator.server.auth.Tokens;
import com.orchestrator.server.oidc.OidcTokens;
import com.orchestrator.server.oidc.Provider;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server that trusts a provider, as its settings say. */
class OidcServerTest {

    private static final String GRANTS = "('ops' in claims.groups ? ['operator'] : [])"
            + " + claims.groups.filter(g, g.startsWith('team-')).map(g, 'operator+worker@' + g.substring(5))";

    private static Provider provider;
    private static RSAKey key;
    private static OwnEngine engine;
    private static OidcTokens oidc;
    private static TestServer server;

    private static Settings settings(String... more) {
        return TrustSettings.of(provider, Map.of("orchestrator.oidc.grants", GRANTS), more);
    }

    @BeforeAll
    static void open() throws Exception {
        provider = new Provider();
        key = new RSAKeyGenerator(2048).keyID("k").generate();
        provider.keys.add(key);
        engine = OwnEngine.onLocal(new InMemoryEngineStore(SettableClock.standing()));
        AuthenticatorFactory.Oidc said = AuthenticatorFactory.oidc(settings()).orElseThrow();
        oidc = OidcTokens.of(said.config(), said.mapping(), engine.tokens());
        server = TestServer.of(
                engine,
                Authenticator.byTokens(Tokens.parse("root:admin:r-secret")).knowing(oidc));
    }

    @AfterAll
    static void close() throws Exception {
        server.close();
        oidc.close();
        engine.close();
        provider.close();
    }

    private static String token(String email, String... groups) {
        JWTClaimsSet claims = provider.claims(Instant.now())
                .claim("email", email)
                .claim("groups", List.of(groups))
                .build();
        return Provider.signed(key, claims);
    }

    private static Answer send(String token, String method, String path, String body) {
        return server.send(server.request("/api/v1" + path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    @Test
    void claims_sayWhoOneIs_andWhatOneMayDo() {
        String ann = token("ann@example.com", "team-shop", "staff");

        assertThat(send(ann, "GET", "/session", "").text())
                .contains("oidc/ann@example.com", "\"worker\"", "\"operator\"", "[\"shop\"]");
        assertThat(send(ann, "GET", "/instances", "").status()).isEqualTo(200);
        assertThat(send(ann, "GET", "/instances?namespace=stock", "").status()).isEqualTo(404);
        assertThat(send(
                                ann,
                                "POST",
                                "/tasks/poll",
                                "{\"workerId\":\"w\",\"queues\":[\"shop:q\"],\"max\":1,\"wait\":\"0s\"}")
                        .status())
                .isEqualTo(200);
        assertThat(send(token("carl@example.com", "staff"), "GET", "/session", "")
                        .text())
                .contains("UNAUTHENTICATED", "no grants follow");
        assertThat(send(token("ops@example.com", "ops"), "GET", "/locks", "").status())
                .isEqualTo(200);
    }

    @Test
    void claimsThatAreNotAsExpected_letNobodyIn() {
        String nameless = Provider.signed(
                key,
                provider.claims(Instant.now()).claim("groups", List.of("ops")).build());

        assertThat(send(nameless, "GET", "/session", "").status()).isEqualTo(401);
        assertThat(send(nameless, "GET", "/session", "").text()).contains("cannot be mapped");
        assertThat(send(token("a\u0000b", "ops"), "GET", "/session", "").status())
                .isEqualTo(401);
    }

    @Test
    void whoIsShutOut_isRefused_atOnce() {
        String ben = token("ben@example.com", "ops");
        assertThat(send(ben, "GET", "/session", "").status()).isEqualTo(200);

        String body = "{\"principal\":\"oidc/ben@example.com\",\"reason\":\"his laptop\"}";
        assertThat(send(ben, "POST", "/cutoffs", body).status()).isEqualTo(403);
        assertThat(send("r-secret", "POST", "/cutoffs", body).status()).isEqualTo(200);

        assertThat(send(ben, "GET", "/session", "").status()).isEqualTo(401);
        assertThat(send("r-secret", "GET", "/cutoffs?limit=1", "").text()).contains("oidc/ben@example.com", "root");
        assertThat(send("r-secret", "POST", "/cutoffs", "{\"principal\":\"root\",\"reason\":\"r\"}")
                        .text())
                .contains("/principal", "revoked");
    }

    @Test
    void settingsThatContradict_orMeanNothing_stopTheStart() {
        assertThatThrownBy(() -> AuthenticatorFactory.oidc(settings("orchestrator.auth", "none")))
                .hasMessageContaining("contradict");
        assertThatThrownBy(() -> AuthenticatorFactory.oidc(settings("orchestrator.oidc.grants", "claims.")))
                .hasMessageContaining("orchestrator.oidc.grants");
        assertThatThrownBy(() -> AuthenticatorFactory.oidc(settings("orchestrator.oidc.grants", "claim.groups")))
                .hasMessageContaining("orchestrator.oidc.grants");
        assertThatThrownBy(() -> AuthenticatorFactory.oidc(settings("orchestrator.oidc.algorithms", "RS256,HS256")))
                .hasMessageContaining("can make one");
    }
}
