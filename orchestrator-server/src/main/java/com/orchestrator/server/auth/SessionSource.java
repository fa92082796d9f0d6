package com.orchestrator.server.auth;

import java.util.Optional;

/** Knows callers by the cookie of a session that is no token. It is asked with every request, so it looks at memory alone. */
@FunctionalInterface
public interface SessionSource {

    /** There are no such sessions. */
    SessionSource NONE = session -> Optional.empty();

    /**
     * Whose it is.
     *
     * @param session value of the cookie
     * @return empty when no server has made it, or it has ended
     * @throws com.orchestrator.api.error.OrchestratorException {@code UNAUTHENTICATED} when its caller is shut out;
     *     {@code UNAVAILABLE} when that cannot be told now
     */
    Optional<Caller> find(String session);
}
