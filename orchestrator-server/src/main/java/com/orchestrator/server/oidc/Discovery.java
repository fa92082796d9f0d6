package com.orchestrator.server.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a provider says of itself: asked for when somebody first needs it, and known from then on. */
final class Discovery {

    /** How long is waited for a provider, for a connection and for an answer. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    /** What an answer of it may have. */
    static final int BYTES_MAX = 256 * 1024;

    private static final String DOCUMENT = "/.well-known/openid-configuration";

    private final String issuer;
    private final ResourceRetriever http =
            new DefaultResourceRetriever((int) PATIENCE.toMillis(), (int) PATIENCE.toMillis(), BYTES_MAX);
    private volatile @Nullable JsonNode known;

    Discovery(OidcConfig config) {
        this.issuer = config.issuer().toString();
    }

    /**
     * An address that the provider names.
     *
     * @param field of its document
     * @param what it is, in words
     */
    URI address(String field, String what) throws IOException {
        String said = document().path(field).asText();
        try {
            URI address = URI.create(said);
            OidcConfig.requireSafe(address, what);
            return address;
        } catch (IllegalArgumentException unsafe) {
            throw new IOException(unsafe.getMessage(), unsafe);
        }
    }

    private JsonNode document() throws IOException {
        JsonNode document = known;
        if (document == null) {
            document = fetched();
            known = document;
        }
        return document;
    }

    /** Believed only when it is of the provider that was named. */
    private JsonNode fetched() throws IOException {
        JsonNode said = JsonMapper.builder().build().readTree(read(URI.create(issuer.replaceAll("/$", "") + DOCUMENT)));
        if (!said.path("issuer").asText().equals(issuer)) {
            throw new IOException(
                    "The provider calls itself '" + said.path("issuer").asText() + "'");
        }
        return said;
    }

    String read(URI from) throws IOException {
        return http.retrieveResource(from.toURL()).getContent();
    }
}
