package com.orchestrator.server.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.server.auth.Caller;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is let in by tokens of a provider, and above all who is not. */
class OidcTokensTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LEEWAY = Duration.ofSeconds(30);

    private static RSAKey key;
    private static RSAKey other;
    private static JWK elliptic;

    private final Map<String, Instant> cutoffs = new ConcurrentHashMap<>();
    private Provider provider;
    private volatile Instant now = NOW;
    private OidcTokens tokens;

    @BeforeAll
    static void makeKeys() throws JOSEException {
        key = new RSAKeyGenerator(2048).keyID("one").keyUse(KeyUse.SIGNATURE).generate();
        other = new RSAKeyGenerator(2048).keyID("two").keyUse(KeyUse.SIGNATURE).generate();
        elliptic = new ECKeyGenerator(Curve.P_256).keyID("curve").generate();
    }

    @BeforeEach
    void open() {
        provider = new Provider();
        provider.keys.add(key);
        tokens = tokens(Duration.ofMillis(1), "RS256", "ES256");
    }

    private OidcTokens tokens(Duration between, String... algorithms) {
        OidcConfig config = new OidcConfig(
                URI.create(provider.issuer()), Provider.AUDIENCE, Optional.empty(), List.of(algorithms), LEEWAY);
        ClaimMapping mapping = claims -> claims.contains("\"sub\":\"king\"")
                ? new ClaimMapping.Mapped("king", List.of("emperor"))
                : new ClaimMapping.Mapped("ann", List.of("operator@shop"));
        return new OidcTokens(
                config,
                mapping,
                principal -> Optional.ofNullable(cutoffs.get(principal)),
                (InstantSource) () -> now,
                between);
    }

    @AfterEach
    void close() throws Exception {
        tokens.close();
        provider.close();
    }

    private JWTClaimsSet.Builder claims() {
        return provider.claims(NOW);
    }

    private String good() {
        return Provider.signed(key, claims().build());
    }

    private ErrorCode refusal(String token) {
        return catchThrowableOfType(OrchestratorException.class, () -> tokens.find(token))
                .code();
    }

    @Test
    void whomTheProviderVouchesFor_isLetIn_withWhatHisClaimsMean() {
        Caller caller = tokens.find(good()).orElseThrow();

        assertThat(caller.name()).isEqualTo("oidc/ann");
        assertThat(caller.namespaces())
                .hasValueSatisfying(names -> assertThat(names).containsExactly("shop"));
        provider.keys.add(elliptic);
        assertThat(tokens.find(Provider.signed(elliptic, claims().build()))).isPresent();
        assertThat(tokens.find("orct_abc")).isEmpty();
        assertThat(tokens.find("a.b.c")).isEmpty();
    }

    /** Each is as good as a token can be but for one thing. */
    private Map<String, String> forged() throws JOSEException {
        RSAKey impostor = new RSAKeyGenerator(2048).keyID("one").generate();
        String[] parts = good().split("\\.");
        byte[] shared = key.toRSAPublicKey().getEncoded();
        String root = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(claims().subject("root").build().toString().getBytes(StandardCharsets.UTF_8));
        return Map.ofEntries(
                Map.entry("of another issuer", signed(claims().issuer("https://elsewhere.example"))),
                Map.entry("of no issuer", signed(claims().issuer(null))),
                Map.entry("for another audience", signed(claims().audience("billing"))),
                Map.entry("for no audience", signed(claims().audience((String) null))),
                Map.entry("over", signed(claims().expirationTime(at(LEEWAY.negated())))),
                Map.entry("without an end", signed(claims().expirationTime(null))),
                Map.entry("good for more than a day", signed(claims().expirationTime(at(Duration.ofHours(25))))),
                Map.entry("not good yet", signed(claims().notBeforeTime(at(LEEWAY.plusSeconds(1))))),
                Map.entry("of the future", signed(claims().issueTime(at(LEEWAY.plusSeconds(1))))),
                Map.entry("made at no time", signed(claims().issueTime(null))),
                Map.entry("of nobody", signed(claims().subject(null))),
                Map.entry("with grants that are none", signed(claims().subject("king"))),
                Map.entry("signed by another key of the same name", Provider.signed(impostor, claims().build())),
                Map.entry("signed by a key that the provider does not show", Provider.signed(other, claims().build())),
                Map.entry("with other claims below the signature", parts[0] + "." + root + "." + parts[2]),
                Map.entry("without a signature", parts[0] + "." + parts[1] + "."),
                Map.entry("unsigned, alg none", new PlainJWT(claims().build()).serialize()),
                Map.entry("unsigned, and says it is", header("{\"alg\":\"none\",\"kid\":\"one\"}", parts)),
                Map.entry("unsigned in capitals", header("{\"alg\":\"NONE\",\"kid\":\"one\"}", parts)),
                Map.entry("signed by the public key as a secret", confused(shared)),
                Map.entry(
                        "signed by the public key's text",
                        confused(key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8))),
                Map.entry(
                        "signed by a key that it brings along",
                        header("{\"alg\":\"RS256\",\"jwk\":" + impostor.toPublicJWK() + "}", parts)),
                Map.entry("signed otherwise than is agreed", header("{\"alg\":\"PS256\",\"kid\":\"one\"}", parts)),
                Map.entry("no token", "eyJhbGciOiJSUzI1NiJ9.e30"),
                Map.entry("no text", "eyJ\u0000.."));
    }

    private String signed(JWTClaimsSet.Builder claims) {
        return Provider.signed(key, claims.build());
    }

    private static Date at(Duration later) {
        return Date.from(NOW.plus(later));
    }

    private static String header(String header, String[] parts) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "."
                + parts[1] + "." + parts[2];
    }

    private String confused(byte[] secret) throws JOSEException {
        return Provider.signed(JWSAlgorithm.HS256, key, claims().build(), new MACSigner(secret));
    }

    @Test
    void noneThatIsForged_isAccepted() throws JOSEException {
        tokens.find(good());

        assertThat(forged())
                .allSatisfy((what, token) -> assertThat(tokens(token)).as(what).isEmpty());
    }

    private Stream<Caller> tokens(String token) {
        try {
            return tokens.find(token).stream();
        } catch (OrchestratorException refusal) {
            assertThat(refusal.code()).isIn(ErrorCode.UNAUTHENTICATED, ErrorCode.UNAVAILABLE);
            return Stream.empty();
        }
    }

    @Test
    void aToken_endsAlsoWhenItIsRemembered_andTheClocksMayDiffer() {
        String token = signed(claims().expirationTime(at(Duration.ofSeconds(50))));
        assertThat(tokens.find(token)).isPresent();

        now = NOW.plusSeconds(79);
        assertThat(tokens.find(token)).isPresent();
        now = NOW.plusSeconds(80);
        assertThat(refusal(token)).isEqualTo(ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void aNewKey_isTakenUp_andOneThatIsGone_isGoodNoMore() throws Exception {
        tokens.find(good());
        provider.keys.clear();
        provider.keys.add(other);

        assertThat(tokens.find(Provider.signed(other, claims().build()))).isPresent();
        String ofOld = signed(claims().jwtID("another"));
        assertThat(refusal(ofOld)).isEqualTo(ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void unknownKeys_askTheProviderSeldom_andKeepNobodyElseOut() throws Exception {
        tokens.close();
        tokens = tokens(Duration.ofMinutes(4), "RS256");
        tokens.find(good());
        for (int i = 0; i < 50; i++) {
            RSAKey unknown = new RSAKey.Builder(other).keyID("unknown-" + i).build();
            assertThat(tokens(Provider.signed(unknown, claims().build()))).isEmpty();
        }

        assertThat(provider.fetches.get()).isLessThan(5);
        assertThat(tokens.find(signed(claims().jwtID("another")))).isPresent();
    }

    @Test
    void aProviderThatIsDown_letsNobodyNewIn_andSaysSo() {
        provider.isDown = true;
        assertThat(refusal(good())).isEqualTo(ErrorCode.UNAVAILABLE);
        provider.isDown = false;
        assertThat(tokens.find(good())).isPresent();
        provider.isDown = true;
        assertThat(tokens.find(signed(claims().jwtID("another")))).isPresent();
    }

    @Test
    void whoIsShutOut_isRefusedWithWhatHeHas_andLetInWithWhatIsMadeLater() {
        String token = good();
        assertThat(tokens.find(token)).isPresent();
        cutoffs.put("oidc/ann", NOW.plusSeconds(10));

        assertThat(refusal(token)).isEqualTo(ErrorCode.UNAUTHENTICATED);
        now = NOW.plusSeconds(60);
        assertThat(tokens.find(Provider.signed(key, provider.claims(now).build())))
                .isPresent();
        assertThat(refusal(token)).isEqualTo(ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void whatCannotBeTrusted_isRefusedAtTheStart() {
        assertThatThrownBy(() -> tokens(LEEWAY, "HS256")).hasMessageContaining("can make one");
        assertThatThrownBy(() -> tokens(LEEWAY, "none")).hasMessageContaining("can make one");
        assertThatThrownBy(() -> tokens(LEEWAY)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OidcConfig(
                        URI.create("http://idp.example.com"), "x", Optional.empty(), List.of("RS256"), LEEWAY))
                .hasMessageContaining("https:");
        assertThatThrownBy(() -> new OidcConfig(
                        URI.create("https://idp.example.com"),
                        "x",
                        Optional.empty(),
                        List.of("RS256"),
                        Duration.ofMinutes(6)))
                .hasMessageContaining("5m");
    }
}
