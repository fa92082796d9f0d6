package com.orchestrator.server.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.Digest;
import com.orchestrator.server.auth.TokenSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets in whom a provider vouches for. What was verified is remembered for a minute, so callers who ask all the time cost a signature
 * a minute.
 */
public final class OidcTokens implements TokenSource, AutoCloseable {

    /** How long a token may be good: a principal that was shut out is remembered so long. */
    public static final Duration LIFE_MAX = Duration.ofHours(24);

    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int REMEMBERED_MAX = 10_000;
    private static final int CHARS_MAX = 16_384;

    private final SignedTokens tokens;
    private final ClaimedCallers callers;
    private final Cutoffs cutoffs;
    private final InstantSource clock;
    private final Duration leeway;
    private final Map<String, Verified> remembered = new Remembered();

    /** Who it is, when the token was made, and until when that need not be verified again. */
    private record Verified(Caller caller, Instant issuedAt, Instant until) {}

    /** The last ones that were asked for. */
    private static final class Remembered extends LinkedHashMap<String, Verified> {

        private static final long serialVersionUID = 1L;

        Remembered() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Verified> eldest) {
            return size() > REMEMBERED_MAX;
        }
    }

    /** By the clock of this machine. */
    public static OidcTokens of(OidcConfig config, ClaimMapping mapping, Cutoffs cutoffs) {
        return new OidcTokens(config, mapping, cutoffs, InstantSource.system(), ProviderKeys.BETWEEN);
    }

    /** @param between fetches of keys that nobody knows */
    OidcTokens(OidcConfig config, ClaimMapping mapping, Cutoffs cutoffs, InstantSource clock, Duration between) {
        this.tokens = new SignedTokens(config, config.audience(), SignedTokens.OF_CALLERS, clock, between);
        this.callers = new ClaimedCallers(mapping);
        this.cutoffs = cutoffs;
        this.clock = clock;
        this.leeway = config.leeway();
    }

    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public Optional<Caller> find(String token) {
        return isOne(token) ? Optional.of(notCutOff(verified(token))) : Optional.empty();
    }

    /** The clock of the provider may be ahead, so what it has made soon after is refused as well. */
    private Caller notCutOff(Verified verified) {
        cutoffs.require(verified.caller().name(), verified.issuedAt(), leeway);
        return verified.caller();
    }

    /** Three parts, of which the first is an object in base64url. */
    private static boolean isOne(String token) {
        return token.startsWith("ey")
                && token.length() <= CHARS_MAX
                && token.chars().filter(c -> c == '.').count() >= 2;
    }

    private Verified verified(String token) {
        String digest = Digest.hex(token);
        Instant now = clock.instant();
        Verified known = remembered(digest);
        if (known != null && known.until().isAfter(now)) {
            return known;
        }
        Verified verified = verify(token, now);
        remember(digest, verified);
        return verified;
    }

    private @Nullable Verified remembered(String digest) {
        synchronized (remembered) {
            return remembered.get(digest);
        }
    }

    private void remember(String digest, Verified verified) {
        synchronized (remembered) {
            remembered.put(digest, verified);
        }
    }

    private Verified verify(String token, Instant now) {
        JWTClaimsSet claims = tokens.verify(token);
        Instant ends = claims.getExpirationTime().toInstant();
        Instant until = now.plus(REMEMBERED);
        return new Verified(callers.of(claims), claims.getIssueTime().toInstant(), ends.isBefore(until) ? ends : until);
    }

    @Override
    public void close() throws IOException {
        tokens.close();
    }
}
