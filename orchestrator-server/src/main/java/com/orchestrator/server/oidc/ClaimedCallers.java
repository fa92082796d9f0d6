package com.orchestrator.server.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Identifier;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.Grant;
import com.orchestrator.server.oidc.ClaimMapping.Mapped;
import java.util.HashSet;
import java.util.Set;

/**
 * Who somebody is here whom a provider vouches for.
 *
 * @param mapping what claims mean
 */
record ClaimedCallers(ClaimMapping mapping) {

    private static final int NAME_CHARS_MAX = 200;

    /** @throws OrchestratorException {@code UNAUTHENTICATED} when the claims let nobody in */
    Caller of(JWTClaimsSet claims) {
        try {
            Mapped mapped = mapping.of(claims.toString());
            Set<Grant> grants = new HashSet<>();
            mapped.grants().forEach(grant -> grants.addAll(Grant.parse(grant)));
            if (grants.isEmpty()) {
                throw new IllegalArgumentException("no grants follow from them");
            }
            return new Caller(name(mapped.principal()), grants);
        } catch (IllegalArgumentException e) {
            OrchestratorException refusal = new OrchestratorException(
                    ErrorCode.UNAUTHENTICATED,
                    "What the provider claims cannot be mapped to a name and grants: " + e.getMessage());
            refusal.initCause(e);
            throw refusal;
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
}
