package com.orchestrator.server.auth;

import java.util.function.Supplier;

/** Is told of each request of a caller who may send it, and refuses what is too much. */
@FunctionalInterface
public interface Toll {

    /** Nothing is too much. */
    Toll FREE = (caller, named, bytes) -> {};

    /**
     * Counts it.
     *
     * @param named where it is, as far as the address says so
     * @param bytes of its body
     * @throws com.orchestrator.api.error.OrchestratorException {@code QUOTA_EXCEEDED}
     */
    void charge(Caller caller, Supplier<Place> named, long bytes);
}
