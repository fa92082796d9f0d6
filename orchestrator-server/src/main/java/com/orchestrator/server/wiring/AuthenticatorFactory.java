package com.orchestrator.server.wiring;

import com.orchestrator.server.auth.Authenticator;
import com.orchestrator.server.auth.Tokens;
import com.orchestrator.server.oidc.ClaimMapping;
import com.orchestrator.server.oidc.OidcClient;
import com.orchestrator.server.oidc.OidcConfig;
import java.net.URI;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides from the settings who gets in. What is not said opens nothing. */
final class AuthenticatorFactory {

    private static final Logger LOG = LoggerFactory.getLogger(AuthenticatorFactory.class);

    private AuthenticatorFactory() {}

    static Authenticator authenticator(Settings settings) {
        Optional<String> auth = settings.text(ConfigKey.AUTH);
        Optional<String> tokens = settings.text(ConfigKey.TOKENS);
        if (auth.isPresent() && !auth.get().equals("none")) {
            throw new IllegalArgumentException(
                    ConfigKey.AUTH.property() + " can only be 'none'; leave it out to use tokens");
        }
        if (auth.isPresent() && tokens.isPresent()) {
            throw new IllegalArgumentException(ConfigKey.AUTH.property() + "=none and " + ConfigKey.TOKENS.property()
                    + " contradict each other; leave one out");
        }
        return auth.isPresent()
                ? Authenticator.off()
                : Authenticator.byTokens(tokens.map(Tokens::parse).orElseGet(Tokens::none));
    }

    /** Empty when no provider is trusted. */
    static Optional<Oidc> oidc(Settings settings) {
        if (settings.text(ConfigKey.OIDC_ISSUER).isEmpty()) {
            return Optional.empty();
        }
        if (settings.text(ConfigKey.AUTH).isPresent()) {
            throw new IllegalArgumentException(ConfigKey.AUTH.property() + "=none and "
                    + ConfigKey.OIDC_ISSUER.property() + " contradict each other; leave one out");
        }
        OidcConfig config = new OidcConfig(
                URI.create(settings.required(ConfigKey.OIDC_ISSUER)),
                settings.required(ConfigKey.OIDC_AUDIENCE),
                settings.text(ConfigKey.OIDC_KEYS_URL).map(URI::create),
                settings.list(ConfigKey.OIDC_ALGORITHMS),
                settings.duration(ConfigKey.OIDC_LEEWAY));
        return Optional.of(new Oidc(config, new CelClaimMapping(settings), client(settings)));
    }

    /** Empty when the page takes tokens alone. */
    private static Optional<OidcClient> client(Settings settings) {
        return settings.text(ConfigKey.OIDC_CLIENT_ID)
                .map(id -> new OidcClient(
                        id,
                        settings.text(ConfigKey.OIDC_CLIENT_SECRET),
                        settings.list(ConfigKey.OIDC_SCOPES),
                        root(settings.required(ConfigKey.PUBLIC_URL))));
    }

    private static URI root(String url) {
        URI root = URI.create(url.replaceAll("/+$", ""));
        if (root.getHost() == null || root.getQuery() != null || root.getFragment() != null) {
            throw new IllegalArgumentException(ConfigKey.PUBLIC_URL.property() + " is '" + url
                    + "', which is no address of a server, such as https://orchestrator.example.com");
        }
        return root;
    }

    /**
     * A provider, and what its claims mean here.
     *
     * @param client as which the page signs people in; empty when it takes tokens alone
     */
    record Oidc(OidcConfig config, ClaimMapping mapping, Optional<OidcClient> client) {}

    /** Says what is legal and yet seldom meant. */
    static void warn(Settings settings) {
        if (settings.text(ConfigKey.AUTH).isPresent()) {
            LOG.warn("AUTHENTICATION IS OFF: everybody who can reach this server may do everything"
                    + " (orchestrator.auth=none)");
        } else if (settings.text(ConfigKey.TOKENS).isEmpty()
                && settings.text(ConfigKey.OIDC_ISSUER).isEmpty()) {
            LOG.warn(
                    "No tokens are configured: every request but health checks will be refused. Set {} or {}=none",
                    ConfigKey.TOKENS.variable(),
                    ConfigKey.AUTH.variable());
        }
    }
}
