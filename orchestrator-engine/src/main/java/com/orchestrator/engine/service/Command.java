package com.orchestrator.engine.service;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An operation on one run, with who asks for it.
 *
 * @param actor principal recorded in the history
 * @param ifSequenceNumber refuse with {@code PRECONDITION_FAILED} unless the run is at this event (HTTP If-Match)
 */
public record Command<T>(
        UUID instanceId, T request, String actor, @Nullable Long ifSequenceNumber) {}
