package com.orchestrator.server.auth;

import java.util.Optional;

/** Knows callers by what they bring as a bearer token. It is asked with every request, so it looks at memory alone. */
public interface TokenSource {

    /** Whether there is nobody whom it could know. */
    boolean isEmpty();

    /**
     * Who brings it.
     *
     * @return empty when this source has not made it
     * @throws com.orchestrator.api.error.OrchestratorException {@code UNAUTHENTICATED} when it has, and it is good no more;
     *     {@code UNAVAILABLE} when that cannot be told now
     */
    Optional<Caller> find(String token);
}
