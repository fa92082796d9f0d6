package com.orchestrator.server.oidc;

import java.time.Instant;
import java.util.Optional;

/** Since when tokens of principals are refused that a provider has made before. In memory: asked with each request. */
@FunctionalInterface
public interface Cutoffs {

    /**
     * What was made up to then is refused; empty when nothing is.
     *
     * @throws com.orchestrator.api.error.OrchestratorException {@code UNAVAILABLE} when it cannot be told now
     */
    Optional<Instant> of(String principal);
}
