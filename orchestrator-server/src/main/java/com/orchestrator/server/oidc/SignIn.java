package com.orchestrator.server.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.Digest;
import com.orchestrator.server.keys.ServerKeys;
import com.orchestrator.server.oidc.SignInRefused.Fault;
import java.io.IOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Signs the page's people in through the provider: OpenID Connect's authorization code flow with PKCE. What has to be remembered between
 * its two halves is sealed into a cookie, so that they may be served by two servers; and only the browser that began can end it.
 */
public final class SignIn implements AutoCloseable {

    /** How long somebody may take at the provider. */
    public static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final String KEY = "page-sign-in";
    private static final int RANDOM_BYTES = 32;

    /** At once; whoever is beyond that holds no thread, and comes again. */
    private static final int SIGN_INS_MAX = 8;

    private final String issuer;
    private final OidcClient client;
    private final Discovery discovery;
    private final SignedTokens tokens;
    private final ClaimedCallers callers;
    private final CodeExchange exchange;
    private final PageSessions sessions;
    private final Seal seal;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Semaphore room = new Semaphore(SIGN_INS_MAX);

    /**
     * A sign-in that has begun.
     *
     * @param provider where the browser goes
     * @param cookie what it brings back
     */
    public record Begun(URI provider, String cookie) {}

    /**
     * A sign-in that has ended well.
     *
     * @param session for the cookie
     * @param life of it
     * @param to where somebody wanted to go, as it was said at the beginning
     */
    public record Ended(String session, Duration life, String to) {}

    /**
     * What a browser brings back from the provider, each null when it brings none.
     *
     * @param cookie of the beginning
     * @param issuer as the provider calls itself
     * @param error what the provider has against it
     */
    public record Returned(
            @Nullable String cookie,
            @Nullable String state,
            @Nullable String code,
            @Nullable String issuer,
            @Nullable String error) {

        /** Says nothing of what it holds, wherever it is printed. */
        @Override
        public String toString() {
            return "Returned[" + error + "]";
        }
    }

    public SignIn(
            OidcConfig config,
            OidcClient client,
            ClaimMapping mapping,
            PageSessions sessions,
            ServerKeys keys,
            InstantSource clock) {
        this.issuer = config.issuer().toString();
        this.client = client;
        this.discovery = new Discovery(config);
        this.tokens = new SignedTokens(config, client.id(), SignedTokens.OF_SIGN_INS, clock, ProviderKeys.BETWEEN);
        this.callers = new ClaimedCallers(mapping);
        this.exchange = new CodeExchange(client);
        this.sessions = sessions;
        this.seal = new Seal(keys.get(KEY), clock);
        this.clock = clock;
    }

    public OidcClient client() {
        return client;
    }

    /** The host of who vouches for people, for people. */
    public String provider() {
        return URI.create(issuer).getHost();
    }

    /** @param to where somebody wants to go afterwards */
    public Begun begin(String to) throws SignInRefused {
        String state = random();
        String nonce = random();
        String verifier = random();
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", client.id());
        query.put("redirect_uri", client.callback().toString());
        query.put("scope", String.join(" ", client.scopes()));
        query.put("state", state);
        query.put("nonce", nonce);
        query.put("code_challenge", base64(Digest.of(verifier)));
        query.put("code_challenge_method", "S256");
        URI there = inRoom(() -> address("authorization_endpoint"));
        String joint = there.getRawQuery() == null ? "?" : "&";
        JWTClaimsSet kept = new JWTClaimsSet.Builder()
                .claim("state", state)
                .claim("nonce", nonce)
                .claim("verifier", verifier)
                .claim("to", to)
                .expirationTime(Date.from(clock.instant().plus(PATIENCE)))
                .build();
        return new Begun(URI.create(there + joint + CodeExchange.encoded(query)), seal.close(kept));
    }

