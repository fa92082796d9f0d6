package com.orchestrator.server.wiring;

import com.orchestrator.server.auth.Authenticator;
import com.orchestrator.server.auth.Tokens;
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

    /** Says what is legal and yet seldom meant. */
    static void warn(Settings settings) {
        if (settings.text(ConfigKey.AUTH).isPresent()) {
            LOG.warn("AUTHENTICATION IS OFF: everybody who can reach this server may do everything"
                    + " (orchestrator.auth=none)");
        } else if (settings.text(ConfigKey.TOKENS).isEmpty()) {
            LOG.warn(
                    "No tokens are configured: every request but health checks will be refused. Set {} or {}=none",
                    ConfigKey.TOKENS.variable(),
                    ConfigKey.AUTH.variable());
        }
    }
}
