package com.orchestrator.server.oidc;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Since when tokens of principals are refused that a provider has made before. In memory: asked with each request. */
@FunctionalInterface
public interface Cutoffs {

    /**
     * What was made up to then is refused; empty when nothing is.
     *
     * @throws OrchestratorException {@code UNAVAILABLE} when it cannot be told now
     */
    Optional<Instant> of(String principal);

    /**
     * Lets those by who were not shut out. The clock of the provider may be ahead, so what it has made soon after is refused as well.
     *
     * @param issuedAt when the provider vouched for the principal
     * @throws OrchestratorException {@code UNAUTHENTICATED}, or {@code UNAVAILABLE} when it cannot be told now
     */
    default void require(String principal, Instant issuedAt, Duration leeway) {
        if (of(principal).filter(at -> !issuedAt.isAfter(at.plus(leeway))).isPresent()) {
            throw new OrchestratorException(
                    ErrorCode.UNAUTHENTICATED,
                    "'" + principal + "' was shut out after this token was made: sign in again in a while");
        }
    }
}
