package com.orchestrator.server.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetParseException;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Fetches the keys of a provider from where it says that they are. How often, says what is built around it. */
final class ProviderKeys implements JWKSetSource<SecurityContext> {

    /** How long keys are known before they are asked for again; a key that is withdrawn is good that long. */
    static final Duration KNOWN = Duration.ofMinutes(5);

    /** Within it an unknown key asks the provider once or twice, however many tokens name one. */
    static final Duration BETWEEN = Duration.ofSeconds(30);

    /** How long keys are good when the provider does not answer. */
    static final Duration OUTAGE = Duration.ofHours(1);

    private static final Duration AHEAD = Duration.ofMinutes(1);

    private final OidcConfig config;
    private final Discovery discovery;

    private ProviderKeys(OidcConfig config) {
        this.config = config;
        this.discovery = new Discovery(config);
    }

    /** Fetched when they are first needed, then ahead of their time, and never more often than there is reason to. */
    static JWKSource<SecurityContext> of(OidcConfig config, Duration between) {
        return JWKSourceBuilder.create(new ProviderKeys(config))
                .cache(KNOWN.toMillis(), 2 * Discovery.PATIENCE.toMillis())
                .refreshAheadCache(AHEAD.toMillis(), false)
                .rateLimited(between.toMillis())
                .outageTolerant(OUTAGE.toMillis())
                .build();
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator refresh, long now, @Nullable SecurityContext context)
            throws JWKSetRetrievalException, JWKSetParseException {
        try {
            return JWKSet.parse(discovery.read(place()));
        } catch (IOException e) {
            throw new JWKSetRetrievalException("The keys of the provider cannot be fetched", e);
        } catch (ParseException e) {
            throw new JWKSetParseException("The keys of the provider cannot be read", e);
        }
    }

    private URI place() throws IOException {
        return config.keys().isPresent() ? config.keys().get() : discovery.address("jwks_uri", "address of the keys");
    }

    @Override
    public void close() {}
}
