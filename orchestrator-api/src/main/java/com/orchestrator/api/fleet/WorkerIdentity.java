package com.orchestrator.api.fleet;

import org.jspecify.annotations.Nullable;

/**
 * Which process did a piece of work. A worker that has sent no heartbeat has told no more than its id.
 *
 * @param host where it ran
 * @param deployment which build of which application it was, as {@code name@build}
 */
public record WorkerIdentity(
        String workerId,
        @Nullable String name,
        @Nullable String host,
        @Nullable String deployment) {}
