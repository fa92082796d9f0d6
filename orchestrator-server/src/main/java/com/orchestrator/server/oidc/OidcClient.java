package com.orchestrator.server.oidc;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What the page is to a provider: one of its clients.
 *
 * @param id as the provider knows it
 * @param secret by which the provider knows it; empty for a client without one, whose sign-ins are held together by PKCE alone
 * @param scopes that it asks for
 * @param root under which browsers reach this server, without a slash at its end
 */
public record OidcClient(String id, Optional<String> secret, List<String> scopes, URI root) {

    /** Where the page's people begin to sign in, below the root. */
    public static final String BEGIN = "/ui/sign-in";

    /** Where the provider leads them back to. */
    public static final String DONE = BEGIN + "/done";

    /** @throws IllegalArgumentException with what does not serve */
    public OidcClient {
        if (!scopes.contains("openid")) {
            throw new IllegalArgumentException(
                    "The scopes of the page have to have 'openid': without it the provider does not say who somebody is");
        }
        scopes = List.copyOf(scopes);
    }

    /** Where the provider sends browsers back to; it has to be told. */
    public URI callback() {
        return URI.create(root + DONE);
    }

    /** Whether browsers reach the server by encrypted connections alone. */
    public boolean isEncrypted() {
        return "https".equals(root.getScheme());
    }

    /** Without its secret, wherever it is printed. */
    @Override
    public String toString() {
        return "OidcClient[" + id + " at " + root + "]";
    }
}
