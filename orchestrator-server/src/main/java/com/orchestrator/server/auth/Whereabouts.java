package com.orchestrator.server.auth;

import java.util.Optional;
import java.util.UUID;

/** Knows which namespace things belong to, which never changes. Asked only about callers who are bound to namespaces. */
public interface Whereabouts {

    /** Empty when there is no such run. */
    Optional<String> ofRun(UUID instanceId);

    /** Empty when its run is not there. */
    Optional<String> ofAttempt(UUID executionId);

    /** Empty when there is no such incident. */
    Optional<String> ofIncident(UUID incidentId);

    /** Somebody is told of a run, and will soon say something about it. */
    void seen(UUID instanceId, String namespace);
}
