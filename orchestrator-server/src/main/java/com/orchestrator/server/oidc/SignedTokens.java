package com.orchestrator.server.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import java.io.Closeable;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Verifies what a provider has signed, for one audience. */
final class SignedTokens implements Closeable {

    /** What callers bring. */
    static final JOSEObjectTypeVerifier<SecurityContext> OF_CALLERS =
            new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null);

    /** What says that somebody has signed in. */
    static final JOSEObjectTypeVerifier<SecurityContext> OF_SIGN_INS =
            new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, null);

    private static final Logger LOG = LoggerFactory.getLogger(SignedTokens.class);

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final JWKSource<SecurityContext> keys;

    /**
     * @param audience whom they have to be for
     * @param between fetches of keys that nobody knows
     */
    SignedTokens(
            OidcConfig config,
            String audience,
            JOSEObjectTypeVerifier<SecurityContext> types,
            InstantSource clock,
            Duration between) {
        keys = ProviderKeys.of(config, between);
        processor.setJWSTypeVerifier(types);
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(config.accepted(), keys));
        processor.setJWTClaimsSetVerifier(new Claims(config, audience, clock));
    }

    /** @throws OrchestratorException {@code UNAUTHENTICATED}, or {@code UNAVAILABLE} when it cannot be told now */
    JWTClaimsSet verify(String token) {
        try {
            return processor.process(token, null);
        } catch (KeySourceException e) {
            LOG.warn("The keys of the identity provider are not there: {}", e.toString());
            throw refusal(ErrorCode.UNAVAILABLE, "The keys of the identity provider are not there now: ask again", e);
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw refusal(ErrorCode.UNAUTHENTICATED, "The provider's token is not accepted: " + e.getMessage(), e);
        }
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
