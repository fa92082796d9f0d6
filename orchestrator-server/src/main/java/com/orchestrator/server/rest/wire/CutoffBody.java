package com.orchestrator.server.rest.wire;

import com.orchestrator.server.rest.json.Refusals;
import org.jspecify.annotations.Nullable;

/** {@code POST} of a principal that is to be shut out. */
public record CutoffBody(
        @Nullable String principal, @Nullable String reason) {

    private static final String OF_PROVIDER = "oidc/";

    /** One of the identity provider. */
    public String principalName() {
        String name = Required.name(principal, "principal");
        if (!name.startsWith(OF_PROVIDER)) {
            throw Refusals.invalid(
                    "/principal",
                    "'principal' is none of the identity provider",
                    "such as oidc/ann, as histories have it; tokens of servers are revoked");
        }
        return name;
    }
}