    /** A session for whoever comes back as he went. */
    public Ended end(Returned returned) throws SignInRefused {
        JWTClaimsSet begun = begun(returned);
        if (returned.issuer() != null && !returned.issuer().equals(issuer)) {
            throw new SignInRefused(Fault.NOT_BEGUN, "The answer is of another provider", null);
        }
        if (returned.error() != null || returned.code() == null) {
            throw new SignInRefused(Fault.PROVIDER_REFUSED, "The provider says " + returned.error(), null);
        }
        String code = returned.code();
        return inRoom(() -> {
            String token = exchange.idToken(address("token_endpoint"), code, text(begun, "verifier"));
            return session(vouched(token, text(begun, "nonce")), text(begun, "to"));
        });
    }

    private JWTClaimsSet begun(Returned returned) throws SignInRefused {
        String cookie = returned.cookie();
        String state = returned.state();
        if (cookie == null || state == null) {
            throw new SignInRefused(Fault.NOT_BEGUN, "There is no sign-in that it is the end of", null);
        }
        return seal.open(cookie)
                .filter(begun -> MessageDigest.isEqual(Digest.of(text(begun, "state")), Digest.of(state)))
                .orElseThrow(() ->
                        new SignInRefused(Fault.NOT_BEGUN, "The sign-in is over, or began in another browser", null));
    }

    private JWTClaimsSet vouched(String token, String nonce) throws SignInRefused {
        try {
            JWTClaimsSet claims = tokens.verify(token);
            if (!nonce.equals(claims.getClaim("nonce"))) {
                throw new SignInRefused(Fault.NOT_VOUCHED_FOR, "The token was made for another sign-in", null);
            }
            Object authorized = claims.getClaim("azp");
            if (authorized != null && !authorized.equals(client.id())) {
                throw new SignInRefused(Fault.NOT_VOUCHED_FOR, "The token was made for another client", null);
            }
            return claims;
        } catch (OrchestratorException e) {
            Fault fault = e.code() == ErrorCode.UNAVAILABLE ? Fault.UNAVAILABLE : Fault.NOT_VOUCHED_FOR;
            throw new SignInRefused(fault, String.valueOf(e.getMessage()), e);
        }
    }

    private Ended session(JWTClaimsSet claims, String to) throws SignInRefused {
        Instant issued = claims.getIssueTime().toInstant();
        Instant end = claims.getExpirationTime().toInstant();
        try {
            Caller caller = callers.of(claims);
            String session = sessions.of(caller, issued, end)
                    .orElseThrow(() -> new SignInRefused(
                            Fault.TOO_MANY_GRANTS,
                            "'" + caller.name() + "' has more grants than a session holds",
                            null));
            if (sessions.find(session).isEmpty()) {
                throw new SignInRefused(Fault.NOT_VOUCHED_FOR, "The token has ended", null);
            }
            return new Ended(session, Duration.between(clock.instant(), end), to);
        } catch (OrchestratorException e) {
            Fault fault = e.code() == ErrorCode.UNAVAILABLE ? Fault.UNAVAILABLE : Fault.NOT_LET_IN;
            throw new SignInRefused(fault, String.valueOf(e.getMessage()), e);
        }
    }

    private URI address(String endpoint) throws SignInRefused {
        try {
            return discovery.address(endpoint, endpoint);
        } catch (IOException e) {
            throw new SignInRefused(Fault.UNAVAILABLE, "The provider does not say where to go: " + e.getMessage(), e);
        }
    }

    /** What may wait for the provider. */
    @FunctionalInterface
    private interface Asked<T> {
        T of() throws SignInRefused;
    }

    private <T> T inRoom(Asked<T> asked) throws SignInRefused {
        if (!room.tryAcquire()) {
            throw new SignInRefused(Fault.UNAVAILABLE, "Too many sign in at once", null);
        }
        try {
            return asked.of();
        } finally {
            room.release();
        }
    }

    private static String text(JWTClaimsSet claims, String name) {
        return String.valueOf(claims.getClaim(name));
    }

    private String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return base64(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() throws IOException {
        tokens.close();
    }
}
