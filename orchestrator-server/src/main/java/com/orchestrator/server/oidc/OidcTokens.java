package com.orchestrator.server.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Identifier;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.Digest;
import com.orchestrator.server.auth.Grant;
import com.orchestrator.server.auth.TokenSource;
import com.orchestrator.server.oidc.ClaimMapping.Mapped;
import java.io.Closeable;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in whom a provider vouches for. What was verified is remembered for a minute, so callers who ask all the time cost a signature
 * a minute.
 */
public final class OidcTokens implements TokenSource, AutoCloseable {

    /** How long a token may be good: a principal that was shut out is remembered so long. */
    public static final Duration LIFE_MAX = Duration.ofHours(24);

    private static final Logger LOG = LoggerFactory.getLogger(OidcTokens.class);
    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int REMEMBERED_MAX = 10_000;
    private static final int CHARS_MAX = 16_384;
    private static final int NAME_CHARS_MAX = 200;

    private static final DefaultJOSEObjectTypeVerifier<SecurityContext> TYPES =
            new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null);

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final JWKSource<SecurityContext> keys;
    private final ClaimMapping mapping;
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
        this.keys = ProviderKeys.of(config, between);
        this.mapping = mapping;
        this.cutoffs = cutoffs;
        this.clock = clock;
        this.leeway = config.leeway();
        processor.setJWSTypeVerifier(TYPES);
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(config.accepted(), keys));
        processor.setJWTClaimsSetVerifier(new Claims(config, clock));
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
        boolean isCutOff = cutoffs.of(verified.caller().name())
                .filter(at -> !verified.issuedAt().isAfter(at.plus(leeway)))
                .isPresent();
        if (isCutOff) {
            throw new OrchestratorException(
                    ErrorCode.UNAUTHENTICATED,
                    "'" + verified.caller().name()
                            + "' was shut out after this token was made: sign in again in a while");
        }
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
        JWTClaimsSet claims = process(token);
        Instant ends = claims.getExpirationTime().toInstant();
        Instant until = now.plus(REMEMBERED);
        return new Verified(caller(claims), claims.getIssueTime().toInstant(), ends.isBefore(until) ? ends : until);
    }

    private JWTClaimsSet process(String token) {
        try {
            return processor.process(token, null);
        } catch (KeySourceException e) {
            LOG.warn("The keys of the identity provider are not there: {}", e.toString());
            throw refusal(ErrorCode.UNAVAILABLE, "The keys of the identity provider are not there now: ask again", e);
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw refusal(ErrorCode.UNAUTHENTICATED, "The provider's token is not accepted: " + e.getMessage(), e);
        }
    }

    private Caller caller(JWTClaimsSet claims) {
        try {
            Mapped mapped = mapping.of(claims.toString());
            Set<Grant> grants = new HashSet<>();
            mapped.grants().forEach(grant -> grants.addAll(Grant.parse(grant)));
            if (grants.isEmpty()) {
                throw new IllegalArgumentException("no grants follow from them");
            }
            return new Caller(name(mapped.principal()), grants);
        } catch (IllegalArgumentException e) {
            throw refusal(
                    ErrorCode.UNAUTHENTICATED,
                    "What the provider claims cannot be mapped to a name and grants: " + e.getMessage(),
                    e);
        }
    }

    /** No token is called so: their names have no slash. It has no colon, which ends the name in front of that of a worker. */
    private static String name(String principal) {
        String name = "oidc/" + principal.replace("%", "%25").replace(":", "%3A");
        if (principal.isBlank() || Identifier.fault(name, NAME_CHARS_MAX).isPresent()) {
            throw new IllegalArgumentException("the principal is blank, too long, or no text");
        }
        return name;
    }

    private static OrchestratorException refusal(ErrorCode code, String detail, Exception cause) {
        OrchestratorException refusal = new OrchestratorException(code, detail);
        refusal.initCause(cause);
        return refusal;
    }

    @Override
    public void close() throws IOException {
        if (keys instanceof Closeable closeable) {
            closeable.close();
        }
    }
}
