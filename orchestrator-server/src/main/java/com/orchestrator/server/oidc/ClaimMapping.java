package com.orchestrator.server.oidc;

import java.util.List;

/** Says of what a provider claims who that is here, and what that one may do. */
public interface ClaimMapping {

    /**
     * @param principal how the provider calls it; {@link OidcTokens} makes a name of that
     * @param grants in the words of the settings; none for somebody who is not let in
     */
    record Mapped(String principal, List<String> grants) {}

    /**
     * @param claims a JSON object
     * @throws IllegalArgumentException when they are not as the settings expect
     */
    Mapped of(String claims);
}
